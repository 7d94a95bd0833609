import type { ModelRequestMessage, StructuredOutputRequest } from '../model-request';
import type { AnswerEnd, ModelAnswer, WireFormat } from '../wire-format';
import { asObject, asObjects, asText, contentText } from './json-access';
import { piecesOf, withSaid } from './stream-pieces';

const GENERATE_PATH = /^\/v1(?:beta)?\/models\/([^/:]+):(generateContent|streamGenerateContent)$/;

const errorStatuses: Record<number, string> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

function parseContent(content: Record<string, unknown>): ModelRequestMessage {
  const parts = asObjects(content['parts']);
  const results = parts.filter((part) => part['functionResponse'] !== undefined);
  const calls = parts.filter((part) => part['functionCall'] !== undefined);
  const spoken = content['role'] === 'model' ? 'assistant' : 'user';
  return {
    role: results.length > 0 ? 'tool' : spoken,
    text:
      results.length > 0
        ? JSON.stringify(results.map((part) => part['functionResponse']))
        : contentText(parts),
    toolCalls: calls.map((part) => asText(asObject(part['functionCall'])['name'])),
    toolCallIds: [],
  };
}

function systemMessage(body: Record<string, unknown>): ModelRequestMessage[] {
  const text = contentText(asObject(body['systemInstruction'])['parts']);
  return text ? [{ role: 'system', text, toolCalls: [], toolCallIds: [] }] : [];
}

function structuredOutput(body: Record<string, unknown>): StructuredOutputRequest | undefined {
  const { responseJsonSchema, responseSchema } = asObject(body['generationConfig']);
  const schema = responseJsonSchema ?? responseSchema;
  if (schema !== undefined) return { kind: 'response_format', schema };
  const choice = asObject(asObject(body['toolConfig'])['functionCallingConfig']);
  const allowed = choice['allowedFunctionNames'];
  return choice['mode'] === 'ANY' && Array.isArray(allowed) && allowed.length === 1
    ? { kind: 'forced_tool', name: asText(allowed[0]) }
    : undefined;
}

const FINISH: Record<AnswerEnd, string> = { done: 'STOP', limit: 'MAX_TOKENS', refusal: 'SAFETY' };

/** A whole answer, or one part of it; `finish` and `usage` come with the last. */
function response(parts: object[], model: string, { end, usage }: ModelAnswer, isLast: boolean): object {
  const counts = {
    promptTokenCount: usage.inputTokens,
    candidatesTokenCount: usage.outputTokens,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
  };
  return {
    candidates: [
      { index: 0, ...(isLast && { finishReason: FINISH[end] }), content: { role: 'model', parts } },
    ],
    ...(isLast && { usageMetadata: counts }),
    modelVersion: model,
  };
}

const callParts = ({ toolCalls }: ModelAnswer): object[] =>
  toolCalls.map(({ name, args }) => ({ functionCall: { name, args } }));

/** Gemini `generateContent` and its streaming form (https://ai.google.dev/api/generate-content). */
export const googleGenaiWireFormat: WireFormat = {
  basePath: '',
  contentType: 'application/json',
  hasToolCallIds: false,
  matches: (path) => GENERATE_PATH.test(path),
  parse: (path, body) => ({
    model: GENERATE_PATH.exec(path)?.[1] ?? '',
    messages: [...systemMessage(body), ...asObjects(body['contents']).map(parseContent)],
    tools: asObjects(body['tools']).flatMap((tool) =>
      asObjects(tool['functionDeclarations']).map((declaration) => asText(declaration['name'])),
    ),
    structuredOutput: structuredOutput(body),
    streamed: GENERATE_PATH.exec(path)?.[2] === 'streamGenerateContent',
  }),
  encode: (answer, model) => {
    const calls = callParts(answer);
    return JSON.stringify(
      response(calls.length === 0 ? [{ text: answer.text }] : calls, model, answer, true),
    );
  },
  streamContentType: 'text/event-stream',
  // Gemini streams text in parts, and calls whole.
  encodeStream: (answer, { model }) => {
    const write = (parts: object[], isLast: boolean): string =>
      `data: ${JSON.stringify(response(parts, model, answer, isLast))}\r\n\r\n`;
    const calls = callParts(answer);
    const parts =
      calls.length === 0
        ? piecesOf(answer.text).map((adds) => ({ data: write([{ text: adds }], false), adds }))
        : [{ data: write(calls, false), adds: JSON.stringify(answer.toolCalls.map(({ args }) => args)) }];
    return withSaid([...parts, { data: write([{ text: '' }], true) }]);
  },
  encodeError: (status, message, code) =>
    JSON.stringify({ error: { code: status, message, status: code ?? errorStatuses[status] ?? 'INTERNAL' } }),
};
