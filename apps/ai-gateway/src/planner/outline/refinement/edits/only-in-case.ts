import type { EdgeDefinition, NodeDefinition } from '@aiwf/definition';
import { readChange } from '../../../grammar';
import { literal } from '../../graph/expressions';
import type { Choice } from '../../plan/plan-items';
import { entryOf } from '../delivery-blocks';
import { findNode, isSending } from '../find-nodes';
import { layFragment, planFragment, type FragmentStart } from '../fragment';
import { changeGraph, everyNode, graphAt } from '../regions';
import type { Changed, ChangeRequest } from '../request';
import { placeBefore } from '../splice';

const ONLY = /\bonly\b|\bskip\b.*\b(?:if|unless|when)\b/i;

/** "Only send it if it is urgent", "translate it only when it is in French": a step that is there is done in one case. */
export function onlyInCase(request: ChangeRequest): Changed {
  const { definition, text, literals, warnings } = request;
  if (!ONLY.test(text)) return undefined;
  const { instructions } = readChange(text);
  const condition = instructions.find(({ link }) => link === 'if' || link === 'unless' || link === 'when');
  const act = instructions.find((one) => one !== condition && one.kind !== undefined);
  if (!condition || !act) return undefined;
  const words = act.tokens.filter(({ lower }) => !/^(?:only|it|them|skip|to|the)$/.test(lower));
  const sending = /^(?:deliver|notify)$/.test(act.kind ?? '')
    ? everyNode(definition).find(({ node }) => isSending(node))
    : undefined;
  const target = sending ?? findNode(definition, words);
  if (!target) return undefined;
  const place = placeBefore(definition, target);
  const graph = graphAt(definition, target.path);
  const start: FragmentStart = { ...place, graph, isLate: false };
  const planned = planFragment(definition, [], literals, start, warnings);
  const choice: Choice = { ...planned.context.conditions.choiceOf(condition, true), sources: [] };
  const fragment = layFragment(definition, { ...planned, items: [choice] }, start);
  const decide = fragment.nodes.find(({ type }) => type === 'condition');
  const outcome = fragment.nodes.find(
    ({ type, name }) => type === 'transform' && name?.startsWith('Outcome'),
  );
  if (!decide || !outcome) return undefined;
  const isReversed = (condition.link === 'unless') !== /\bskip\b/i.test(text);
  const [taken, other] = isReversed ? ['no', 'yes'] : ['yes', 'no'];
  const entry = isSending(target.node) ? entryOf(graph, target.node.id) : target.node.id;
  const end: NodeDefinition = {
    id: outcome.id,
    type: 'transform',
    name: `${target.node.name ?? target.node.id}: done or not`.slice(0, 80),
    config: {
      expression: `nodes.${target.node.id}.output != null ? ${literal('Done.')} : ${literal('Left out.')}`,
    },
  };
  const kept = fragment.edges.filter(({ target: next }) => next !== outcome.id);
  const added: EdgeDefinition[] = [
    { source: decide.id, branch: taken, target: entry },
    { source: decide.id, branch: other, target: end.id },
    { source: target.node.id, target: end.id },
  ];
  const changed = changeGraph(definition, target.path, ({ nodes, edges, output }) => {
    const at = nodes.findIndex(({ id }) => id === entry);
    const fresh = fragment.nodes.filter((node) => node !== outcome);
    return {
      nodes: [...nodes.slice(0, at), ...fresh, ...nodes.slice(at), end],
      edges: [...edges.filter((edge) => !place.replaced.includes(edge)), ...kept, ...added],
      ...(output !== undefined && { output }),
    };
  });
  return { definition: changed };
}
