import { EgressClient, EgressError, type EgressResponse } from '../../../egress';
import type { Tool, ToolContext } from '../tool';
import { ToolError } from '../tool.error';
import { readableText } from './readable-text';

const TIMEOUT_MS = 20_000;

/** Reads a public web address. Result: its text. */
export function fetchUrlTool(egress: EgressClient): Tool {
  return {
    name: 'fetch_url',
    description:
      'Reads a public web page or API with GET and returns its text; the start of it when it is long.',
    parameters: {
      type: 'object',
      properties: {
        url: {
          type: 'string',
          minLength: 8,
          maxLength: 2_048,
          description: 'An absolute http:// or https:// URL.',
        },
      },
      required: ['url'],
      additionalProperties: false,
    },
    effect: 'read',
    async run({ url }, context) {
      return textOf(await get(egress, url as string, context));
    },
  };
}

async function get(egress: EgressClient, url: string, { signal }: ToolContext): Promise<EgressResponse> {
  try {
    const response = await egress.request({ method: 'GET', url, timeoutMs: TIMEOUT_MS, signal });
    if (response.status < 400) return response;
    const retryable = response.status === 429 || response.status >= 500;
    throw new ToolError('tool_failed', `${new URL(url).host} answered with status ${response.status}.`, {
      retryable,
    });
  } catch (error) {
    if (!(error instanceof EgressError)) throw error;
    const code = error.code === 'invalid_url' ? 'invalid_arguments' : 'tool_failed';
    throw new ToolError(code, error.message, { retryable: error.retryable });
  }
}

function textOf({ body, headers }: EgressResponse): string {
  if (typeof body !== 'string') return JSON.stringify(body);
  return /^(text\/html|application\/xhtml\+xml)\b/i.test(headers['content-type'] ?? '')
    ? readableText(body)
    : body;
}
