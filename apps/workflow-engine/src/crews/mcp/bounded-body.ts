import { ReadableStream } from 'node:stream/web';
import type { RequestId } from '@modelcontextprotocol/sdk/types.js';
import { MAX_MESSAGE_BYTES, OWN_CODES, ownAnswer } from './answers';
import { TOO_LARGE } from './call-result';
import { McpRefusedError } from './mcp.errors';

type ResponseBody = ConstructorParameters<typeof Response>[0];

/** A stream that can be resumed begins with an event that has an id; the SDK asks for the rest by it. */
const RESUMABLE = /^(?:event:[^\n]*\n)?id:/;

/**
 * The body of a response, up to 12 MiB. An event stream that is longer, or ends and can't be resumed, gets an answer of
 * this client's own at its end, which counts where the server's own did not come; any other body fails.
 */
export function boundedBody(response: Response, request: unknown): ResponseBody {
  const isStream = /^text\/event-stream\b/i.test(response.headers.get('content-type') ?? '');
  const id = isStream ? requestIdOf(request) : undefined;
  const chunks = response.body as AsyncIterable<Uint8Array>;
  return ReadableStream.from(id === undefined ? bounded(chunks) : answered(chunks, id)) as ResponseBody;
}

async function* answered(chunks: AsyncIterable<Uint8Array>, id: RequestId): AsyncGenerator<Uint8Array> {
  let resumable = false;
  let first = true;
  try {
    for await (const chunk of bounded(chunks)) {
      resumable = first ? RESUMABLE.test(Buffer.from(chunk).toString()) : resumable;
      first = false;
      yield chunk;
    }
  } catch (error) {
    if (error instanceof McpRefusedError) yield event(id, OWN_CODES.tooLarge, error.message);
    else if (resumable) throw error;
  }
  if (!resumable) yield event(id, OWN_CODES.lost, 'The answer broke off');
}

async function* bounded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.byteLength;
    if (bytes > MAX_MESSAGE_BYTES) throw new McpRefusedError(TOO_LARGE);
    yield chunk;
  }
}

/** The blank line before it ends an event that was cut off. */
function event(id: RequestId, code: number, message: string): Uint8Array {
  return Buffer.from(`\n\nevent: message\ndata: ${JSON.stringify(ownAnswer(id, code, message))}\n\n`);
}

function requestIdOf(body: unknown): RequestId | undefined {
  if (typeof body !== 'string') return undefined;
  return (JSON.parse(body) as { id?: RequestId }).id;
}
