import type { ErrorItem } from '@aiwf/contracts';
import type { NodeDefinition, SpendingLimits, WorkflowDefinition } from '@aiwf/definition';
import type { PlacedNode } from './placed-nodes';
import type { Sources } from './sources';

interface Cap {
  readonly path: string;
  readonly value: number | undefined;
  /** What holds when it is left out, and may be set without being asked for, as may less. */
  readonly usual: number;
}

/** What the engine takes when a graph says nothing; for retries, the most that any step has. */
const USUAL = { turns: 10, crewCalls: 200, depth: 1, rounds: 10, concurrency: 10, attempts: 5, reasks: 3 };

/** Limits are set, and what is usual is gone past, only with numbers that the user names. */
export function capProblems(
  definition: WorkflowDefinition,
  nodes: readonly PlacedNode[],
  sources: Sources,
): ErrorItem[] {
  const caps = [
    ...limitCaps(definition.limits, ''),
    ...nodes.flatMap(({ node, path }) => capsOf(node, path)),
  ];
  return caps.flatMap(({ path, value, usual }) => {
    if (value === undefined || value <= usual || sources.haveNumber(value)) return [];
    const field = path.slice(path.lastIndexOf('/') + 1);
    const message = `The request does not say ${value} for "${field}".`;
    return [{ code: 'unasked_limit', path, message, hint: 'Leave it out.' }];
  });
}

/** Nothing is usual here: a plan bounds what is spent only as the user says. */
function limitCaps(limits: (SpendingLimits & { timeout_seconds?: number }) | undefined, path: string): Cap[] {
  return (['max_cost_usd', 'max_tokens', 'max_llm_calls', 'timeout_seconds'] as const).map((field) => ({
    path: `${path}/limits/${field}`,
    value: limits?.[field],
    usual: 0,
  }));
}

function capsOf(node: NodeDefinition, path: string): Cap[] {
  const config = `${path}/config`;
  const own = [
    ...limitCaps(node.limits, path),
    { path: `${path}/retry/max_attempts`, value: node.retry?.max_attempts, usual: attemptsOf(node) },
  ];
  switch (node.type) {
    case 'agent':
      return [
        ...own,
        { path: `${config}/max_turns`, value: node.config.max_turns, usual: USUAL.turns },
        {
          path: `${config}/guardrail/max_retries`,
          value: node.config.guardrail?.max_retries,
          usual: USUAL.reasks,
        },
      ];
    case 'crew': {
      const { manager, agents, tasks, max_calls, max_depth } = node.config;
      return [
        ...own,
        { path: `${config}/max_calls`, value: max_calls, usual: USUAL.crewCalls },
        { path: `${config}/max_depth`, value: max_depth, usual: USUAL.depth },
        { path: `${config}/manager/max_turns`, value: manager?.max_turns, usual: USUAL.turns },
        ...agents.flatMap(({ max_turns, limits }, index) => [
          { path: `${config}/agents/${index}/max_turns`, value: max_turns, usual: USUAL.turns },
          ...limitCaps(limits, `${config}/agents/${index}`),
        ]),
        ...tasks.map(({ guardrail }, index) => ({
          path: `${config}/tasks/${index}/guardrail/max_retries`,
          value: guardrail?.max_retries,
          usual: USUAL.reasks,
        })),
      ];
    }
    case 'map':
      return [
        ...own,
        { path: `${config}/concurrency`, value: node.config.concurrency, usual: USUAL.concurrency },
      ];
    case 'loop':
      return [
        ...own,
        { path: `${config}/max_iterations`, value: node.config.max_iterations, usual: USUAL.rounds },
      ];
    case 'http_request':
    case 'condition':
    case 'transform':
    case 'wait':
    case 'approval':
    case 'workflow':
      return own;
    default:
      return node satisfies never;
  }
}

/** What can't be undone is tried once. */
function attemptsOf(node: NodeDefinition): number {
  const isSending = node.type === 'http_request' && ['POST', 'PATCH'].includes(node.config.method ?? 'GET');
  return isSending ? 1 : USUAL.attempts;
}
