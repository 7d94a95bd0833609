import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import type { Json } from '@aiwf/definition';
import { EgressError } from './egress.error';

/** Bytes of a response body after decompression, unless the caller says otherwise. */
const MAX_RESPONSE_BYTES = 256 * 1024;

/** Deeper JSON overflows the stack of what serialises it later, so it stays text. */
const MAX_JSON_DEPTH = 64;

/**
 * Reads a body to its end, or to the cap: decompression stops there, so a small bomb stays small.
 * @throws EgressError `response_too_large`
 */
export async function readBounded(stream: Readable, maxBytes = MAX_RESPONSE_BYTES): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new EgressError(
        'response_too_large',
        `The response is larger than ${Math.floor(maxBytes / 1024)} KiB.`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** A body as JSON where its content type says so and it is, else as text in its own charset. */
export function decodeBody(bytes: Buffer, contentType: string): Json {
  const text = decoderFor(contentType).decode(bytes);
  if (!/^(application|text)\/([\w.-]+\+)?json\b/i.test(contentType) || isDeeperThan(text, MAX_JSON_DEPTH))
    return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

function decoderFor(contentType: string): TextDecoder {
  const charset = /;\s*charset="?([\w.:-]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(charset);
  } catch {
    return new TextDecoder();
  }
}

function isDeeperThan(json: string, max: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (inString) {
      if (character === '\\') index++;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') depth++;
    else if (character === ']' || character === '}') depth--;
    if (depth > max) return true;
  }
  return false;
}
