/**
 * Checksums of downloaded files.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { SetupError } from './setup-error.mjs';

/** @throws SetupError when the file's SHA-256 is not the expected one (lower-case hex). */
export async function requireChecksum(path, expected, what) {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const actual = hash.digest('hex');
  if (actual !== expected) {
    throw new SetupError(
      `${what} is not the published file: its SHA-256 is ${actual}, expected ${expected}.`,
    );
  }
}
