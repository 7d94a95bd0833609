import type { Json, NodeDefinition, WorkflowDefinition } from '@aiwf/definition';

type Variant = (definition: WorkflowDefinition) => WorkflowDefinition;

/** Ids and names that say nothing: n1, n2, … */
export const withPlainIds: Variant = (definition) => {
  const ids = idsOf(definition.nodes);
  let text = JSON.stringify(definition);
  for (const [index, id] of ids.entries()) {
    text = text
      .replaceAll(`"id":"${id}","type"`, `"id":"n${index}","type"`)
      .replaceAll(new RegExp(`"(source|target)":"${id}"`, 'g'), `"$1":"n${index}"`)
      .replaceAll(new RegExp(`\\bnodes\\.${id}\\b`, 'g'), `nodes.n${index}`);
  }
  return JSON.parse(text, (_key, value: Json) =>
    isNode(value) ? { ...value, name: 'Step' } : value,
  ) as WorkflowDefinition;
};

function isNode(value: Json): value is { [field: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && 'config' in value;
}

/** Each agent is a crew of one. */
export const asCrews: Variant = (definition) => ({
  ...definition,
  ...(JSON.parse(
    JSON.stringify({ nodes: definition.nodes }),
    (_key, value: Json | NodeDefinition) => (isAgent(value) ? crewOf(value) : value) as Json,
  ) as Pick<WorkflowDefinition, 'nodes'>),
});

/** The whole is one step: a workflow written out. */
export const asSubWorkflow: Variant = (definition) => {
  const inputs = Object.keys((definition.inputs?.properties ?? {}) as object);
  return {
    name: 'Flow',
    ...(definition.inputs && { inputs: definition.inputs }),
    nodes: [
      {
        id: 'inner',
        type: 'workflow',
        config: {
          definition,
          inputs: Object.fromEntries(inputs.map((name) => [name, `{{ inputs.${name} }}`])),
        },
      },
    ],
    output: '{{ nodes.inner.output }}',
  };
};

/** Nodes and edges stand in another order. */
export const reversed: Variant = (definition) => ({
  ...definition,
  nodes: [...definition.nodes].reverse(),
  edges: [...(definition.edges ?? [])].reverse(),
});

function idsOf(nodes: readonly NodeDefinition[]): string[] {
  return nodes.flatMap((node) => [
    node.id,
    ...(node.type === 'map' || node.type === 'loop' ? idsOf(node.config.body.nodes) : []),
    ...(node.type === 'workflow' ? idsOf(node.config.definition?.nodes ?? []) : []),
  ]);
}

function isAgent(value: Json | NodeDefinition): value is NodeDefinition & { type: 'agent' } {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return (
    value.type === 'agent' &&
    value.output_schema === undefined &&
    !JSON.stringify(value).includes('guardrail')
  );
}

function crewOf({ config, ...node }: NodeDefinition & { type: 'agent' }): Json {
  const { role = 'Worker', goal = 'Do it well', prompt, tools, expected_output: expected } = config;
  return {
    ...(node as unknown as { [field: string]: Json }),
    type: 'crew',
    config: {
      agents: [{ id: 'worker', role, goal, ...(tools && { tools }) }],
      tasks: [{ id: 'task', description: prompt, expected_output: expected ?? 'Text', agent: 'worker' }],
    },
  };
}
