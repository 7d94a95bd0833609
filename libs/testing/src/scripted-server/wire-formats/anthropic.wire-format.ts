import type { ModelRequestMessage, StructuredOutputRequest } from '../model-request';
import type { AnswerEnd, ModelAnswer, WireFormat } from '../wire-format';
import { asObject, asObjects, asText, contentText } from './json-access';
import { piecesOf, withSaid } from './stream-pieces';

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

const STOP: Record<AnswerEnd, string> = { done: 'end_turn', limit: 'max_tokens', refusal: 'refusal' };

const stopReason = ({ toolCalls, end }: ModelAnswer): string =>
  toolCalls.length > 0 ? 'tool_use' : STOP[end];

type Event = { type: string } & Record<string, unknown>;

/** One content block: its start, its deltas, its end. */
function blockEvents(
  index: number,
  content_block: object,
  type: string,
  field: string,
  text: string,
): { event: Event; adds?: string }[] {
  return [
    { event: { type: 'content_block_start', index, content_block } },
    ...piecesOf(text).map((adds) => ({
      event: { type: 'content_block_delta', index, delta: { type, [field]: adds } },
      adds,
    })),
    { event: { type: 'content_block_stop', index } },
  ];
}

function blocksOf({ text, toolCalls }: ModelAnswer): { event: Event; adds?: string }[] {
  const spoken = text ? blockEvents(0, { type: 'text', text: '' }, 'text_delta', 'text', text) : [];
  const calls = toolCalls.flatMap(({ id, name, args }, index) => {
    const block = { type: 'tool_use', id, name, input: {} };
    return blockEvents(index, block, 'input_json_delta', 'partial_json', JSON.stringify(args));
  });
  return [...spoken, ...calls];
}

/** Anthropic messages (https://docs.anthropic.com/en/api/messages). */
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
    streamed: body['stream'] === true,
  }),
  encode: (answer, model) =>
    JSON.stringify({
      id: 'msg_scripted',
      type: 'message',
      role: 'assistant',
      model,
      content: [
        ...(answer.text ? [{ type: 'text', text: answer.text }] : []),
        ...answer.toolCalls.map(({ id, name, args }) => ({ type: 'tool_use', id, name, input: args })),
      ],
      stop_reason: stopReason(answer),
      stop_sequence: null,
      usage: { input_tokens: answer.usage.inputTokens, output_tokens: answer.usage.outputTokens },
    }),
  streamContentType: 'text/event-stream',
  encodeStream: (answer, { model }) => {
    const write = (event: Event): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
    const { inputTokens, outputTokens } = answer.usage;
    const message = { id: 'msg_scripted', type: 'message', role: 'assistant', model, content: [] };
    const start = { ...message, stop_reason: null, usage: { input_tokens: inputTokens, output_tokens: 0 } };
    const end = { stop_reason: stopReason(answer), stop_sequence: null };
    return withSaid([
      { data: write({ type: 'message_start', message: start }) },
      ...blocksOf(answer).map(({ event, adds }) => ({ data: write(event), adds })),
      { data: write({ type: 'message_delta', delta: end, usage: { output_tokens: outputTokens } }) },
      { data: write({ type: 'message_stop' }) },
    ]);
  },
  encodeError: (status, message, code) =>
    JSON.stringify({ type: 'error', error: { type: code ?? errorTypes[status] ?? 'api_error', message } }),
};
