import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { PinoLogger } from 'nestjs-pino';

/** Milliseconds that a graceful shutdown may take. */
const SHUTDOWN_TIMEOUT_MS = 10_000;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** The part of Node's `process` that is needed here. */
export type HostProcess = Pick<NodeJS.Process, 'once' | 'off' | 'kill' | 'exit' | 'pid' | 'connected'>;

/**
 * Sees to it that the process ends: ten seconds after a signal at the latest, and, where a supervisor started it, as
 * soon as that supervisor is gone (its IPC channel closed), which is treated as SIGTERM.
 */
export class ProcessLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  private deadline?: NodeJS.Timeout;

  constructor(
    private readonly host: HostProcess,
    private readonly supervised: boolean,
    private readonly logger: PinoLogger,
  ) {}

  onApplicationBootstrap(): void {
    SIGNALS.forEach((signal) => this.host.once(signal, this.startDeadline));
    if (!this.supervised) return;
    if (this.host.connected) this.host.once('disconnect', this.terminate);
    else this.terminate();
  }

  onApplicationShutdown(): void {
    SIGNALS.forEach((signal) => this.host.off(signal, this.startDeadline));
    this.host.off('disconnect', this.terminate);
    clearTimeout(this.deadline);
  }

  private readonly startDeadline = (): void => {
    this.deadline ??= setTimeout(() => {
      this.logger.error('shutdown took too long, exiting');
      this.host.exit(1);
    }, SHUTDOWN_TIMEOUT_MS).unref();
  };

  private readonly terminate = (): void => {
    this.logger.warn('the supervisor is gone, shutting down');
    this.host.kill(this.host.pid, 'SIGTERM');
  };
}
