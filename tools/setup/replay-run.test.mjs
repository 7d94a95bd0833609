import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startNode, temporaryFolder, until, withCommands, writeFile } from './fixtures.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const RECORD = '{"format":"aiwf-recorded-run","version":1}';

/** Stands for the engine: tells what it was given, and ends with the code in the first file's name, or never. */
const ENGINE = `
  const { LLM_MODEL, DATABASE_URL, TEMPORAL_ADDRESS, DATA_DIR } = process.env;
  const files = process.argv.slice(2);
  console.log('given ' + JSON.stringify({ files, cwd: process.cwd(), LLM_MODEL, DATABASE_URL, TEMPORAL_ADDRESS, DATA_DIR }));
  if (files[0] === 'endless.json') setInterval(() => {}, 1000);
  else process.exitCode = Number(files[0].slice(0, 1));`;

/** A clone with these tools, and stand-ins for npm, the compiler, Temporal's server and the engine. */
function clone(t) {
  const folder = temporaryFolder(t);
  cpSync(HERE, join(folder, 'tools', 'setup'), { recursive: true });
  writeFile(folder, 'package-lock.json', '{"packages":{}}');
  writeFile(folder, '.env.example', 'LLM_MODEL=\nDATABASE_URL=\nTEMPORAL_ADDRESS=\n');
  for (const name of ['0.json', '1.json', 'endless.json']) writeFile(folder, `runs/${name}`, RECORD);
  const env = withCommands(folder, {
    npm: `require('node:fs').mkdirSync('node_modules', { recursive: true });`,
    nest: `
      const fs = require('node:fs'), app = process.argv[3], at = 'dist/' + app + '/apps/' + app + '/src';
      fs.mkdirSync(at + '/replay', { recursive: true });
      fs.writeFileSync(at + '/replay/main.js', ${JSON.stringify(ENGINE)});`,
    temporal: `
      const port = process.argv[process.argv.indexOf('--port') + 1];
      if (process.argv.includes('start-dev')) require('node:net').createServer().listen(port, '127.0.0.1');`,
  });
  return { folder, env: { ...env, INIT_CWD: join(folder, 'runs') } };
}

const run = ({ folder, env }, ...args) =>
  spawnSync(process.execPath, [join(folder, 'tools/setup/replay-run.mjs'), ...args], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });

const given = (text) => JSON.parse(/^given (.*)$/m.exec(text)[1]);

test('runs the files where they are, without anybody’s settings, and answers as the engine does', (t) => {
  const place = clone(t);
  place.env = {
    ...place.env,
    LLM_MODEL: 'openai:x',
    DATABASE_URL: 'postgres://x',
    TEMPORAL_ADDRESS: 'far:7233',
  };
  const { status, stdout } = run(place, '0.json', '1.json');
  assert.equal(status, 0);
  const { files, cwd, LLM_MODEL, DATABASE_URL, TEMPORAL_ADDRESS, DATA_DIR } = given(stdout);
  assert.deepEqual(files, ['0.json', '1.json']);
  assert.match(cwd, /runs$/);
  assert.deepEqual([LLM_MODEL, DATABASE_URL], [undefined, undefined]);
  assert.match(TEMPORAL_ADDRESS, /^127\.0\.0\.1:\d+$/);
  assert.ok(!existsSync(dirname(DATA_DIR)));
  assert.equal(run(place, '1.json').status, 1);
});

test('Ctrl-C ends it, and leaves nothing behind', async (t) => {
  const { folder, env } = clone(t);
  const child = startNode(t, [join(folder, 'tools/setup/replay-run.mjs'), 'endless.json'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => (text += chunk));
  await until(() => text.includes('given '));
  const { DATA_DIR } = given(text);
  const processes = JSON.parse(readFileSync(join(dirname(DATA_DIR), 'processes.json'), 'utf8'));
  child.kill('SIGINT');
  assert.deepEqual(await once(child, 'exit'), [130, null]);
  assert.ok(!existsSync(dirname(DATA_DIR)));
  for (const { pid } of processes) assert.throws(() => process.kill(pid, 0));
});

test('a file that can’t be run is one line, before anything is set up', (t) => {
  const place = clone(t);
  const runs = place.env.INIT_CWD;
  writeFile(runs, 'half.json', '{"format"');
  writeFile(runs, 'other.json', 'null');
  writeFile(runs, 'newer.json', '{"format":"aiwf-recorded-run","version":2}');
  const expected = {
    'nowhere.json': /^✗ nowhere\.json: there is no such file\.\n$/,
    '.': /^✗ \.: it is a folder\.\n$/,
    'half.json': /^✗ half\.json: it is not JSON\.\n$/,
    'other.json': /^✗ other\.json: it is no recorded run; /,
    'newer.json': /^✗ newer\.json: it is of the newer version 2; update this checkout\.\n$/,
  };
  for (const [file, line] of Object.entries(expected)) {
    const { status, stdout, stderr } = run(place, '0.json', file);
    assert.equal(status, 1);
    assert.match(stderr, line);
    assert.equal(stdout, '');
  }
  assert.ok(!existsSync(join(place.folder, 'dist')));
});

test('says what it does, and what is missing', (t) => {
  const place = clone(t);
  const help = run(place, '--help');
  assert.equal(help.status, 0);
  assert.match(help.stdout, /npm run replay-run -- run\.json/);
  const nothing = run(place);
  assert.equal(nothing.status, 1);
  assert.match(nothing.stderr, /^✗ A file is missing/);
});
