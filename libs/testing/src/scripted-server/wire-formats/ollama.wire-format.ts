import type { ModelRequestMessage } from '../model-request';
import type { AnswerEnd, ModelAnswer, WireFormat } from '../wire-format';
import { asObject, asObjects, asText } from './json-access';
import { piecesOf, withSaid } from './stream-pieces';

const roles: Record<string, ModelRequestMessage['role']> = {
  system: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

function parseMessage(message: Record<string, unknown>): ModelRequestMessage {
  return {
    role: roles[asText(message['role'])] ?? 'user',
    text: asText(message['content']),
    toolCalls: asObjects(message['tool_calls']).map((call) => asText(asObject(call['function'])['name'])),
    toolCallIds: [],
  };
}

const DONE: Record<AnswerEnd, string> = { done: 'stop', limit: 'length', refusal: 'stop' };

const line = (model: string, message: object, more: object = { done: false }): string =>
  `${JSON.stringify({ model, created_at: '2024-01-15T10:30:00Z', message: { role: 'assistant', content: '', ...message }, ...more })}\n`;

const lastLine = (model: string, { usage, end }: ModelAnswer): string =>
  line(
    model,
    {},
    {
      done: true,
      done_reason: DONE[end],
      prompt_eval_count: usage.inputTokens,
      eval_count: usage.outputTokens,
    },
  );

function callsMessage({ toolCalls }: ModelAnswer): object {
  if (toolCalls.length === 0) return {};
  return { tool_calls: toolCalls.map(({ name, args }) => ({ function: { name, arguments: args } })) };
}

/** Ollama chat (https://github.com/ollama/ollama/blob/main/docs/api.md): always a stream of JSON lines. */
export const ollamaWireFormat: WireFormat = {
  basePath: '',
  contentType: 'application/x-ndjson',
  hasToolCallIds: false,
  matches: (path) => path === '/api/chat',
  parse: (_path, body) => ({
    model: asText(body['model']),
    messages: asObjects(body['messages']).map(parseMessage),
    tools: asObjects(body['tools']).map((tool) => asText(asObject(tool['function'])['name'])),
    ...(typeof body['format'] === 'object' && {
      structuredOutput: { kind: 'response_format', schema: body['format'] },
    }),
    streamed: body['stream'] === true,
  }),
  encode: (answer, model) =>
    line(model, { content: answer.text, ...callsMessage(answer) }) + lastLine(model, answer),
  streamContentType: 'application/x-ndjson',
  encodeStream: (answer, { model }) => {
    const calls = JSON.stringify(answer.toolCalls.map(({ args }) => args));
    const parts =
      answer.toolCalls.length === 0
        ? piecesOf(answer.text).map((adds) => ({ data: line(model, { content: adds }), adds }))
        : [{ data: line(model, callsMessage(answer)), adds: calls }];
    return withSaid([...parts, { data: lastLine(model, answer) }]);
  },
  encodeError: (_status, message) => JSON.stringify({ error: message }),
};
