import { Logger } from '@nestjs/common';
import { NativeConnection, Runtime, type State, type Worker } from '@temporalio/worker';
import { waitFor } from '@aiwf/testing';
import { loadEngineConfig } from '@aiwf/platform';
import type { ActivityRegistry, ProgressSink } from '../activities';
import type { TemporalService } from '../temporal';
import { EngineWorker } from './engine-worker';
import { WorkerService } from './worker.service';

/** As Temporal's: one that never ran can't be shut down. */
class FakeWorker {
  state: State = 'INITIALIZED';
  private readonly end = Promise.withResolvers<void>();

  getState = () => this.state;

  run(): Promise<void> {
    this.state = 'RUNNING';
    return this.end.promise;
  }

  shutdown(): void {
    if (this.state !== 'RUNNING') throw new Error(`Not running: ${this.state}`);
    this.state = 'STOPPED';
    this.end.resolve();
  }

  fail(error: Error): void {
    this.state = 'FAILED';
    this.end.reject(error);
  }
}

let connection: NativeConnection;
let workers: FakeWorker[];
let service: WorkerService;
const create = jest.spyOn(EngineWorker, 'create');
const startThrough = jest.fn<void, [unknown]>();
const warned = jest.spyOn(Logger.prototype, 'warn');

beforeEach(() => {
  workers = [];
  warned.mockReset();
  startThrough.mockReset();
  jest.spyOn(Logger.prototype, 'log').mockReturnValue();
  // As Temporal's: it can't be closed under a worker.
  const close = () => {
    if (workers.some(({ state }) => state === 'INITIALIZED' || state === 'RUNNING')) {
      throw new Error('Cannot close connection while Workers hold a reference to it');
    }
    return Promise.resolve();
  };
  connection = { close } as unknown as NativeConnection;
  jest.spyOn(NativeConnection, 'connect').mockResolvedValue(connection);
  create.mockReset().mockImplementation(made);
  service = new WorkerService(
    { all: () => ({}), llmOnly: () => ({}) } as unknown as ActivityRegistry,
    { sinks: () => ({}) } as unknown as ProgressSink,
    { startThrough } as unknown as TemporalService,
    loadEngineConfig({}),
  );
});

afterEach(() => service.beforeApplicationShutdown());

/** The module starts it, and this process would not end. */
afterAll(() => Runtime.instance().shutdown());

function made(): Promise<Worker> {
  const worker = new FakeWorker();
  workers.push(worker);
  return Promise.resolve(worker as unknown as Worker);
}

const running = (count: number) =>
  waitFor(() => workers.filter(({ state }) => state === 'RUNNING').length === count, {
    what: `${count} workers to run`,
  });

const warnings = () => warned.mock.calls.map(([line]) => (line as { error: Error }).error.message);

it('ends what runs with what failed, says why, and begins both anew', async () => {
  service.onApplicationBootstrap();
  await running(2);
  workers[0]?.fail(new Error('The namespace is gone'));
  await waitFor(() => workers.length === 4, { what: 'two more workers' });
  await running(2);
  expect(workers.map(({ state }) => state)).toEqual(['FAILED', 'STOPPED', 'RUNNING', 'RUNNING']);
  expect(warnings()).toEqual(['The namespace is gone']);
  await waitFor(() => startThrough.mock.calls.length === 3, { what: 'starts to go through the new ones' });
  expect(startThrough.mock.calls).toEqual([[connection], [undefined], [connection]]);
});

it('ends the first where the second can’t be made', async () => {
  create.mockImplementationOnce(made).mockRejectedValueOnce(new Error('No queue'));
  service.onApplicationBootstrap();
  await waitFor(() => warned.mock.calls.length > 0, { what: 'a warning' });
  expect(warnings()).toEqual(['No queue']);
  expect(workers.map(({ state }) => state)).toEqual(['STOPPED']);
});

it('ends in order when it is stopped before its workers are made', async () => {
  service.onApplicationBootstrap();
  await service.beforeApplicationShutdown();
  expect(workers.map(({ state }) => state)).toEqual(['STOPPED', 'STOPPED']);
  expect(warned).not.toHaveBeenCalled();
});
