/**
 * The files that `npm run replay-run` is given, looked at before anything is set up for them.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { SetupError } from './setup-error.mjs';

const FORMAT = 'aiwf-recorded-run';
const VERSION = 1;

const REASONS = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'it may not be read' };

/**
 * @param cwd what relative paths are relative to
 * @throws SetupError that names the first file that is no recorded run, and why
 */
export function requireRecordedRuns(files, cwd) {
  for (const file of files) {
    const { format, version } = readJson(file, resolve(cwd, file)) ?? {};
    if (format !== FORMAT) {
      throw new SetupError(`${file}: it is no recorded run; export one with GET …/export.`);
    }
    if (Number(version) > VERSION) {
      throw new SetupError(`${file}: it is of the newer version ${version}; update this checkout.`);
    }
  }
}

function readJson(file, path) {
  let text;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SetupError(`${file}: ${REASONS[error.code] ?? error.message}.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new SetupError(`${file}: it is not JSON.`);
  }
}
