/**
 * Writes small ZIP archives for tests (APPNOTE.TXT 6.3); readers here check no CRC, so none is computed.
 */
import { deflateRawSync } from 'node:zlib';

/** An archive of the given files, as bytes. */
export function zipArchive(files, { stored = false, comment = '' } = {}) {
  const locals = [];
  const entries = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = stored ? Buffer.from(text) : deflateRawSync(text);
    const method = stored ? 0 : 8;
    // A local header may carry extra fields that the directory doesn't: the reader has to ask it for its length.
    const local = Buffer.concat([
      record(30, { 0: 0x04034b50 }, { 8: method, 26: name.length, 28: 4 }),
      Buffer.from(name),
      Buffer.alloc(4),
    ]);
    const sizes = { 0: 0x02014b50, 20: data.length, 24: text.length, 42: offset };
    entries.push(record(46, sizes, { 10: method, 28: name.length }), Buffer.from(name));
    locals.push(local, data);
    offset += local.length + data.length;
  }
  const directory = Buffer.concat(entries);
  const end = record(22, { 0: 0x06054b50, 12: directory.length, 16: offset }, { 20: comment.length });
  return Buffer.concat([...locals, directory, end, Buffer.from(comment)]);
}

function record(length, longs, shorts) {
  const bytes = Buffer.alloc(length);
  for (const [at, value] of Object.entries(longs)) bytes.writeUInt32LE(value, Number(at));
  for (const [at, value] of Object.entries(shorts)) bytes.writeUInt16LE(value, Number(at));
  return bytes;
}
