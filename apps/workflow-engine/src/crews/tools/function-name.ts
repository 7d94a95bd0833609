import { createHash } from 'node:crypto';
import { parseMcpName } from '../mcp';

const LEGAL = /^[A-Za-z0-9_-]{1,64}$/;
const SEPARATOR = '__';
const HASH_LENGTH = 10;
const KEPT_LENGTH = 64 - 1 - HASH_LENGTH;

/**
 * The name that models are told for a tool: the same for the same tool always, and different for different ones. Of
 * `mcp:server/tool` it is `server__tool`; where that is not legal, or could mean another tool too, its end is a hash.
 */
export function functionNameOf(name: string): string {
  const parsed = parseMcpName(name);
  if (!parsed) return name;
  const plain = `${parsed.server}${SEPARATOR}${parsed.tool}`;
  if (LEGAL.test(plain) && plain.indexOf(SEPARATOR) === parsed.server.length) return plain;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, HASH_LENGTH);
  return `${plain.replace(/[^A-Za-z0-9_-]/g, '_').slice(0, KEPT_LENGTH)}_${hash}`;
}
