import { checkSchema } from '@aiwf/definition/data-schema';
import type { Json, JsonObject } from '@aiwf/definition';
import { jsonrepair } from 'jsonrepair';

/** Problems that an agent is told of at once. */
const MAX_PROBLEMS = 10;

/** Characters of an answer that is repaired when it is no JSON; longer ones must be right as they are. */
const MAX_REPAIRED_CHARACTERS = 256 * 1024;

const FENCED = /```(?:json)?\s*\n([\s\S]*?)\n\s*```/;

/** What a model is told beside its task when its answer must fit a schema. */
export function answerInstruction(schema: JsonObject): string {
  return (
    'Answer with one JSON value and nothing else: no explanation, no code fence. ' +
    `It must fit this JSON Schema:\n${JSON.stringify(schema)}`
  );
}

/** The JSON value of an answer, or what is wrong with it, in words for the model that gave it. */
export function readAnswer(text: string, schema: JsonObject): { value: Json } | { problems: string[] } {
  const value = parse(text);
  if (value === undefined) return { problems: ['The answer is not JSON.'] };
  const problems = checkSchema(schema, value);
  if (problems.length === 0) return { value };
  return {
    problems: problems.slice(0, MAX_PROBLEMS).map(({ path, message }) => `${path || '/'}: ${message}`),
  };
}

function parse(text: string): Json | undefined {
  const candidates = [text, FENCED.exec(text)?.[1] ?? '', objectIn(text)];
  for (const candidate of candidates) {
    const value = attempt(() => JSON.parse(candidate) as Json);
    if (value !== undefined) return value;
  }
  if (text.length > MAX_REPAIRED_CHARACTERS) return undefined;
  const likely = candidates.slice(1).find((candidate) => /^\s*[[{]/.test(candidate));
  return likely === undefined ? undefined : attempt(() => JSON.parse(jsonrepair(likely)) as Json);
}

/** From the first brace or bracket to the last: what a model says around its JSON is left out. */
function objectIn(text: string): string {
  const from = text.search(/[[{]/);
  const to = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  return from === -1 || to < from ? '' : text.slice(from, to + 1);
}

function attempt(read: () => Json): Json | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
