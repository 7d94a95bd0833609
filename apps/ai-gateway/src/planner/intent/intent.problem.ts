import type { ErrorItem } from '@aiwf/contracts';

/** What a graph does otherwise than it was asked. Stable: repair rounds, tests and clients may switch on it. */
export type IntentCode =
  | 'verb_not_covered'
  | 'approval_missing'
  | 'repetition_missing'
  | 'condition_missing'
  | 'branch_missing'
  | 'fan_out_without_join'
  | 'result_unused'
  | 'output_missing'
  | 'effect_without_approval'
  | 'effect_not_asked'
  | 'literal_not_in_prompt'
  | 'literal_not_used'
  | 'limit_not_in_prompt'
  | 'secret_in_text'
  | 'input_unused'
  | 'nothing_changed'
  | 'untouched_changed'
  | 'untouched_removed'
  | 'not_removed'
  | 'not_added';

/** A problem of intent; `path` points into the definition, `hint` says what to change. */
export interface IntentProblem extends ErrorItem {
  readonly code: IntentCode;
  readonly hint: string;
}

/** Puts a problem together. */
export function problem(code: IntentCode, path: string, message: string, hint: string): IntentProblem {
  return { code, path, message, hint };
}

/** A piece of the prompt or of the graph as it is quoted in a message. */
export function quoted(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return `"${line.length > 60 ? `${line.slice(0, 57)}...` : line}"`;
}
