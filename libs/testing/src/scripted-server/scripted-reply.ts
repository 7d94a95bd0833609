/** A tool call the scripted model asks for. Without `id` the server numbers it (`call_1`, …). */
export interface ScriptedToolCall {
  name: string;
  args: Record<string, unknown>;
  id?: string;
}

/** Token counts the server reports, in the provider's own field names. */
export interface ScriptedUsage {
  inputTokens: number;
  outputTokens: number;
}

/** What a status reply carries besides its code. */
export interface StatusDetails {
  /** `Retry-After`: a number of seconds, a date, or the header's text as it stands. */
  retryAfter?: number | Date | string;
  /** `retry-after-ms`, in milliseconds. */
  retryAfterMs?: number;
  /** The provider's own error code, for example `insufficient_quota`. */
  code?: string;
  message?: string;
}

/**
 * Holds a streamed answer back: each part is sent once the promise for it is settled.
 *
 * @param said what of the answer has been said once the part is sent
 */
export type Pace = (said: string) => Promise<void> | undefined;

/** One answer of the scripted server; made by the functions of this file. */
export type ScriptedReply = { delayMs?: number; pace?: Pace } & (
  | { kind: 'text'; text: string; usage?: ScriptedUsage; end?: 'limit' | 'refusal' }
  | { kind: 'structured'; value: unknown; usage?: ScriptedUsage }
  | { kind: 'tool_calls'; calls: ScriptedToolCall[]; usage?: ScriptedUsage }
  | { kind: 'status'; status: number; details: StatusDetails }
  | { kind: 'garbage' }
  | { kind: 'truncated' }
  | { kind: 'hang'; after: 'request' | 'headers' }
);

/** A plain text answer. */
export const reply = (text: string, usage?: ScriptedUsage): ScriptedReply => ({ kind: 'text', text, usage });

/**
 * A structured answer in the form the request asks for: JSON text for a response format, the arguments of a
 * call when the request forces one tool, JSON text otherwise.
 */
export const structured = (value: unknown, usage?: ScriptedUsage): ScriptedReply => ({
  kind: 'structured',
  value,
  usage,
});

/** An answer that asks for tools. */
export const toolCalls = (calls: ScriptedToolCall[], usage?: ScriptedUsage): ScriptedReply => ({
  kind: 'tool_calls',
  calls,
  usage,
});

/** An HTTP error in the provider's error format. */
export const status = (code: number, details: StatusDetails = {}): ScriptedReply => ({
  kind: 'status',
  status: code,
  details,
});

/** 200 with a body that is no JSON at all. */
export const garbage = (): ScriptedReply => ({ kind: 'garbage' });

/** 200 with the first half of a JSON answer. */
export const truncated = (): ScriptedReply => ({ kind: 'truncated' });

/** A well-formed answer without any text. */
export const empty = (): ScriptedReply => reply('');

/** A text that ends where the answer may have no more tokens. */
export const cutAtLimit = (text: string, usage?: ScriptedUsage): ScriptedReply => ({
  kind: 'text',
  text,
  usage,
  end: 'limit',
});

/** An answer in which the provider says, in its own way, that the model declines. */
export const refusal = (): ScriptedReply => ({ kind: 'text', text: '', end: 'refusal' });

/** Never answers: nothing at all, or headers and then nothing. Ends when the client gives up or on `close()`. */
export const hang = (after: 'request' | 'headers' = 'request'): ScriptedReply => ({ kind: 'hang', after });

/** The same answer after `delayMs` milliseconds. */
export const delay = (delayMs: number, answer: ScriptedReply): ScriptedReply => ({ ...answer, delayMs });

/** The same answer, each of its parts held back by `pace` where the request wants it streamed. */
export const paced = (answer: ScriptedReply, pace: Pace): ScriptedReply => ({ ...answer, pace });
