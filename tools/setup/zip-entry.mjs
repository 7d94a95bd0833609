/**
 * Takes one file out of a ZIP archive (a Python wheel is one), as a stream: the file may be larger than is wise to hold.
 * Format: APPNOTE.TXT 6.3, sections 4.3.7, 4.3.12 and 4.3.16; no ZIP64, no encryption.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createInflateRaw } from 'node:zlib';
import { SetupError } from './setup-error.mjs';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
/** The end record has 22 bytes and then a comment of up to 65,535. */
const END_SEARCH_BYTES = 22 + 65_535;
const STORED = 0;

/**
 * Writes the named file of the archive to `target`.
 *
 * @throws SetupError when the archive is none or has no such file; zlib's error when it is damaged
 */
export async function extractZipEntry(archive, name, target) {
  const entry = await locate(archive, name);
  await pipeline(
    createReadStream(archive, { start: entry.offset, end: entry.offset + entry.compressedSize - 1 }),
    entry.method === STORED ? new PassThrough() : createInflateRaw(),
    createWriteStream(target),
  );
}

async function locate(archive, name) {
  const file = await open(archive);
  try {
    const { size } = await file.stat();
    const directory = await readDirectory(file, size, archive);
    const entry = findEntry(directory, name);
    if (!entry) throw new SetupError(`${archive} holds no ${name}.`);
    // The local header repeats the name and has extra fields of its own length, before the data.
    const local = await readAt(file, entry.headerOffset, 30);
    return { ...entry, offset: entry.headerOffset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28) };
  } finally {
    await file.close();
  }
}

async function readDirectory(file, size, archive) {
  const tailLength = Math.min(size, END_SEARCH_BYTES);
  const tail = await readAt(file, size - tailLength, tailLength);
  for (let at = tail.length - 22; at >= 0; at--) {
    if (tail.readUInt32LE(at) === END_OF_DIRECTORY) {
      return readAt(file, tail.readUInt32LE(at + 16), tail.readUInt32LE(at + 12));
    }
  }
  throw new SetupError(`${archive} is not a ZIP archive.`);
}

function findEntry(directory, name) {
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === DIRECTORY_ENTRY;) {
    const nameLength = directory.readUInt16LE(at + 28);
    if (directory.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      return {
        method: directory.readUInt16LE(at + 10),
        compressedSize: directory.readUInt32LE(at + 20),
        headerOffset: directory.readUInt32LE(at + 42),
      };
    }
    at += 46 + nameLength + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return undefined;
}

async function readAt(file, position, length) {
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, position);
  return buffer;
}
