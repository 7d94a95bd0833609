import type { ModelRequestMessage, StructuredOutputRequest } from '../model-request';
import type { WireFormat } from '../wire-format';
import { asObject, asObjects, asText, contentText } from './json-access';

const roles: Record<string, ModelRequestMessage['role']> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
  tool: 'tool',
};

function parseMessage(message: Record<string, unknown>): ModelRequestMessage {
  const calls = asObjects(message['tool_calls']);
  return {
    role: roles[asText(message['role'])] ?? 'user',
    text: contentText(message['content']),
    toolCalls: calls.map((call) => asText(asObject(call['function'])['name'])),
    toolCallIds: calls.map((call) => asText(call['id'])),
    ...(typeof message['tool_call_id'] === 'string' && { answersToolCallId: message['tool_call_id'] }),
  };
}

function structuredOutput(body: Record<string, unknown>): StructuredOutputRequest | undefined {
  const format = asObject(body['response_format']);
  if (format['type'] === 'json_schema' || format['type'] === 'json_object') {
    return { kind: 'response_format', schema: asObject(format['json_schema'])['schema'] };
  }
  const forced = asText(asObject(asObject(body['tool_choice'])['function'])['name']);
  return forced ? { kind: 'forced_tool', name: forced } : undefined;
}

/** OpenAI chat completions (https://platform.openai.com/docs/api-reference/chat), without streaming. */
export const openaiWireFormat: WireFormat = {
  basePath: '/v1',
  contentType: 'application/json',
  hasToolCallIds: true,
  matches: (path) => path === '/v1/chat/completions',
  parse: (_path, body) => ({
    model: asText(body['model']),
    messages: asObjects(body['messages']).map(parseMessage),
    tools: asObjects(body['tools']).map((tool) => asText(asObject(tool['function'])['name'])),
    structuredOutput: structuredOutput(body),
  }),
  encode: ({ text, toolCalls, usage }, model) =>
    JSON.stringify({
      id: 'chatcmpl-scripted',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [
        {
          index: 0,
          finish_reason: toolCalls.length > 0 ? 'tool_calls' : 'stop',
          message: {
            role: 'assistant',
            content: toolCalls.length > 0 ? null : text,
            ...(toolCalls.length > 0 && {
              tool_calls: toolCalls.map(({ id, name, args }) => ({
                id,
                type: 'function',
                function: { name, arguments: JSON.stringify(args) },
              })),
            }),
          },
        },
      ],
      usage: {
        prompt_tokens: usage.inputTokens,
        completion_tokens: usage.outputTokens,
        total_tokens: usage.inputTokens + usage.outputTokens,
      },
    }),
  encodeError: (_status, message, code) =>
    JSON.stringify({ error: { message, type: code ?? 'error', param: null, code: code ?? null } }),
};
