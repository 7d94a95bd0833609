/**
 * Reads the `.env` file of the checkout. Only what the file format needs: `NAME=value`, optional `export`, quotes,
 * comments. No expansion, so a secret with a dollar sign stays what it is.
 */
import { readFileSync } from 'node:fs';

const LINE = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$/;

/** The variables a `.env` text sets. Lines that set nothing are passed over; the last of two equal names wins. */
export function parseEnvFile(text) {
  const variables = {};
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const [, name, rest] = LINE.exec(line) ?? [];
    if (name) variables[name] = readValue(rest.trim());
  }
  return variables;
}

function readValue(text) {
  const quoted = /^(["'`])(.*?)\1\s*(?:#.*)?$/.exec(text);
  if (!quoted) return text.replace(/(^|\s+)#.*$/, '').trim();
  return quoted[1] === '"' ? quoted[2].replaceAll('\\n', '\n') : quoted[2];
}

/**
 * The environment with the file's variables under it: what the shell already sets wins, also when it is empty.
 *
 * A missing file sets nothing.
 */
export function withEnvFile(path, env) {
  try {
    return { ...parseEnvFile(readFileSync(path, 'utf8')), ...env };
  } catch (error) {
    if (error.code === 'ENOENT') return { ...env };
    throw error;
  }
}
