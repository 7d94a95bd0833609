import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedRun } from '@aiwf/contracts';
import { ROOT } from '../harness/app-process';

/** Real: `npm run replay-run` as it is typed, with the built engine, a Temporal server and a database of its own. */
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'replay-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const LETTER = join(ROOT, 'test', 'e2e', 'recorded', 'letter.json');

/** A file with the recorded letter, changed. */
async function changed(name: string, change: (recorded: RecordedRun) => unknown): Promise<string> {
  const recorded = JSON.parse(readFileSync(LETTER, 'utf8')) as RecordedRun;
  change(recorded);
  const file = join(folder, name);
  await writeFile(file, JSON.stringify(recorded));
  return file;
}

function bash(command: string): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile('bash', ['-c', `${command} 2>&1`], { cwd: ROOT, timeout: 110_000 }, (error, stdout) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout }),
    );
  });
}

it('runs the README’s example as it stands', async () => {
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const [, command = ''] = /<!-- example: replay -->\s+```bash\n(.*?)\n```/s.exec(readme) ?? [];
  const { code, output } = await bash(command);
  expect(output).toMatch(
    /✓ test\/e2e\/recorded\/letter\.json "Letter": completed, as recorded \(compared 4 nodes, 4 outputs/,
  );
  expect(output).toMatch(/✓ test\/e2e\/recorded\/failed-sums\.json "Sums": failed, as recorded/);
  expect(code).toBe(0);
});

it('finds what was changed in a record, in its data, its graph or its decisions', async () => {
  const data = await changed('data.json', ({ path }) =>
    Object.assign(path[0] ?? {}, { output: { text: 'Dear Eve' } }),
  );
  const graph = await changed('graph.json', ({ definition }) =>
    Object.assign(definition.nodes[0]?.config ?? {}, { prompt: 'Write something else.' }),
  );
  const route = await changed('route.json', ({ definition }) =>
    Object.assign(definition.edges?.[1] ?? {}, { branch: 'rejected' }),
  );
  const unsound = await changed('unsound.json', ({ definition }) => definition.nodes.pop());
  const { code, output } = await bash(
    `npm run --silent replay-run -- ${data} ${graph} ${route} ${unsound} ${LETTER}`,
  );
  expect(code).toBe(1);
  const [ofData, ofGraph, ofRoute, ofUnsound, same] = output.trim().split(/^(?=[✗✓])/m);
  expect(ofData).toMatch(
    /data: the output of node "draft" at \/text\n +recorded: "Dear Eve"\n +now: +"Dear Ada, your order is ready."\n/,
  );
  expect(ofGraph).toMatch(
    /path: node "draft"\n +recorded: completed\n +now: +failed \(not_recorded: .*\n.*is not what it was/,
  );
  expect(ofRoute).toMatch(/path: node "payment"\n +recorded: completed\n +now: +skipped\n/);
  expect(ofUnsound).toMatch(/unsound\.json: Invalid workflow definition: \/definition\/edges\/\d/);
  expect(same).toMatch(/^✓/);
});

it('says in one line why a file can’t be run', async () => {
  const garbage = join(folder, 'garbage.json');
  await writeFile(garbage, '{"format": "aiwf-');
  expect(await bash(`npm run --silent replay-run -- ${garbage}`)).toEqual({
    code: 1,
    output: `✗ ${garbage}: it is not JSON.\n`,
  });
  const halved = await changed('halved.json', (recorded) => Object.assign(recorded, { model_calls: 5 }));
  const { code, output } = await bash(`npm run --silent replay-run -- ${halved}`);
  expect(code).toBe(1);
  expect(output).toBe(`✗ ${halved}: it is no sound recorded run: /model_calls must be a list\n`);
});
