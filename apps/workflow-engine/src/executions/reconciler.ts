import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { EngineConfig } from '@aiwf/platform';
import type { EventType } from '../workflows';
import { ENGINE_CONFIG } from '../engine-config';
import { RunMessagesService, RunRefusedError, TemporalService } from '../temporal';
import { DryRunRemoval } from './dry-run/dry-run.removal';
import { DRY_RUN_LIFETIME_MS } from './dry-run/dry-run.service';
import { ExecutionJournal } from './execution.journal';
import { ExecutionRepository, type ExecutionRow, type OpenStatus } from './execution.repository';
import { RunLauncher } from './run.launcher';

/** Runs of each kind that a round looks at: thousands that wait are no load on Temporal. */
const PAGE = 200;

/** A row this young may be between its insert and its start; it is looked at in the next round. */
const SETTLING_MS = 5_000;

/** What Temporal says of a run, as far as its row needs to know. */
type Verdict =
  | { kind: 'open'; obstacle: string | null }
  | { kind: 'missing' }
  | { kind: 'ended'; type: EventType; code: string; message: string };

/**
 * Holds the rows against Temporal, at boot and at every interval: starts what was accepted but never started, closes
 * what ended without its closing write (terminated, timed out, lost), shows what keeps an open run from going on, and
 * removes dry runs that were left behind. So no run stays "running" that isn't.
 *
 * A round looks at {@link PAGE} runs that have not begun and as many that have; where there are more, it goes on where the last one
 * ended.
 */
@Injectable()
export class Reconciler implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(Reconciler.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;
  /** The runs at which the last round ended; empty to begin with the first one. */
  private readonly lookedAt: Record<OpenStatus, string> = { starting: '', running: '' };

  constructor(
    private readonly executions: ExecutionRepository,
    private readonly journal: ExecutionJournal,
    private readonly temporal: TemporalService,
    private readonly launcher: RunLauncher,
    private readonly messages: RunMessagesService,
    private readonly dryRuns: DryRunRemoval,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  onApplicationBootstrap(): void {
    this.scheduleRound(0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private scheduleRound(delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.reconcileAll()
        .catch((error: unknown) => this.logger.warn({ msg: 'A reconciling round ended early', error }))
        .finally(() => this.scheduleRound(this.config.reconcileIntervalMs));
    }, delayMs);
  }

  private async reconcileAll(): Promise<void> {
    await this.removeDryRuns();
    await this.reconcilePage('starting');
    await this.reconcilePage('running');
  }

  private async reconcilePage(status: OpenStatus): Promise<void> {
    const page = await this.executions.openAfter(status, this.lookedAt[status], PAGE);
    for (const row of page) {
      if (this.stopped) return;
      if (Date.now() - row.startedAt.getTime() > SETTLING_MS) await this.reconcileOne(row);
      this.lookedAt[status] = row.id;
    }
    if (page.length < PAGE) this.lookedAt[status] = '';
  }

  private async removeDryRuns(): Promise<void> {
    try {
      await this.dryRuns.removeLeftBehind(new Date(Date.now() - DRY_RUN_LIFETIME_MS));
    } catch (error) {
      this.logger.warn({ msg: 'Dry runs that were left behind could not be removed yet', error });
    }
  }

  /** What goes wrong with one run is no reason to leave the others, unless Temporal is away. */
  private async reconcileOne(row: ExecutionRow): Promise<void> {
    try {
      await this.reconcile(row);
    } catch (error) {
      await this.temporal.ping();
      this.logger.warn({ msg: 'A run could not be reconciled', execution_id: row.id, error });
    }
  }

  private async reconcile(row: ExecutionRow): Promise<void> {
    const verdict = verdictOf(await this.temporal.describe(row.id));
    if (verdict.kind !== 'open' && (await this.hasMovedOn(row))) return;
    switch (verdict.kind) {
      case 'open':
        if (verdict.obstacle !== row.errorMessage)
          await this.executions.setObstacle(row.id, verdict.obstacle);
        return;
      case 'missing':
        if (row.status === 'starting') return this.startAgain(row);
        return this.close(row, 'execution.failed', 'lost', 'Temporal no longer knows this run');
      case 'ended':
        await this.messages.terminateChildren(row.id);
        return this.close(row, verdict.type, verdict.code, verdict.message);
      default:
        return verdict satisfies never;
    }
  }

  /** A page takes a while where much is going on: most of its runs have ended by themselves by then. */
  private async hasMovedOn({ id, status }: ExecutionRow): Promise<boolean> {
    return (await this.executions.find(id))?.status !== status;
  }

  private async startAgain(row: ExecutionRow): Promise<void> {
    try {
      await this.launcher.start(row);
    } catch (error) {
      if (!(error instanceof RunRefusedError)) throw error;
      return this.close(row, 'execution.failed', 'refused', error.message);
    }
    this.logger.log({ msg: 'Started an execution that Temporal had not taken before', execution_id: row.id });
  }

  private async close(row: ExecutionRow, type: EventType, code: string, message: string): Promise<void> {
    await this.journal.append(row.id, [
      {
        type,
        at: new Date().toISOString(),
        writer: 'reconciler',
        writerSeq: 0,
        error: { code, message },
      },
    ]);
  }
}

function verdictOf(description: WorkflowExecutionDescription | undefined): Verdict {
  if (!description) return { kind: 'missing' };
  const { name } = description.status;
  switch (name) {
    case 'RUNNING':
    case 'PAUSED':
      return { kind: 'open', obstacle: obstacleOf(description) };
    case 'CANCELLED':
      return {
        kind: 'ended',
        type: 'execution.cancelled',
        code: 'cancelled',
        message: 'Cancelled in Temporal',
      };
    case 'TERMINATED':
      return {
        kind: 'ended',
        type: 'execution.failed',
        code: 'terminated',
        message: 'The run was terminated in Temporal',
      };
    case 'TIMED_OUT':
      return {
        kind: 'ended',
        type: 'execution.failed',
        code: 'run_timeout',
        message: "The run reached Temporal's time limit",
      };
    case 'COMPLETED':
    case 'FAILED':
    case 'CONTINUED_AS_NEW':
    case 'UNSPECIFIED':
    case 'UNKNOWN':
      return {
        kind: 'ended',
        type: 'execution.failed',
        code: 'lost',
        message: `The run ended in Temporal (${name}) without recording how`,
      };
    default:
      return name satisfies never;
  }
}

/** A workflow task that keeps failing is no failure of the run: it goes on once the engine's code or data is mended. */
function obstacleOf({ raw }: WorkflowExecutionDescription): string | null {
  const attempt = raw.pendingWorkflowTask?.attempt ?? 0;
  return attempt > 1 ? `The engine can't take the next step of this run (tried ${attempt} times)` : null;
}
