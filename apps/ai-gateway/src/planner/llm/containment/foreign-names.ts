import type { ErrorItem } from '@aiwf/contracts';
import type { NodeDefinition } from '@aiwf/definition';
import type { PlacedNode } from './placed-nodes';
import type { Sources } from './sources';

interface Named {
  readonly path: string;
  readonly name: string;
  readonly what: 'secret' | 'approver' | 'model';
}

const HINTS: Readonly<Record<Named['what'], string>> = {
  secret: 'Leave the header out, or declare an input for what it carries.',
  approver: 'Leave "approvers" out: whoever runs the workflow decides.',
  model: 'Leave it out: the engine has a model of its own.',
};

/** Secrets, approvers and models are named by the user or not at all: a plan spends no secret and no money by itself. */
export function nameProblems(nodes: readonly PlacedNode[], sources: Sources): ErrorItem[] {
  return nodes
    .flatMap(({ node, path }) => namesOf(node, `${path}/config`))
    .filter(({ name }) => !sources.say(name))
    .map(({ path, name, what }) => ({
      code: 'foreign_name',
      path,
      message: `The request names no ${what} "${name.slice(0, 100)}".`,
      hint: HINTS[what],
    }));
}

function namesOf(node: NodeDefinition, path: string): Named[] {
  switch (node.type) {
    case 'http_request':
      return [
        ...secretsOf(node.config.headers ?? {}, `${path}/headers`),
        ...secretsOf(node.config.query ?? {}, `${path}/query`),
      ];
    case 'approval':
      return (node.config.approvers ?? []).map((name, index) => ({
        path: `${path}/approvers/${index}`,
        name,
        what: 'approver',
      }));
    case 'agent':
      return modelsOf(node.config, path);
    case 'crew':
      return [
        ...modelsOf(node.config.manager ?? {}, `${path}/manager`),
        ...node.config.agents.flatMap((agent, index) => modelsOf(agent, `${path}/agents/${index}`)),
      ];
    case 'condition':
    case 'transform':
    case 'map':
    case 'loop':
    case 'wait':
    case 'workflow':
      return [];
    default:
      return node satisfies never;
  }
}

function secretsOf(fields: { readonly [name: string]: unknown }, path: string): Named[] {
  return Object.entries(fields).flatMap(([field, value]) =>
    typeof value === 'object' && value !== null && 'secret' in value && typeof value.secret === 'string'
      ? [{ path: `${path}/${field}`, name: value.secret, what: 'secret' as const }]
      : [],
  );
}

/** People say "gpt-4o", not "openai:gpt-4o". */
function modelsOf(choice: { model?: string; fallback_model?: string }, path: string): Named[] {
  return (['model', 'fallback_model'] as const).flatMap((field) => {
    const model = choice[field];
    return model === undefined
      ? []
      : [{ path: `${path}/${field}`, name: model.slice(model.indexOf(':') + 1), what: 'model' as const }];
  });
}
