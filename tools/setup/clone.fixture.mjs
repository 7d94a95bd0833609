/**
 * A clone of the project in which nothing is real but the tools of this folder.
 */
import { cpSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder, withCommands, writeFile } from './fixtures.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Stands for Jest: writes down what it was given, and reports one passed and, in `unit`, one skipped test. */
const JEST = `
  const fs = require('node:fs'), project = process.argv[process.argv.indexOf('--selectProjects') + 1];
  const { TEST_TEMPORAL_ADDRESS, EMBEDDED_MODEL_PATH, LLM_MODEL, CHAOS_RUNS, CHAOS_SEED } = process.env;
  const told = { project, TEST_TEMPORAL_ADDRESS, EMBEDDED_MODEL_PATH, LLM_MODEL, CHAOS_RUNS, CHAOS_SEED };
  fs.appendFileSync('given', JSON.stringify(told) + '\\n');
  if (project === 'kill') process.exit(1);
  if (project === 'e2e') return;
  const skipped = project === 'unit' ? [{ status: 'pending', fullName: 'needs PostgreSQL' }] : [];
  const report = { numPassedTests: 1, numFailedTests: 0, numRuntimeErrorTestSuites: 0, testResults: [{ assertionResults: skipped }] };
  fs.writeFileSync(process.argv.find((arg) => arg.startsWith('--outputFile=')).slice(13), JSON.stringify(report));`;

/** A clone with these tools, and stand-ins for the checkers, Jest, the compiler and Temporal. */
export function clone(t) {
  const folder = temporaryFolder(t);
  cpSync(HERE, join(folder, 'tools', 'setup'), {
    recursive: true,
    filter: (path) => !path.endsWith('.test.mjs'),
  });
  writeFile(folder, 'tools/setup/own.test.mjs', `import { test } from 'node:test'; test('works', () => {});`);
  writeFile(folder, 'tools/bench/bench.mjs', '');
  writeFile(folder, 'package-lock.json', '{"packages":{}}');
  writeFile(folder, '.env.example', 'LLM_MODEL=');
  const scripts = {
    lint: 'echo a complaint; exit 1',
    typecheck: 'true',
    boundaries: 'true',
    'dead-code': 'true',
  };
  writeFile(folder, 'package.json', JSON.stringify({ scripts }));
  writeFile(folder, 'node_modules/.package-lock.json', '{"packages":{}}');
  writeFile(folder, 'node_modules/prettier/bin/prettier.cjs', '');
  writeFile(folder, 'node_modules/jest/bin/jest.js', JEST);
  const env = withCommands(folder, {
    nest: '',
    temporal: `
      const port = process.argv[process.argv.indexOf('--port') + 1];
      if (process.argv.includes('start-dev')) require('node:net').createServer().listen(port, '127.0.0.1');`,
  });
  const model = writeFile(folder, 'model.gguf', '');
  return { folder, env: { ...env, EMBEDDED_MODEL_PATH: model, LLM_MODEL: 'openai:mine' }, model };
}

/** What Jest was given, each time it was run. */
export const given = (folder) =>
  readFileSync(join(folder, 'given'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
