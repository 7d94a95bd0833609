import type { ModelRequestMessage, StructuredOutputRequest } from '../model-request';
import type { AnswerEnd, ModelAnswer, WireFormat } from '../wire-format';
import { asObject, asObjects, asText, contentText } from './json-access';
import { piecesOf, withSaid } from './stream-pieces';

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

const FINISH: Record<AnswerEnd, string> = { done: 'stop', limit: 'length', refusal: 'content_filter' };

const finishReason = ({ toolCalls, end }: ModelAnswer): string =>
  toolCalls.length > 0 ? 'tool_calls' : FINISH[end];

const usageOf = ({ usage }: ModelAnswer) => ({
  prompt_tokens: usage.inputTokens,
  completion_tokens: usage.outputTokens,
  total_tokens: usage.inputTokens + usage.outputTokens,
});

/** The deltas of an answer: its text, or its calls, whose arguments come in parts too. */
function deltasOf({ text, toolCalls }: ModelAnswer): { delta: object; adds?: string }[] {
  if (toolCalls.length === 0) return piecesOf(text).map((adds) => ({ delta: { content: adds }, adds }));
  return toolCalls.flatMap(({ id, name, args }, index) => [
    { delta: { tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] } },
    ...piecesOf(JSON.stringify(args)).map((adds) => ({
      delta: { tool_calls: [{ index, function: { arguments: adds } }] },
      adds,
    })),
  ]);
}

/** OpenAI chat completions (https://platform.openai.com/docs/api-reference/chat). */
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
    streamed: body['stream'] === true,
  }),
  encode: (answer, model) =>
    JSON.stringify({
      id: 'chatcmpl-scripted',
      object: 'chat.completion',
      created: 1,
      model,
      choices: [
        {
          index: 0,
          finish_reason: finishReason(answer),
          message: {
            role: 'assistant',
            content: answer.toolCalls.length > 0 ? null : answer.text,
            ...(answer.toolCalls.length > 0 && {
              tool_calls: answer.toolCalls.map(({ id, name, args }) => ({
                id,
                type: 'function',
                function: { name, arguments: JSON.stringify(args) },
              })),
            }),
          },
        },
      ],
      usage: usageOf(answer),
    }),
  streamContentType: 'text/event-stream',
  encodeStream: (answer, { model, body }) => {
    const event = (more: object): string =>
      `data: ${JSON.stringify({ id: 'chatcmpl-scripted', object: 'chat.completion.chunk', created: 1, model, ...more })}\n\n`;
    const choice = (delta: object, finish_reason: string | null = null): string =>
      event({ choices: [{ index: 0, delta, finish_reason }] });
    const wantsUsage = asObject(body['stream_options'])['include_usage'] === true;
    return withSaid([
      { data: choice({ role: 'assistant', content: '' }) },
      ...deltasOf(answer).map(({ delta, adds }) => ({ data: choice(delta), adds })),
      { data: choice({}, finishReason(answer)) },
      ...(wantsUsage ? [{ data: event({ choices: [], usage: usageOf(answer) }) }] : []),
      { data: 'data: [DONE]\n\n' },
    ]);
  },
  encodeError: (_status, message, code) =>
    JSON.stringify({ error: { message, type: code ?? 'error', param: null, code: code ?? null } }),
};
