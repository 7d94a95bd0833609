import type { ModelRequestMessage } from '../model-request';
import type { WireFormat } from '../wire-format';
import { asObject, asObjects, asText } from './json-access';

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

/** Ollama chat (https://github.com/ollama/ollama/blob/main/docs/api.md): a stream of JSON lines, here two of them. */
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
  }),
  encode: ({ text, toolCalls, usage }, model) => {
    const spoken = {
      model,
      created_at: '2024-01-15T10:30:00Z',
      message: {
        role: 'assistant',
        content: text,
        ...(toolCalls.length > 0 && {
          tool_calls: toolCalls.map(({ name, args }) => ({ function: { name, arguments: args } })),
        }),
      },
      done: false,
    };
    const last = {
      ...spoken,
      message: { role: 'assistant', content: '' },
      done: true,
      done_reason: 'stop',
      prompt_eval_count: usage.inputTokens,
      eval_count: usage.outputTokens,
    };
    return `${JSON.stringify(spoken)}\n${JSON.stringify(last)}\n`;
  },
  encodeError: (_status, message) => JSON.stringify({ error: message }),
};
