import type { NodeDefinition, SpendingLimits, WorkflowLimits } from '@aiwf/definition';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { Rule } from './rule';

/** Bounds that end a run, a node or a wait are the prompt's own; without them the engine's defaults hold. */
export const limitsAreGiven: Rule = ({ request, scopes }) => {
  const isGiven = (value: number, path: string): boolean =>
    request.numbers.has(value) ||
    (value === LARGEST[path.slice(path.lastIndexOf('/') + 1)] && request.numbers.hasLarger(value));
  const check = (path: string, value: number | undefined, free = 0): IntentProblem[] =>
    value === undefined || value <= free || isGiven(value, path) ? [] : [notGiven(value, path)];
  const checkAll = (limits: SpendingLimits | WorkflowLimits | undefined, path: string): IntentProblem[] =>
    Object.entries(limits ?? {}).flatMap(([name, value]) =>
      typeof value === 'number' ? check(`${path}/${name}`, value) : [],
    );
  return scopes.flatMap(({ definition, path, nodes }) => [
    ...checkAll(definition.limits, `${path}/limits`),
    ...nodes.flatMap(({ node, path: at }) => [
      ...checkAll(node.limits, `${at}/limits`),
      ...check(`${at}/timeout_seconds`, node.timeout_seconds),
      ...check(`${at}/retry/max_attempts`, node.retry?.max_attempts, FEW),
      ...boundsOf(node).flatMap(({ name, value, free }) => check(`${at}/config/${name}`, value, free)),
    ]),
  ]);
};

/** The largest limits that there are, which stand for any larger number. */
const LARGEST: Readonly<Record<string, number>> = {
  max_cost_usd: 100_000,
  max_llm_calls: 100_000,
  max_tokens: 1_000_000_000,
  timeout_seconds: 2_592_000,
};

/** How often a thing is tried without anybody asking for it. */
const FEW = 5;
/** Rounds of a loop that nobody has to ask for: what the engine takes when none are given. */
const ROUNDS = 10;
/** Model calls of a crew that the engine takes when none are given. */
const CREW_CALLS = 200;

interface Bound {
  readonly name: string;
  readonly value: number | undefined;
  /** Up to here it needs no asking. */
  readonly free: number;
}

function boundsOf(node: NodeDefinition): Bound[] {
  switch (node.type) {
    case 'wait':
      return [{ name: 'timeout_seconds', value: node.config.timeout_seconds, free: 0 }];
    case 'approval': {
      const { timeout_seconds: timeout, reminder_seconds: reminder, required, approvers } = node.config;
      return [
        { name: 'timeout_seconds', value: timeout, free: 0 },
        { name: 'reminder_seconds', value: reminder, free: 0 },
        { name: 'required', value: required, free: Math.max(1, approvers?.length ?? 1) },
      ];
    }
    case 'loop':
      return [{ name: 'max_iterations', value: node.config.max_iterations, free: ROUNDS }];
    case 'crew':
      return [
        { name: 'max_calls', value: node.config.max_calls, free: CREW_CALLS },
        ...node.config.agents.flatMap(({ limits }, index) =>
          Object.entries(limits ?? {}).map(([name, value]) => ({
            name: `agents/${index}/limits/${name}`,
            value,
            free: 0,
          })),
        ),
      ];
    case 'agent':
    case 'http_request':
    case 'condition':
    case 'transform':
    case 'map':
    case 'workflow':
      return [];
    default:
      return node satisfies never;
  }
}

function notGiven(value: number, path: string): IntentProblem {
  const field = path.slice(path.lastIndexOf('/') + 1);
  const message = `${quoted(field)} is ${value}, a limit that the request does not set.`;
  const hint = `Remove "${field}"; the engine has defaults. Set a limit only to a number that the request gives.`;
  return problem('limit_not_in_prompt', path, message, hint);
}
