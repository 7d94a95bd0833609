import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/sdk/types.js';
import { McpRefusedError } from './mcp.errors';

/** Bytes of a result as text. */
const MAX_RESULT_BYTES = 5 * 1024 * 1024;

/** What a server is told to do about a result that is too large. */
export const TOO_LARGE = `The result is larger than ${MAX_RESULT_BYTES / 1024 / 1024} MiB; ask for less of it.`;

/**
 * A result as text: its texts one after another; what is no text is described. Without content, its structured content
 * as JSON.
 *
 * @throws McpRefusedError when the server says that the call failed, or the result is larger than 5 MiB
 */
export function textOf({ content, structuredContent, isError }: CallToolResult): string {
  const parts = content.map(describe);
  if (parts.length === 0 && structuredContent !== undefined) parts.push(JSON.stringify(structuredContent));
  const text = parts.join('\n');
  if (Buffer.byteLength(text) > MAX_RESULT_BYTES) throw new McpRefusedError(TOO_LARGE);
  if (isError) throw new McpRefusedError(text === '' ? 'The tool failed and does not say why.' : text);
  return text;
}

function describe(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `[${block.type}: ${block.mimeType}, ${bytesOf(block.data)} bytes, not shown]`;
    case 'resource_link':
      return `[link: ${block.name}, ${block.uri}]`;
    default:
      return 'text' in block.resource
        ? block.resource.text
        : `[resource: ${block.resource.uri}, ${bytesOf(block.resource.blob)} bytes, not shown]`;
  }
}

function bytesOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}
