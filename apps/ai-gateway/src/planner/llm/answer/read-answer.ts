import type { ErrorItem } from '@aiwf/contracts';
import type { FormedAnswer } from '@aiwf/models';
import { isFields, shortText, shortTexts, type Fields } from './json-access';
import { looseJson } from './loose-json';
import { tidyAnswer } from './tidy';

/** Characters of one answer that are read. */
export const MAX_ANSWER_LENGTH = 200_000;

const MAX_NOTES = 8;
const MAX_NOTE_LENGTH = 300;

/** What the model says: content of the form it was asked for, that it can't be done, or nothing that can be read. */
export type ReadAnswer =
  | { readonly fields: Fields; readonly notes: readonly string[] }
  | { readonly impossible: string }
  | { readonly problems: readonly ErrorItem[] };

const problem = (code: string, message: string, hint: string): ErrorItem => ({
  code,
  path: '',
  message,
  hint,
});

const NOT_JSON = problem(
  'not_json',
  'The answer holds no whole JSON object.',
  'Answer with one whole JSON object and nothing else.',
);

const CUT: Readonly<Record<NonNullable<FormedAnswer['cut']>, ErrorItem>> = {
  tokens: problem(
    'too_long',
    'The answer was cut off at the limit of its tokens (LLM_MAX_OUTPUT_TOKENS).',
    'Answer more briefly: fewer nodes, shorter texts.',
  ),
  characters: problem(
    'too_long',
    `The answer has more than ${MAX_ANSWER_LENGTH} characters.`,
    'Plan fewer nodes with shorter texts.',
  ),
};

/** Reads an answer, and takes the remarks off what was asked for. */
export function readAnswer({ text, cut }: Pick<FormedAnswer, 'text' | 'cut'>): ReadAnswer {
  if (cut === 'characters') return { problems: [CUT.characters] };
  const parsed = looseJson(text);
  if (!isFields(parsed)) return { problems: [cut === undefined ? NOT_JSON : CUT[cut]] };
  const { notes, impossible, ...fields } = tidyAnswer(unwrapped(parsed));
  if (typeof impossible === 'string' && impossible.trim() !== '' && !hasContent(fields)) {
    return { impossible: shortText(impossible, MAX_NOTE_LENGTH) };
  }
  return { fields, notes: shortTexts(notes, MAX_NOTES, MAX_NOTE_LENGTH) };
}

/** Models wrap what they are asked for: `{"workflow": {…}}`. */
function unwrapped(fields: Fields): Fields {
  const [name, inner] = Object.entries(fields)[0] ?? [];
  const wraps = Object.keys(fields).length === 1 && (name === 'workflow' || name === 'patch');
  return wraps && isFields(inner) ? inner : fields;
}

const hasContent = (fields: Fields): boolean =>
  Object.entries(fields).some(([, value]) => Array.isArray(value) && value.length > 0);
