import { EventEmitter } from 'node:events';
import type { PinoLogger } from 'nestjs-pino';
import { type HostProcess, ProcessLifecycle } from './process-lifecycle.service';

/** Stands in for `process`, which a spec can't end. */
class FakeProcess extends EventEmitter {
  pid = 42;
  connected = true;
  kill = jest.fn();
  exit = jest.fn();
}

let host: FakeProcess;

function lifecycle({ supervised }: { supervised: boolean }): ProcessLifecycle {
  const logger = { warn: jest.fn(), error: jest.fn() } as unknown as PinoLogger;
  return new ProcessLifecycle(host as unknown as HostProcess, supervised, logger);
}

beforeEach(() => {
  jest.useFakeTimers();
  host = new FakeProcess();
});

afterEach(() => jest.useRealTimers());

it('ends the process ten seconds after a signal when closing hangs', () => {
  lifecycle({ supervised: false }).onApplicationBootstrap();
  host.emit('SIGTERM');
  jest.advanceTimersByTime(9_999);
  expect(host.exit).not.toHaveBeenCalled();
  jest.advanceTimersByTime(1);
  expect(host.exit).toHaveBeenCalledWith(1);
});

it('leaves a process alone that closed in time', () => {
  const closing = lifecycle({ supervised: false });
  closing.onApplicationBootstrap();
  host.emit('SIGINT');
  closing.onApplicationShutdown();
  jest.advanceTimersByTime(60_000);
  expect(host.exit).not.toHaveBeenCalled();
  expect(host.eventNames()).toEqual([]);
});

it('shuts down when the supervisor vanishes', () => {
  lifecycle({ supervised: true }).onApplicationBootstrap();
  expect(host.kill).not.toHaveBeenCalled();
  host.emit('disconnect');
  expect(host.kill).toHaveBeenCalledWith(42, 'SIGTERM');
});

it('shuts down when the supervisor had vanished before it looked', () => {
  host.connected = false;
  lifecycle({ supervised: true }).onApplicationBootstrap();
  expect(host.kill).toHaveBeenCalledWith(42, 'SIGTERM');
});

it('does not mind a vanished parent when unsupervised', () => {
  lifecycle({ supervised: false }).onApplicationBootstrap();
  host.emit('disconnect');
  expect(host.kill).not.toHaveBeenCalled();
});
