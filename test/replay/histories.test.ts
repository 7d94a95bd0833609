import { readFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';
import { NODE_TYPES } from '@aiwf/definition';
import { workflowBundlePath } from '../../apps/workflow-engine/src/worker/workflow-bundle';
import { historyFiles, type HistoryFile } from './history-file';
import { RECORDINGS } from './recordings';
import { explained, refusals } from './replayed';
import { ROOT } from '../harness/app-process';

// The SDK's workers tell each of their states otherwise.
Runtime.install({
  shutdownSignals: [],
  logger: new DefaultLogger('ERROR'),
  telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
});

/** Real: histories that Temporal kept of runs of every kind of graph, and the bundle that the worker runs. */
const files = historyFiles();
const newest = files.filter(({ version }) => version === files.at(-1)?.version);

const recorded = (name: string): HistoryFile => {
  const file = newest.find((candidate) => candidate.name === name);
  if (!file) throw new Error(`There is no history called ${name}`);
  return file;
};

it.each(files.map((file) => [`${file.version}/${file.name}`, file] as const))(
  'runs begun as in %s go on with the workflow code of now',
  async (_, file) => {
    const refused = await refusals(file.histories);
    expect(refused.length > 0 ? explained(file, refused) : 'goes on').toBe('goes on');
  },
);

describe('it would be noticed', () => {
  it('when the code called something else, and is told with what to do', async () => {
    const code = readFileSync(workflowBundlePath(), 'utf8').replaceAll('httpRequest', 'httpFetch');
    const file = recorded('http-request');
    const refused = await refusals(file.histories, { code });
    expect(refused).toEqual([expect.stringMatching(/^exec_1: .*nondeterminism/is)]);
    const [, heading = ''] = /CONTRIBUTING\.md, "(.*?)"/.exec(explained(file, refused)) ?? [];
    expect(explained(file, refused)).toContain('patched()');
    expect(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')).toContain(`## ${heading}\n`);
  });

  it('when an agent stopped a turn earlier', async () => {
    const histories = structuredClone(recorded('agent-max-turns').histories);
    const input = histories[0]?.history.events[0]?.workflowExecutionStartedEventAttributes.input.payloads[0];
    if (!input) throw new Error('The history has no beginning');
    const given = Buffer.from(input.data, 'base64').toString();
    input.data = Buffer.from(given.replace('"max_turns":2', '"max_turns":1')).toString('base64');
    expect(await refusals(histories)).toEqual([expect.stringMatching(/nondeterminism/i)]);
  });
});

it('every kind of graph has a history, and every history is of one', () => {
  expect(newest.map(({ name }) => name)).toEqual(RECORDINGS.map(({ name }) => name).toSorted());
});

it('every type of node is in one of them', () => {
  const types = new Set<string>();
  const graph = { server: 'http://127.0.0.1' };
  for (const recording of RECORDINGS) {
    const text = JSON.stringify(
      typeof recording.graph === 'function' ? recording.graph(graph) : recording.graph,
    );
    for (const [, type = ''] of text.matchAll(/"type":"(\w+)"/g)) types.add(type);
  }
  expect(NODE_TYPES.map(({ type }) => type).filter((type) => !types.has(type))).toEqual([]);
});

it('holds nothing of the machine that recorded it', () => {
  const text = JSON.stringify(files);
  for (const trace of [`@${hostname()}`, tmpdir(), process.cwd(), 'stackTrace', '"identity"', '"buildId"']) {
    expect(text.includes(trace)).toBe(false);
  }
});
