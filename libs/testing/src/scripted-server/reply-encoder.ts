import type { ModelRequest } from './model-request';
import type { ScriptedReply, StatusDetails } from './scripted-reply';
import type { ModelAnswer, StreamPiece, WireFormat } from './wire-format';

type AnswerReply = Extract<ScriptedReply, { kind: 'text' | 'structured' | 'tool_calls' | 'truncated' }>;

const defaultUsage = { inputTokens: 10, outputTokens: 5 };

const LONG_ENOUGH_TO_CUT =
  'This sentence is the beginning of an answer that the connection cuts off in the middle.';

function toAnswer(reply: AnswerReply, request: ModelRequest): ModelAnswer {
  switch (reply.kind) {
    case 'truncated':
      return { text: LONG_ENOUGH_TO_CUT, toolCalls: [], usage: defaultUsage, end: 'done' };
    case 'text': {
      const { text, usage = defaultUsage, end = 'done' } = reply;
      return { text, toolCalls: [], usage, end };
    }
    case 'tool_calls':
      return {
        text: '',
        toolCalls: reply.calls.map((call, position) => ({
          id: `call_${request.index + 1}_${position + 1}`,
          ...call,
        })),
        usage: reply.usage ?? defaultUsage,
        end: 'done',
      };
    case 'structured': {
      const { usage = defaultUsage } = reply;
      const wanted = request.structuredOutput;
      if (wanted?.kind !== 'forced_tool') {
        return { text: JSON.stringify(reply.value), toolCalls: [], usage, end: 'done' };
      }
      const args = reply.value as Record<string, unknown>;
      const call = { id: `call_${request.index + 1}_1`, name: wanted.name, args };
      return { text: '', toolCalls: [call], usage, end: 'done' };
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

/** The parts of a 200 in the provider's streaming format; a truncated reply ends in the middle of one. */
export function encodeStream(wire: WireFormat, reply: AnswerReply, request: ModelRequest): StreamPiece[] {
  const pieces = wire.encodeStream(toAnswer(reply, request), request);
  if (reply.kind !== 'truncated') return pieces;
  const [first = { data: '', said: '' }] = pieces;
  return [{ ...first, data: first.data.slice(0, Math.floor(first.data.length / 2)) }];
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
