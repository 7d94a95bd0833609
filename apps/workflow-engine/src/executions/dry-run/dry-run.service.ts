import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, Logger, type BeforeApplicationShutdown } from '@nestjs/common';
import type { DryRun, EngineDryRunRequest } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';
import { isFinished } from '../execution.access';
import { ExecutionRepository, type ExecutionRow } from '../execution.repository';
import { DryRunReader } from './dry-run.reader';
import { DryRunRemoval } from './dry-run.removal';
import { DryRunStarter } from './dry-run.starter';

/** A caller waits this long, in milliseconds. */
const MAX_WAIT_MS = 30_000;

/** Milliseconds between two looks at whether it has ended. */
const LOOK_EVERY_MS = 40;

/** A dry run that is older than this was left behind: whoever waited for it is gone. */
export const DRY_RUN_LIFETIME_MS = 2 * MAX_WAIT_MS;

/**
 * Shows what a run would do: the graph is executed as every run is, but nothing is sent, asked, paid or waited for. What
 * it leaves is removed once it is told, or once nobody waits for it any more.
 */
@Injectable()
export class DryRunService implements BeforeApplicationShutdown {
  private readonly logger = new Logger('dry-run');
  private readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  private readonly removals = new Set<Promise<void>>();

  constructor(
    private readonly starter: DryRunStarter,
    private readonly reader: DryRunReader,
    private readonly removal: DryRunRemoval,
    private readonly executions: ExecutionRepository,
  ) {}

  /**
   * @param gone aborted once the caller has left
   * @throws HttpProblem 413, 422 for what can't be run, 503 while Temporal is away, 504 `dry_run_timeout` after 30
   * seconds, with what is known by then as `partial`
   */
  async run(request: EngineDryRunRequest, gone: AbortSignal): Promise<DryRun> {
    const running = this.carryOut(request, gone);
    this.running.add(running);
    try {
      return await running;
    } finally {
      this.running.delete(running);
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await Promise.allSettled(this.running);
    await Promise.allSettled(this.removals);
  }

  private async carryOut(request: EngineDryRunRequest, gone: AbortSignal): Promise<DryRun> {
    const row = await this.starter.store(request, DRY_RUN_LIFETIME_MS);
    try {
      await this.starter.start(row);
      const ended = await this.untilEnded(row, AbortSignal.any([gone, this.stopping.signal]));
      const told = await this.reader.read(ended);
      if (isFinished(ended)) return told;
      throw new HttpProblem('dry_run_timeout', {
        detail: `The dry run did not end within ${MAX_WAIT_MS / 1_000} seconds: give shorter lists, or mock the outputs of maps and loops`,
        partial: told,
      });
    } finally {
      this.remove(row.id);
    }
  }

  /** The row once it has ended, or as it is after 30 seconds. @throws HttpProblem 503 when nobody waits any more */
  private async untilEnded(row: ExecutionRow, unwanted: AbortSignal): Promise<ExecutionRow> {
    const latest = Date.now() + MAX_WAIT_MS;
    let seen = row;
    while (!isFinished(seen) && Date.now() < latest) {
      if (unwanted.aborted)
        throw new HttpProblem('service_unavailable', { detail: 'The dry run was broken off' });
      await pause(LOOK_EVERY_MS);
      seen = (await this.executions.find(row.id)) ?? seen;
    }
    return seen;
  }

  /** What fails here is left to the reconciler. */
  private remove(executionId: string): void {
    const removal = this.removal
      .remove(executionId)
      .catch((error: unknown) =>
        this.logger.warn({ msg: 'A dry run could not be removed yet', execution_id: executionId, error }),
      )
      .finally(() => this.removals.delete(removal));
    this.removals.add(removal);
  }
}
