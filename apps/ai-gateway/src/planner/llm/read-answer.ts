import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import { validateDefinition, type Problem, type Validation } from '@aiwf/definition';
import { jsonrepair } from 'jsonrepair';
import { MAX_PLANNED_NODES } from './planning-prompt';

/** Characters of one answer that are looked at. */
const MAX_ANSWER_LENGTH = 200_000;

/** A problem of the answer as such, in the form in which the validator reports its own. */
export function answerProblem(code: Problem['code'], path: string, message: string, hint: string): Problem {
  return { code, path, message, hint };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The JSON in a text that may hold prose or a fence around it, mended where only commas or quotes are wrong. */
function parseLoosely(text: string): unknown {
  const start = text.indexOf('{');
  const end = text.lastIndexOf('}');
  if (start === -1) return undefined;
  const body = end > start ? text.slice(start, end + 1) : text.slice(start);
  try {
    return JSON.parse(body);
  } catch {
    // jsonrepair would close what a cut answer left open, and half a plan is none.
    if (body.split('{').length !== body.split('}').length) return undefined;
    try {
      return JSON.parse(jsonrepair(body));
    } catch {
      return undefined;
    }
  }
}

/** The definition by itself: models wrap it (`{"workflow": {…}}`), and the gateway gives the id. */
function unwrap(value: unknown): unknown {
  const inner = isObject(value) && value['nodes'] === undefined ? value['workflow'] : value;
  if (!isObject(inner)) return value;
  const { id: _given, ...definition } = inner;
  return definition;
}

/** Judges an answer, given as text or as the arguments of a call, as strictly as any other definition. */
export function readAnswer(answer: string): Validation {
  if (answer.length > MAX_ANSWER_LENGTH) {
    const message = `The answer has more than ${MAX_ANSWER_LENGTH} characters.`;
    return { valid: false, problems: [answerProblem('too_long', '', message, 'Plan fewer nodes.')] };
  }
  const candidate = unwrap(parseLoosely(answer));
  if (!isObject(candidate)) {
    const hint = 'Answer with one whole JSON object and nothing else; if it was cut off, plan fewer nodes.';
    return {
      valid: false,
      problems: [answerProblem('not_json', '', 'The answer holds no whole JSON object.', hint)],
    };
  }
  const checked = validateDefinition(candidate, { tools: BUILT_IN_TOOLS });
  if (!checked.valid) return checked;
  const count = checked.definition.nodes.length;
  if (count >= 1 && count <= MAX_PLANNED_NODES) return checked;
  const message = `The workflow has ${count} nodes.`;
  const hint = `Plan 1 to ${MAX_PLANNED_NODES} nodes.`;
  return { valid: false, problems: [answerProblem('out_of_range', '/nodes', message, hint)] };
}
