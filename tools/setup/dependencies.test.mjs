import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureDependencies } from './dependencies.mjs';
import { temporaryFolder, until, withCommands, writeFile } from './fixtures.mjs';

const LOCKFILE = JSON.stringify({
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '1.0.0', optional: true },
  },
});

/** A checkout whose npm counts its runs, and installs like npm: list of what is installed last. */
function checkout(t, { npm = '' } = {}) {
  const folder = temporaryFolder(t);
  writeFile(folder, 'package-lock.json', LOCKFILE);
  const env = withCommands(folder, {
    npm: `
      const fs = require('node:fs');
      fs.appendFileSync('runs', process.argv.slice(2).join(' ') + '\\n');
      ${npm}
      fs.rmSync('node_modules', { recursive: true, force: true });
      fs.mkdirSync('node_modules/a', { recursive: true });
      fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');`,
  });
  const runs = () =>
    existsSync(join(folder, 'runs')) ? readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n') : [];
  return { folder, env, runs };
}

test('installs once for each lockfile, from the lockfile and without install scripts', async (t) => {
  const { folder, env, runs } = checkout(t);
  await ensureDependencies(folder, env);
  await ensureDependencies(folder, env);
  assert.equal(runs().length, 1);
  assert.match(runs()[0], /^ci --ignore-scripts/);

  writeFile(folder, 'package-lock.json', LOCKFILE.replace('"1.0.0"', '"1.0.1"'));
  await ensureDependencies(folder, env);
  assert.equal(runs().length, 2);
});

test('an interrupted install is done again', async (t) => {
  const { folder, env, runs } = checkout(t, {
    npm: `if (!fs.existsSync('second')) { fs.writeFileSync('second', ''); fs.writeFileSync('waiting', ''); setInterval(() => {}, 1000); return; }`,
  });
  // What a killed npm leaves of an earlier, complete install: its list, and only some of the packages.
  writeFile(folder, 'node_modules/.package-lock.json', LOCKFILE);
  const interrupt = new AbortController();
  const first = ensureDependencies(folder, env, { signal: interrupt.signal });
  await until(() => existsSync(join(folder, 'waiting')));
  interrupt.abort(new Error('Ctrl-C'));
  await assert.rejects(first, /Ctrl-C/);

  writeFile(folder, 'node_modules/a/index.js', '');
  await ensureDependencies(folder, env);
  assert.equal(runs().length, 2);
});

test('an install that a person did is accepted when it is the lockfile’s', async (t) => {
  const { folder, env, runs } = checkout(t);
  writeFile(folder, 'node_modules/.package-lock.json', LOCKFILE);
  writeFile(folder, 'node_modules/a/index.js', '');
  await ensureDependencies(folder, env);
  assert.deepEqual(runs(), []);
});

test('a failure is told by npm’s first line that says what, a full disk as what it is', async (t) => {
  const failing = checkout(t, {
    npm: `console.error('npm error code E404\\nnpm error 404 gone'); process.exit(1);`,
  });
  await assert.rejects(
    ensureDependencies(failing.folder, failing.env),
    /^SetupError: npm ci failed: 404 gone$/,
  );
  assert.ok(!existsSync(join(failing.folder, 'node_modules', '.aiwf-installed')));
  const full = checkout(t, { npm: `console.error('npm error code ENOSPC'); process.exit(1);` });
  await assert.rejects(ensureDependencies(full.folder, full.env), /No space left on the disk/);
});

test('a missing npm is named', async (t) => {
  const { folder } = checkout(t);
  await assert.rejects(ensureDependencies(folder, { PATH: join(folder, 'empty') }), /npm is missing/);
});
