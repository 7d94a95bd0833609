import { field, textField } from '../failures/error-fields';

/** What a provider says when the answer may have no more tokens: OpenAI and Ollama, Anthropic, Gemini, OpenAI's Responses. */
const AT_LIMIT = new Set(['length', 'max_tokens', 'MAX_TOKENS', 'max_output_tokens']);

/** What a provider says when the model declines, or its answer is withheld. */
const REFUSED = new Set([
  'content_filter',
  'refusal',
  'SAFETY',
  'RECITATION',
  'PROHIBITED_CONTENT',
  'BLOCKLIST',
  'SPII',
]);

/** Why an answer ended otherwise than by being whole. */
export type Finish = 'limit' | 'refused';

/** Reads it from a part of an answer; undefined: this part doesn't say, or all is well. */
export function readFinish(chunk: { generationInfo?: unknown; message: object }): Finish | undefined {
  const metadata = field(chunk.message, 'response_metadata');
  const reason =
    textField(chunk.generationInfo, 'finish_reason') ||
    textField(chunk.generationInfo, 'finishReason') ||
    textField(field(chunk.message, 'additional_kwargs'), 'stop_reason') ||
    textField(field(metadata, 'incomplete_details'), 'reason') ||
    textField(metadata, 'done_reason');
  if (AT_LIMIT.has(reason)) return 'limit';
  return REFUSED.has(reason) ? 'refused' : undefined;
}
