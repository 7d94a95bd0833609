import type { Guardrail, JsonObject } from '@aiwf/definition';
import { ASSUMED, callSeconds, overheadOf, tokensOf } from '../assumptions';
import type { Place } from '../estimating';
import { capped, combine, exactly, ONE, plus, range, times, ZERO, type Range } from '../range';
import { templateTokens } from '../text-size';
import type { ModelUsage, Usage } from '../usage';

/** An agent that is asked for one thing. */
export interface Asked {
  model: string | undefined;
  fallback: string | undefined;
  /** Tokens of who it is and what it is asked. */
  opening: Range;
  tools: number;
  /** Tokens of what tools say in one turn. */
  toolResults?: Range;
  maxTurns: number | undefined;
  schema: JsonObject | undefined;
  guardrail: Guardrail | undefined;
}

const DEFAULT_MAX_TURNS = 10;
const SCHEMA_RETRIES = 2;
const DEFAULT_GUARDRAIL_RETRIES = 3;

/** Tokens of what a model is told beside a schema, and of a judge's own part. */
const INSTRUCTION = range(20, 40, 120);
const JUDGE = range(40, 110, 300);

/** A conversation: its turns, the answers that are asked for again, and the judge that may look at them. */
export function conversationUsage(asked: Asked, place: Place): Usage {
  const { id, embedded, supportsTools, maxOutput } = place.modelOf(asked.model);
  const tools = supportsTools ? asked.tools : 0;
  const rejections = rejectionsOf(asked);
  const turns = capped(plus(turnsOf(tools, asked.maxTurns), rejections), asked.maxTurns ?? DEFAULT_MAX_TURNS);
  const answer = answerTokens(asked, place);
  const first = plus(
    asked.opening,
    schemaTokens(asked.schema),
    times(ASSUMED.toolDescription, exactly(tools)),
  );
  const model = { model: id, ...(asked.fallback === undefined ? {} : { fallback: asked.fallback }) };
  const own: ModelUsage = {
    ...model,
    calls: turns,
    input: readTokens(first, turns, growthOf(asked, tools, answer, rejections)),
    output: writtenTokens(turns, answer, rejections, maxOutput),
  };
  const judging = judgeUsage(asked, answer, rejections, place);
  const seconds = [own, judging].map(({ calls, input, output }) =>
    times(callSeconds(embedded, perCall(input, calls), perCall(output, calls), place.timeoutSeconds), calls),
  );
  return { models: [own, { ...judging, ...model }], seconds: plus(...seconds), gives: answer };
}

/** Tokens of who an agent is. */
export function personaTokens(
  { role = 'a helpful assistant', goal, backstory }: { role?: string; goal?: string; backstory?: string },
  place: Place,
): Range {
  const parts = [role, goal, backstory].map((part) => templateTokens(part, place));
  return plus(overheadOf(2), tokensOf(24), ...parts);
}

function turnsOf(tools: number, maxTurns = DEFAULT_MAX_TURNS): Range {
  return tools === 0 ? ONE : range(1, ASSUMED.turnsWithTools, maxTurns);
}

/** Answers that are asked for again. */
function rejectionsOf({ schema, guardrail }: Asked): Range {
  const bySchema = schema === undefined ? 0 : SCHEMA_RETRIES;
  const byGuardrail = guardrail === undefined ? 0 : (guardrail.max_retries ?? DEFAULT_GUARDRAIL_RETRIES);
  return range(0, 0, bySchema + byGuardrail);
}

function answerTokens({ model, schema }: Asked, place: Place): Range {
  const { id, maxOutput } = place.modelOf(model);
  const likely =
    schema === undefined ? (place.history.answerTokens(id) ?? ASSUMED.answer) : sizeBySchema(schema);
  return range(1, Math.min(likely, maxOutput), maxOutput);
}

/** A value has some fifteen tokens for each field that its schema names. */
function sizeBySchema(schema: JsonObject): number {
  return 20 + 15 * (JSON.stringify(schema).match(/"type":/g)?.length ?? 0);
}

function schemaTokens(schema: JsonObject | undefined): Range {
  return schema === undefined ? ZERO : plus(INSTRUCTION, tokensOf(JSON.stringify(schema).length));
}

/** By how many tokens the prompt grows from one turn to the next. */
function growthOf(asked: Asked, tools: number, answer: Range, rejections: Range): Range {
  const byTools = plus(ASSUMED.toolRequest, asked.toolResults ?? ASSUMED.toolResults);
  const byRejection = plus(answer, ASSUMED.feedback);
  if (tools === 0) return byRejection;
  return rejections.high === 0
    ? byTools
    : range(Math.min(byTools.low, byRejection.low), byTools.likely, Math.max(byTools.high, byRejection.high));
}

/** Tokens of all answers of a conversation: the last, and before it requests for tools or answers that were sent back. */
function writtenTokens(turns: Range, answer: Range, rejections: Range, maxOutput: number): Range {
  const { low, likely, high } = ASSUMED.toolRequest;
  const most = rejections.high > 0 ? Math.max(high, answer.high) : high;
  return range(
    answer.low + (turns.low - 1) * low,
    answer.likely + (turns.likely - 1) * likely,
    Math.min(turns.high * maxOutput, answer.high + (turns.high - 1) * most),
  );
}

/** Tokens of all prompts of a conversation, each of which holds what was said before. */
function readTokens(first: Range, turns: Range, growth: Range): Range {
  return combine(
    [first, turns, growth],
    ([opening = 0, count = 0, grown = 0]) => count * opening + (grown * count * Math.max(count - 1, 0)) / 2,
  );
}

function judgeUsage(
  { guardrail }: Asked,
  answer: Range,
  rejections: Range,
  place: Place,
): Pick<ModelUsage, 'calls' | 'input' | 'output'> {
  if (guardrail?.instruction === undefined) return { calls: ZERO, input: ZERO, output: ZERO };
  const calls = plus(
    ONE,
    range(0, 0, Math.min(rejections.high, guardrail.max_retries ?? DEFAULT_GUARDRAIL_RETRIES)),
  );
  const read = plus(overheadOf(2), JUDGE, templateTokens(guardrail.instruction, place), answer);
  const written = range(1, ASSUMED.verdict, answer.high);
  return { calls, input: times(read, calls), output: times(written, calls) };
}

function perCall(sum: Range, calls: Range): Range {
  return combine([sum, calls], ([all = 0, count = 0]) => (count === 0 ? 0 : all / count));
}
