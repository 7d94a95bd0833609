import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import { outsideEffects, scopesOf } from '../planner/intent';
import { nameOf, type Names } from './names';
import { requestInWords } from './node-phrases';
import { listed, sentence, shortened } from './wording';

const MOST_NAMED = 5;

/** What leaves the system, and whether a person is asked before. */
export function effectsInWords(definition: WorkflowDefinition, names: Names): string[] {
  const effects = outsideEffects(definition);
  if (effects.length === 0)
    return definition.nodes.length === 0 ? [] : ['Nothing is sent or changed outside.'];
  const told = (node: NodeDefinition): string => {
    if (node.type === 'http_request') return `${nameOf(node)} ${requestInWords(node, names)}`;
    return `${nameOf(node)} ${node.type === 'workflow' ? 'does what a stored workflow does' : 'may use tools that act outside'}`;
  };
  const waiting = effects.filter(({ isApproved }) => isApproved).map(({ node }) => told(node));
  const free = effects.filter(({ isApproved }) => !isApproved).map(({ node }) => told(node));
  return [
    ...(waiting.length === 0
      ? []
      : [sentence(`only after a person has approved: ${listed(shortened(waiting, MOST_NAMED))}`)]),
    ...(free.length === 0
      ? []
      : [sentence(`without asking anybody: ${listed(shortened(free, MOST_NAMED))}`)]),
  ];
}

/** What happens when a step fails, where it is other than that the run fails. */
export function errorsInWords(definition: WorkflowDefinition, names: Names): string[] {
  const edges = scopesOf(definition).flatMap(({ regions }) =>
    regions.flatMap(({ graph }) => graph.edges ?? []),
  );
  const nodes = scopesOf(definition)
    .flatMap((scope) => scope.nodes)
    .map(({ node }) => node);
  const nameById = (id: string): string => names.get(id) ?? `“${id}”`;
  const top = new Set(definition.edges ?? []);
  const routed = edges
    .filter((edge) => !top.has(edge))
    .filter(({ kind }) => kind === 'error')
    .map(({ source, target }) => `if ${nameById(source)} fails, ${nameById(target)} takes over`);
  const passed = nodes.filter(({ on_error: mode }) => mode === 'continue').map(nameOf);
  const retried = nodes.filter(({ retry }) => (retry?.max_attempts ?? 1) > 1);
  const undone = edges
    .filter(({ kind }) => kind === 'compensation')
    .map(({ source, target }) => `${nameById(target)} undoes ${nameById(source)}`);
  return [
    ...(routed.length === 0 ? [] : [sentence(listed(shortened(routed, MOST_NAMED)))]),
    ...(passed.length === 0
      ? []
      : [sentence(`if ${listed(shortened(passed, MOST_NAMED), 'or')} fails, the run goes on without it`)]),
    ...(retried.length === 0
      ? []
      : [
          sentence(
            `when they fail, these are tried again: ${listed(
              shortened(
                retried.map((node) => `${nameOf(node)} (${node.retry?.max_attempts} times in all)`),
                MOST_NAMED,
              ),
            )}`,
          ),
        ]),
    ...(undone.length === 0
      ? []
      : [sentence(`if the run is cancelled later, ${listed(shortened(undone, MOST_NAMED))}`)]),
  ];
}
