import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { EnvironmentReader } from './environment.reader';
import { JsonReader } from './json.reader';

/**
 * Reads the JSON file that a variable names; undefined when it names none, or none that can be read.
 *
 * @param example what such a file looks like
 */
export function readJsonFile(
  env: EnvironmentReader,
  variable: string,
  example: string,
): JsonReader | undefined {
  const named = env.optional(variable);
  if (named === undefined) return undefined;
  const path = resolve(named);
  const problem = (what: string) => env.problem(`${variable}: ${path}: ${what}`);
  const text = contentOf(path, problem);
  if (text === undefined) return undefined;
  try {
    const surroundings = { problem, variable: (name: string) => env.optional(name) };
    return new JsonReader(JSON.parse(text) as unknown, '', surroundings);
  } catch {
    problem(`is no JSON; write ${example}, without comments`);
    return undefined;
  }
}

function contentOf(path: string, problem: (what: string) => void): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    problem(`can't be read (${(error as NodeJS.ErrnoException).code}); name a file that the engine may read`);
    return undefined;
  }
}
