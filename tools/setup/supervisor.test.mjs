import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startNode, temporaryFolder, until } from './fixtures.mjs';
import { isSameProcess } from './process-identity.mjs';
import { claimDataFolder, superviseDuring } from './supervisor.mjs';

/** A process that says in a journal when it starts and ends, and is ready when it has started. */
function service(folder, name, { onTerm = 'end()', body = '' } = {}) {
  const journal = join(folder, 'journal');
  const up = join(folder, `${name}.up`);
  const program = `
    const fs = require('node:fs');
    const note = (what) => fs.appendFileSync(${JSON.stringify(journal)}, ${JSON.stringify(`${name} `)} + what + '\\n');
    const end = () => (note('ended'), process.exit(0));
    process.on('SIGTERM', () => ${onTerm});
    process.on('disconnect', end);
    note('started');
    ${body}
    fs.writeFileSync(${JSON.stringify(up)}, String(process.pid));
    console.log('serving');
    setInterval(() => {}, 1000);`;
  return {
    name,
    command: process.execPath,
    args: ['-e', program],
    waitsFor: 'itself',
    isReady: () => existsSync(up),
    readyTimeoutMs: 5_000,
    stopReserveMs: 1_000,
    pid: () => Number(readFileSync(up, 'utf8')),
  };
}

function scene(t) {
  const folder = temporaryFolder(t);
  const said = [];
  const lines = [];
  const records = join(folder, 'processes.json');
  return {
    folder,
    said,
    lines,
    options: {
      records,
      say: (text) => said.push(text),
      line: (name, line) => lines.push(`[${name}] ${line}`),
    },
    recorded: () => JSON.parse(readFileSync(records, 'utf8')),
    journal: () => readFileSync(join(folder, 'journal'), 'utf8').trim().split('\n'),
  };
}

test('starts in order, stops in reverse, passes lines on and keeps the record', async (t) => {
  const { folder, options, lines, journal, recorded } = scene(t);
  const specs = ['temporal', 'engine', 'gateway'].map((name) => service(folder, name));
  const answer = await superviseDuring(specs, options, async () => {
    await until(() => lines.length === 3);
    assert.deepEqual(
      recorded().map(({ name, pid }) => [name, pid]),
      specs.map(({ name, pid }) => [name, pid()]),
    );
    assert.ok(recorded().every(isSameProcess));
    return 'done';
  });
  assert.equal(answer, 'done');
  assert.deepEqual(journal(), [
    'temporal started',
    'engine started',
    'gateway started',
    'gateway ended',
    'engine ended',
    'temporal ended',
  ]);
  assert.ok(lines.includes('[engine] serving'));
  assert.deepEqual(recorded(), []);
});

test('what dies is started again, later each time, and it says so', async (t) => {
  const { folder, options, said } = scene(t);
  const engine = service(folder, 'engine');
  const dieAndReturn = async () => {
    const before = engine.pid();
    process.kill(before, 'SIGKILL');
    await until(() => engine.pid() !== before && said.at(-1) === 'engine is ready again.');
  };
  await superviseDuring([engine], options, async () => {
    await dieAndReturn();
    await dieAndReturn();
  });
  assert.deepEqual(said, [
    'engine ended by SIGKILL; it is started again in 1.0 s.',
    'engine is ready again.',
    'engine ended by SIGKILL; it is started again in 2.0 s.',
    'engine is ready again.',
  ]);
});

test('one that will not end is killed within the bound, and the others still end in order', async (t) => {
  const { folder, options, said, journal } = scene(t);
  const specs = [
    service(folder, 'temporal'),
    { ...service(folder, 'engine', { onTerm: 'note("refused")' }) },
  ];
  await superviseDuring(specs, { ...options, stopTotalMs: 2_000 }, async () => {});
  assert.deepEqual(said, ['engine did not stop in time and was killed.']);
  assert.deepEqual(journal().slice(-2), ['engine refused', 'temporal ended']);
});

test('one that ends before it is ready fails the start with its last line, and nothing is left', async (t) => {
  const { folder, options, recorded, journal } = scene(t);
  const broken = service(folder, 'engine', {
    body: `console.error('LLM_MODEL must be set'); process.exit(1);`,
  });
  await assert.rejects(superviseDuring([service(folder, 'temporal'), broken], options, assert.fail), {
    message: 'engine ended with exit code 1 before it was ready: LLM_MODEL must be set',
  });
  assert.deepEqual(recorded(), []);
  assert.equal(journal().at(-1), 'temporal ended');
});

test('an interrupt during the start stops what was started', async (t) => {
  const { folder, options, journal } = scene(t);
  const interrupt = new AbortController();
  const slow = { ...service(folder, 'engine'), isReady: () => (interrupt.abort(new Error('Ctrl-C')), false) };
  const specs = [service(folder, 'temporal'), slow];
  await assert.rejects(
    superviseDuring(specs, { ...options, signal: interrupt.signal }, assert.fail),
    /Ctrl-C/,
  );
  assert.equal(journal().at(-1), 'temporal ended');
});

test('a second supervisor of a data folder is told who has it', async (t) => {
  const folder = temporaryFolder(t);
  const first = await claimDataFolder(folder, assert.fail);
  await assert.rejects(claimDataFolder(folder, assert.fail), {
    message: `Already running on ${folder} (process ${process.pid}): stop it, or set DATA_DIR and the ports.`,
  });
  first.release();
  (await claimDataFolder(folder, assert.fail)).release();
});

test('what a killed supervisor left running is ended by the next one', async (t) => {
  const { folder, said } = scene(t);
  const stubborn = { ...service(folder, 'engine', { onTerm: 'end()' }) };
  // Leaves its child alive on purpose: no channel, so that only the record leads to it.
  const program = `
    import { spawn } from 'node:child_process';
    import { join } from 'node:path';
    import { recordProcesses } from ${JSON.stringify(new URL('orphans.mjs', import.meta.url).href)};
    import { identify } from ${JSON.stringify(new URL('process-identity.mjs', import.meta.url).href)};
    const child = spawn(process.execPath, ${JSON.stringify(stubborn.args)}, { detached: true, stdio: 'ignore' });
    recordProcesses(${JSON.stringify(join(folder, 'processes.json'))}, [{ name: 'engine', leader: true, ...identify(child.pid) }]);
    setInterval(() => {}, 1000);`;
  const supervisor = startNode(t, ['--input-type=module', '-e', program]);
  await until(() => stubborn.isReady() && existsSync(join(folder, 'processes.json')));
  const [orphan] = JSON.parse(readFileSync(join(folder, 'processes.json'), 'utf8'));
  supervisor.kill('SIGKILL');
  const { release } = await claimDataFolder(folder, (text) => said.push(text));
  assert.ok(!isSameProcess(orphan));
  assert.deepEqual(said, ['Ended a process (engine) that an earlier start left running.']);
  release();
});
