import type { ErrorItem } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { DATA_RULES, LANGUAGE_RULES } from '../prompt/rules';

/** Characters of a rule by which it is known again. */
const TELLTALE_LENGTH = 60;

const plain = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ');

const TELLTALES = [...LANGUAGE_RULES, ...DATA_RULES]
  .map(plain)
  .filter((rule) => rule.length >= TELLTALE_LENGTH)
  .map((rule) => rule.slice(0, TELLTALE_LENGTH));

/** A plan does not hand on what the model was told. Nothing of that is secret; but it is no part of anybody's workflow. */
export function instructionProblems(definition: WorkflowDefinition): ErrorItem[] {
  const text = plain(JSON.stringify(definition));
  if (!TELLTALES.some((telltale) => text.includes(telltale))) return [];
  const message = 'The workflow repeats the instructions for planning.';
  return [
    { code: 'shows_instructions', path: '', message, hint: 'Plan only what the request asks to be done.' },
  ];
}
