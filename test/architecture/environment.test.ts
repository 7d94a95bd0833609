/** Parses every source that serves; only the configuration room may read the environment. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentReads } from './environment-reads';
import { REPOSITORY } from './planted-tree';

const CONFIGURATION = 'libs/platform/src/config/';

it.each([
  'const port = process.env.PORT;',
  "const port = process.env['PORT'];",
  "const port = process['env'].PORT;",
  'const port = globalThis.process.env.PORT;',
  'const { env } = process;',
  'const { env: settings, pid } = process;',
  "import { env } from 'node:process'; export const port = env.PORT;",
  "import { env as settings } from 'process';",
  'load({ ...process.env });',
])('finds the read in %s', (planted) => {
  expect(environmentReads('planted.ts', `\n${planted}`)).toEqual([2]);
});

it.each([
  'const { env } = options;',
  'const port = config.env.PORT;',
  '// process.env',
  "const text = 'process.env';",
])('finds none in %s', (source) => {
  expect(environmentReads('allowed.ts', source)).toEqual([]);
});

it('is read in the configuration room alone', () => {
  const sources = globSync('{apps,libs}/**/*.ts', { cwd: REPOSITORY }).filter(
    (path) => !path.endsWith('.spec.ts'),
  );
  const readers = sources.filter(
    (path) => environmentReads(path, readFileSync(join(REPOSITORY, path), 'utf8')).length,
  );
  expect(readers.filter((path) => path.startsWith(CONFIGURATION))).not.toEqual([]);
  expect(readers.filter((path) => !path.startsWith(CONFIGURATION))).toEqual([]);
});
