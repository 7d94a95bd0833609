import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Written by the build: an initialised database without tables. */
const PREPARED = 'dist/embedded-database';

/** Finds it from wherever this code runs, built or from source; undefined: there is none, as in an image. */
export function preparedDatabase(from: string = __dirname): string | undefined {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, PREPARED);
    if (existsSync(candidate)) return candidate;
  }
  return undefined;
}
