import type { RecordedNode, RecordedRun } from '@aiwf/contracts';
import { Course } from './course';

const error = { code: 'http_status', message: 'answered 500' };

function record(path: Partial<RecordedNode>[], more: Partial<RecordedRun> = {}): RecordedRun {
  return {
    format: 'aiwf-recorded-run',
    version: 1,
    execution_id: 'exec_1',
    user_id: 'u',
    definition: { name: 'x', nodes: [] },
    inputs: {},
    status: 'completed',
    error: null,
    output: null,
    kept: [],
    path: path.map((node) => ({ node_id: '', path: '', status: 'completed', ...node })),
    model_calls: [],
    tool_calls: [],
    decisions: [],
    expired: [],
    tool_snapshots: [],
    ...more,
  };
}

/** What a promise has come to by now. */
async function standing(promise: Promise<unknown>): Promise<unknown> {
  await new Promise(setImmediate);
  return Promise.race([promise, Promise.resolve('waits')]);
}

const { signal } = new AbortController();

it('keeps a step waiting until what ended before its node has ended', async () => {
  const course = new Course(record([{ path: 'nodes/a' }, { path: 'nodes/b' }]));
  await course.turnOf('nodes/a/tasks/x', signal);
  const turn = course.turnOf('nodes/b/tasks/x', signal).then(() => 'goes on');
  expect(await standing(turn)).toBe('waits');
  expect(course.isTurnOfRequest('nodes.b.calls.0.0.question')).toBe(false);
  expect(course.waiting).toBe(1);
  course.note(['nodes/a']);
  expect(await standing(turn)).toBe('goes on');
  expect(course.isTurnOfRequest('nodes.b.calls.0.0.question')).toBe(true);
  expect(course.waiting).toBe(0);
});

it('lets everything go once the run has left the record', async () => {
  const course = new Course(record([{ path: 'nodes/a' }, { path: 'nodes/b' }]));
  const turn = course.turnOf('nodes/b', signal).then(() => 'goes on');
  course.leave();
  expect(await standing(turn)).toBe('goes on');
  await course.turnOf('nodes/b', signal);
  expect(course.isTurnOfRequest('nodes.b')).toBe(true);
});

it('lets a call that is broken off go', async () => {
  const course = new Course(record([{ path: 'nodes/a' }, { path: 'nodes/b' }]));
  const call = new AbortController();
  const turn = course.turnOf('nodes/b', call.signal).then(() => 'goes on');
  call.abort();
  expect(await standing(turn)).toBe('goes on');
  expect(course.waiting).toBe(0);
});

describe('a call that is not recorded', () => {
  it('fails as its node did, in its turn', async () => {
    const course = new Course(record([{ path: 'nodes/a' }, { path: 'nodes/b', status: 'failed', error }]));
    const missing = course.missing('nodes/b/tasks/x', signal);
    expect(await standing(missing)).toBe('waits');
    course.note(['nodes/a']);
    expect(await missing).toEqual({ kind: 'failed', error });
  });

  it('is broken off where its node was', async () => {
    const path = [{ path: 'nodes/a', status: 'cancelled' as const }];
    const course = new Course(record(path));
    const call = new AbortController();
    const missing = course.missing('nodes/a', call.signal);
    course.note(['nodes/z']);
    expect(await standing(missing)).toBe('waits');
    call.abort();
    expect(await missing).toEqual({ kind: 'endless' });
  });

  it('is unknown where its node completed or is not there, and wherever the run has left the record', async () => {
    const course = new Course(record([{ path: 'nodes/a' }, { path: 'nodes/b', status: 'skipped' }]));
    expect(await course.missing('nodes/a', signal)).toEqual({ kind: 'unknown' });
    expect(await course.missing('nodes/new', signal)).toEqual({ kind: 'unknown' });
    course.leave();
    expect(await course.missing('nodes/b', signal)).toEqual({ kind: 'unknown' });
  });
});

it('gives what a wait gave, in its turn, and never ends one that did not', async () => {
  const course = new Course(
    record([
      { path: 'nodes/a' },
      { path: 'nodes/w', output: { at: 'then' } },
      { path: 'nodes/v', status: 'skipped' },
    ]),
  );
  const wait = course.waitOf('nodes/w', signal);
  expect(await standing(wait)).toBe('waits');
  course.note(['nodes/a']);
  expect(await wait).toEqual({ at: 'then' });
  expect(await standing(course.waitOf('nodes/v', signal))).toBe('waits');
  expect(await course.waitOf('nodes/new', signal)).toBeUndefined();
});

it('is cut off where a cancelled record was, and nowhere else', () => {
  const path = [{ path: 'nodes/a' }, { path: 'nodes/b', status: 'cancelled' as const }];
  const course = new Course(record(path, { status: 'cancelled' }));
  expect(course.isCutOff()).toBe(false);
  course.note(['nodes/a']);
  expect(course.isCutOff()).toBe(true);
  expect(new Course(record([])).isCutOff()).toBe(false);
});
