import type { ModelRequest } from './model-request';
import type { ScriptedReply, StatusDetails } from './scripted-reply';
import type { ModelAnswer, WireFormat } from './wire-format';

type AnswerReply = Extract<ScriptedReply, { kind: 'text' | 'structured' | 'tool_calls' | 'truncated' }>;

const defaultUsage = { inputTokens: 10, outputTokens: 5 };

const LONG_ENOUGH_TO_CUT =
  'This sentence is the beginning of an answer that the connection cuts off in the middle.';

function toAnswer(reply: AnswerReply, request: ModelRequest): ModelAnswer {
  switch (reply.kind) {
    case 'truncated':
      return { text: LONG_ENOUGH_TO_CUT, toolCalls: [], usage: defaultUsage };
    case 'text':
      return { text: reply.text, toolCalls: [], usage: reply.usage ?? defaultUsage };
    case 'tool_calls':
      return {
        text: '',
        toolCalls: reply.calls.map((call, position) => ({
          id: `call_${request.index + 1}_${position + 1}`,
          ...call,
        })),
        usage: reply.usage ?? defaultUsage,
      };
    case 'structured': {
      const usage = reply.usage ?? defaultUsage;
      const wanted = request.structuredOutput;
      if (wanted?.kind !== 'forced_tool') return { text: JSON.stringify(reply.value), toolCalls: [], usage };
      const args = reply.value as Record<string, unknown>;
      return { text: '', toolCalls: [{ id: `call_${request.index + 1}_1`, name: wanted.name, args }], usage };
    }
    default:
      return reply satisfies never;
  }
}

/** The body of a 200 in the provider's format; a truncated reply is its first half. */
export function encodeAnswer(wire: WireFormat, reply: AnswerReply, request: ModelRequest): string {
  const body = wire.encode(toAnswer(reply, request), request.model);
  return reply.kind === 'truncated' ? body.slice(0, Math.floor(body.length / 4)) : body;
}

/** The waiting hints of an error reply as HTTP headers (RFC 9110, 10.2.3, and OpenAI's millisecond form). */
export function statusHeaders({ retryAfter, retryAfterMs }: StatusDetails): Record<string, string> {
  return {
    ...(retryAfter !== undefined && {
      'retry-after': retryAfter instanceof Date ? retryAfter.toUTCString() : String(retryAfter),
    }),
    ...(retryAfterMs !== undefined && { 'retry-after-ms': String(retryAfterMs) }),
  };
}
