import type { ModelRequestMessage, StructuredOutputRequest } from '../model-request';
import type { WireFormat } from '../wire-format';
import { asObject, asObjects, asText, contentText } from './json-access';

const errorTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** One Anthropic message may carry text, calls and several results: each result is a message of its own here. */
function parseMessage(message: Record<string, unknown>): ModelRequestMessage[] {
  const blocks = asObjects(message['content']);
  const calls = blocks.filter((block) => block['type'] === 'tool_use');
  const results = blocks.filter((block) => block['type'] === 'tool_result');
  const text = contentText(message['content']);
  const answers = results.map((block): ModelRequestMessage => ({
    role: 'tool',
    text: contentText(block['content']),
    toolCalls: [],
    toolCallIds: [],
    answersToolCallId: asText(block['tool_use_id']),
  }));
  if (results.length > 0 && !text) return answers;
  const spoken: ModelRequestMessage = {
    role: message['role'] === 'assistant' ? 'assistant' : 'user',
    text,
    toolCalls: calls.map((block) => asText(block['name'])),
    toolCallIds: calls.map((block) => asText(block['id'])),
  };
  return [...answers, spoken];
}

function systemMessage(body: Record<string, unknown>): ModelRequestMessage[] {
  const text = contentText(body['system']);
  return text ? [{ role: 'system', text, toolCalls: [], toolCallIds: [] }] : [];
}

function structuredOutput(body: Record<string, unknown>): StructuredOutputRequest | undefined {
  const format = asObject(asObject(body['output_config'])['format'] ?? body['output_format']);
  if (format['type'] === 'json_schema') return { kind: 'response_format', schema: format['schema'] };
  const choice = asObject(body['tool_choice']);
  return choice['type'] === 'tool' ? { kind: 'forced_tool', name: asText(choice['name']) } : undefined;
}

/** Anthropic messages (https://docs.anthropic.com/en/api/messages), without streaming. */
export const anthropicWireFormat: WireFormat = {
  basePath: '',
  contentType: 'application/json',
  hasToolCallIds: true,
  matches: (path) => path === '/v1/messages',
  parse: (_path, body) => ({
    model: asText(body['model']),
    messages: [...systemMessage(body), ...asObjects(body['messages']).flatMap(parseMessage)],
    tools: asObjects(body['tools']).map((tool) => asText(tool['name'])),
    structuredOutput: structuredOutput(body),
  }),
  encode: ({ text, toolCalls, usage }, model) =>
    JSON.stringify({
      id: 'msg_scripted',
      type: 'message',
      role: 'assistant',
      model,
      content: [
        ...(text ? [{ type: 'text', text }] : []),
        ...toolCalls.map(({ id, name, args }) => ({ type: 'tool_use', id, name, input: args })),
      ],
      stop_reason: toolCalls.length > 0 ? 'tool_use' : 'end_turn',
      stop_sequence: null,
      usage: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
    }),
  encodeError: (status, message, code) =>
    JSON.stringify({ type: 'error', error: { type: code ?? errorTypes[status] ?? 'api_error', message } }),
};
