import type { NodeDefinition, Template, WorkflowDefinition } from '../types';
import { pointerTo } from '../json/pointer';

/** A place in a definition that holds CEL, or templates with CEL in them. */
export interface ExpressionSite {
  kind: 'expression' | 'template';
  value: Template;
  path: string;
  /** The node whose upstream may be read; `undefined`: all nodes, as for the workflow's output. */
  reader: string | undefined;
  /** For an edge: its source may be read as well as what is upstream of it. */
  includesReader: boolean;
  /** Names of `input.<name>`; `undefined` where `input` can't be read. */
  inputNames: readonly string[] | undefined;
}

/** All places of a definition that hold expressions or templates, in its order. */
export function expressionSites(definition: WorkflowDefinition): ExpressionSite[] {
  const nodes = definition.nodes.flatMap((node, index) => nodeSites(node, pointerTo('/nodes', index)));
  const edges = (definition.edges ?? []).flatMap((edge, index): ExpressionSite[] => {
    if (edge.when === undefined) return [];
    const path = pointerTo(pointerTo('/edges', index), 'when');
    return [
      {
        kind: 'expression',
        value: edge.when,
        path,
        reader: edge.source,
        includesReader: true,
        inputNames: undefined,
      },
    ];
  });
  if (definition.output === undefined) return [...nodes, ...edges];
  const output: ExpressionSite = {
    kind: 'template',
    value: definition.output,
    path: '/output',
    reader: undefined,
    includesReader: false,
    inputNames: undefined,
  };
  return [...nodes, ...edges, output];
}

function nodeSites(node: NodeDefinition, path: string): ExpressionSite[] {
  const config = pointerTo(path, 'config');
  const inputNames = Object.keys(node.inputs ?? {});
  const site = (kind: ExpressionSite['kind'], value: Template | undefined, at: string): ExpressionSite[] =>
    value === undefined
      ? []
      : [{ kind, value, path: at, reader: node.id, includesReader: false, inputNames }];
  const fields = (value: object, names: readonly string[], at: string): ExpressionSite[] =>
    Object.entries(value).flatMap(([name, item]) =>
      names.includes(name) ? site('template', item, pointerTo(at, name)) : [],
    );
  const own = site('template', node.inputs, pointerTo(path, 'inputs')).map((inputs) => ({
    ...inputs,
    inputNames: undefined,
  }));
  return [...own, ...configSites()];

  function configSites(): ExpressionSite[] {
    switch (node.type) {
      case 'agent':
        return fields(node.config, ['role', 'goal', 'backstory', 'prompt', 'expected_output'], config);
      case 'crew':
        return [
          ...node.config.agents.flatMap((agent, i) =>
            fields(agent, ['role', 'goal', 'backstory'], `${config}/agents/${i}`),
          ),
          ...node.config.tasks.flatMap((task, i) =>
            fields(task, ['description', 'expected_output'], `${config}/tasks/${i}`),
          ),
        ];
      case 'http_request':
        return fields(node.config, ['url', 'headers', 'query', 'body'], config);
      case 'condition':
        return node.config.branches.flatMap((branch, i) =>
          site('expression', branch.when, `${config}/branches/${i}/when`),
        );
      case 'transform':
        return [
          ...site('expression', node.config.expression, `${config}/expression`),
          ...site('template', node.config.value, `${config}/value`),
        ];
      default:
        return node satisfies never;
    }
  }
}
