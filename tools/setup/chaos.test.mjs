import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { clone, given } from './clone.fixture.mjs';

const chaos = ({ folder, env }, ...args) =>
  new Promise((resolve) => {
    const entry = join(folder, 'tools/setup/chaos.mjs');
    execFile(process.execPath, [entry, ...args], { cwd: folder, env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) }),
    );
  });

test('runs as many seeds as it is told, from the first one on', async (t) => {
  const place = clone(t);
  const { code, lastLine } = await chaos(place, '--runs', '3', '--seed', '4711');
  // build, Temporal, and the one test of the stand-in
  assert.deepEqual([code, lastLine], [0, '3 passed, 0 failed']);
  const [{ project, CHAOS_RUNS, CHAOS_SEED }] = given(place.folder);
  assert.deepEqual([project, CHAOS_RUNS, CHAOS_SEED], ['chaos', '3', '4711']);
});

test('takes the seed of the clock when none is given', async (t) => {
  const place = clone(t);
  await chaos(place);
  const [{ CHAOS_RUNS, CHAOS_SEED }] = given(place.folder);
  assert.deepEqual([CHAOS_RUNS, CHAOS_SEED], ['20', undefined]);
});

for (const [args, said] of [
  [['--runs', '0'], /^✗ --runs must be a whole number from 1 to 10000, not "0"\.\n$/],
  [['--seed', 'x'], /^✗ --seed must be a whole number from 0 to 4294967295, not "x"\.\n$/],
  [['--kills', '3'], /^✗ Unknown option '--kills'.* See npm run test:chaos -- --help\n$/],
]) {
  test(`${args.join(' ')} is refused before anything is done`, async (t) => {
    const place = clone(t);
    const { code, stderr } = await chaos(place, ...args);
    assert.equal(code, 1);
    assert.match(stderr, said);
    assert.equal(existsSync(join(place.folder, 'given')), false);
  });
}

test('--help tells how to repeat a run', async (t) => {
  const { code, stdout } = await chaos(clone(t), '--help');
  assert.equal(code, 0);
  assert.match(stdout, /--runs 1 --seed/);
});
