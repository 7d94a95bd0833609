import type { ModelRequestMessage, StructuredOutputRequest } from '../model-request';
import type { WireFormat } from '../wire-format';
import { asObject, asObjects, asText, contentText } from './json-access';

const GENERATE_PATH = /^\/v1(?:beta)?\/models\/([^/:]+):generateContent$/;

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
  const schema = asObject(body['generationConfig'])['responseSchema'];
  if (schema !== undefined) return { kind: 'response_format', schema };
  const choice = asObject(asObject(body['toolConfig'])['functionCallingConfig']);
  const allowed = choice['allowedFunctionNames'];
  return choice['mode'] === 'ANY' && Array.isArray(allowed) && allowed.length === 1
    ? { kind: 'forced_tool', name: asText(allowed[0]) }
    : undefined;
}

/** Gemini `generateContent` (https://ai.google.dev/api/generate-content), without streaming. */
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
  }),
  encode: ({ text, toolCalls, usage }, model) =>
    JSON.stringify({
      candidates: [
        {
          index: 0,
          finishReason: 'STOP',
          content: {
            role: 'model',
            parts: [
              ...(toolCalls.length === 0 ? [{ text }] : []),
              ...toolCalls.map(({ name, args }) => ({ functionCall: { name, args } })),
            ],
          },
        },
      ],
      usageMetadata: {
        promptTokenCount: usage.inputTokens,
        candidatesTokenCount: usage.outputTokens,
        totalTokenCount: usage.inputTokens + usage.outputTokens,
      },
      modelVersion: model,
    }),
  encodeError: (status, message, code) =>
    JSON.stringify({ error: { code: status, message, status: code ?? errorStatuses[status] ?? 'INTERNAL' } }),
};
