import type { Effect } from '@aiwf/definition';
import type {
  DecisionTaken,
  DryRun,
  EngineExecutionStarted,
  ExecutionView,
  ForkStarted,
} from '@aiwf/contracts';
import { EngineFailure } from './engine.failure';

type Check = (value: unknown) => boolean;
type Shape<Answer> = { [Field in keyof Answer]-?: Check };

const text: Check = (value) => typeof value === 'string';
const textOrNull: Check = (value) => value === null || text(value);
const count: Check = (value) => typeof value === 'number' && value >= 0;
const countOrNull: Check = (value) => value === null || count(value);
const oneOf =
  (...choices: string[]): Check =>
  (value) =>
    typeof value === 'string' && choices.includes(value);

const NODE: Shape<ExecutionView['nodes'][number]> = {
  id: text,
  type: text,
  name: text,
  status: oneOf('pending', 'running', 'completed', 'failed', 'skipped', 'cancelled'),
  started_at: textOrNull,
  completed_at: textOrNull,
  error_code: textOrNull,
  error_message: textOrNull,
};

const USAGE: Shape<ExecutionView['usage']> = {
  llm_calls: count,
  tool_calls: count,
  input_tokens: count,
  output_tokens: count,
  cost_usd: count,
  reused_calls: count,
};

const VIEW: Shape<ExecutionView> = {
  execution_id: text,
  status: oneOf('running', 'completed', 'failed', 'cancelled'),
  workflow_id: text,
  user_id: text,
  started_at: text,
  completed_at: textOrNull,
  execution_time_seconds: countOrNull,
  output_data: (value) => value !== undefined,
  error_message: textOrNull,
  phase: oneOf('starting', 'running', 'paused', 'waiting', 'finished'),
  nodes: (value) => Array.isArray(value) && value.every((node) => misfit(NODE, node) === undefined),
  usage: (value) => misfit(USAGE, value) === undefined,
  forked_from: textOrNull,
  estimate: (value) => value === null || typeof value === 'object',
  workflow_version: countOrNull,
};

const STARTED: Shape<EngineExecutionStarted> = {
  execution_id: text,
  status: oneOf('running'),
  workflow_id: text,
  started_at: text,
  completed_at: (value) => value === null,
  execution_time_seconds: (value) => value === null,
};

/** @throws EngineFailure when the answer isn't a started execution, or is about another one */
export function readStarted(answer: unknown, executionId: string): EngineExecutionStarted {
  return read(STARTED, answer, { execution_id: executionId });
}

/** @throws EngineFailure when the answer isn't an execution, or is about another one or another user's */
export function readView(answer: unknown, executionId: string, userId: string): ExecutionView {
  return read(VIEW, answer, { execution_id: executionId, user_id: userId });
}

const FORK: Shape<ForkStarted> = { ...STARTED, forked_from: text };

const DECISION: Shape<DecisionTaken> = { request_id: text, settled: (value) => typeof value === 'boolean' };

/**
 * @param executionId the new execution's, where the request named one
 * @throws EngineFailure when the answer isn't an execution forked from that one
 */
export function readFork(answer: unknown, forkedFrom: string, executionId?: string): ForkStarted {
  const named = executionId === undefined ? {} : { execution_id: executionId };
  return read(FORK, answer, { forked_from: forkedFrom, ...named });
}

/** @throws EngineFailure when the answer isn't about the request that was decided */
export function readDecision(answer: unknown, requestId: string): DecisionTaken {
  return read(DECISION, answer, { request_id: requestId });
}

const list: Check = (value) => Array.isArray(value);

const DRY_RUN: Shape<DryRun> = {
  status: oneOf('completed', 'failed'),
  error: (value) => typeof value === 'object',
  path: list,
  data_flow: list,
  would_send: list,
  model_calls: list,
  decisions: list,
  output_data: (value) => value !== undefined,
  warnings: list,
};

/** @throws EngineFailure when the answer isn't what a dry run comes to */
export function readDryRun(answer: unknown): DryRun {
  return read(DRY_RUN, answer, {});
}

/**
 * What the engine tells about an execution, handed on as it is.
 *
 * @throws EngineFailure when it is about another one
 */
export function readAbout(answer: unknown, executionId: string): { execution_id: string } {
  return read<{ execution_id: string }>({ execution_id: text }, answer, { execution_id: executionId });
}

/** A tool of the engine, as far as planning needs to know it. */
export interface EngineTool {
  readonly name: string;
  readonly description: string;
  readonly effect: Effect;
  readonly needs_approval: boolean;
}

const TOOL: Shape<EngineTool> = {
  name: text,
  description: text,
  effect: oneOf('read', 'idempotent', 'irreversible'),
  needs_approval: (value) => typeof value === 'boolean',
};

const TOOLS: Shape<{ tools: EngineTool[] }> = {
  tools: (value) => Array.isArray(value) && value.every((tool) => misfit(TOOL, tool) === undefined),
};

/** @throws EngineFailure when the answer isn't a list of tools */
export function readTools(answer: unknown): readonly EngineTool[] {
  return read(TOOLS, answer, {}).tools;
}

function read<Answer extends object>(
  shape: Shape<Answer>,
  answer: unknown,
  expected: Partial<Answer>,
): Answer {
  const field =
    misfit(shape, answer) ??
    Object.entries(expected).find(([key, value]) => valueAt(answer, key) !== value)?.[0];
  if (field !== undefined) throw new EngineFailure('unintelligible', `answered with an unusable ${field}`);
  return answer as Answer;
}

/** The first field that isn't as it has to be; undefined: none. */
function misfit<Answer>(shape: Shape<Answer>, value: unknown): string | undefined {
  return Object.entries<Check>(shape).find(([field, check]) => !check(valueAt(value, field)))?.[0];
}

function valueAt(value: unknown, field: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[field] : undefined;
}
