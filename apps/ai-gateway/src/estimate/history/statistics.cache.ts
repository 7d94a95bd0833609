import type { WorkflowStatistics } from '@aiwf/contracts';
import { Injectable, Logger } from '@nestjs/common';
import { StatisticsClient } from '../../engine-client';

/** How long statistics are given out before the engine is asked again, in milliseconds. */
const FRESH_MS = 30_000;

/** Users and workflows that are remembered; the ones least recently asked for are let go. */
const MAX_ENTRIES = 500;

interface Entry {
  statistics?: WorkflowStatistics;
  /** Milliseconds since the epoch. */
  askedAt: number;
  asking: Promise<void>;
}

/** What the engine knows of earlier runs, by user and workflow. Who reads it never waits; it is refreshed behind them. */
@Injectable()
export class StatisticsCache {
  private readonly logger = new Logger(StatisticsCache.name);
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly engine: StatisticsClient) {}

  /** What is at hand; undefined: nothing yet. The engine is asked when that is half a minute old. */
  read(userId: string, workflowId?: string): WorkflowStatistics | undefined {
    return this.entry(userId, workflowId).statistics;
  }

  /** Resolves once what {@link read} gives is half a minute old at most, or the engine could not be asked. */
  async fresh(userId: string, workflowId?: string): Promise<void> {
    await this.entry(userId, workflowId).asking;
  }

  private entry(userId: string, workflowId: string | undefined): Entry {
    const key = JSON.stringify([userId, workflowId ?? null]);
    const known = this.entries.get(key);
    this.entries.delete(key);
    const stale = known === undefined || Date.now() - known.askedAt > FRESH_MS;
    const entry = stale ? this.ask(userId, workflowId, known?.statistics) : known;
    this.entries.set(key, entry);
    const [oldest] = this.entries.keys();
    if (this.entries.size > MAX_ENTRIES && oldest !== undefined) this.entries.delete(oldest);
    return entry;
  }

  private ask(
    userId: string,
    workflowId: string | undefined,
    statistics: WorkflowStatistics | undefined,
  ): Entry {
    const entry: Entry = {
      ...(statistics === undefined ? {} : { statistics }),
      askedAt: Date.now(),
      asking: this.engine.statistics(userId, workflowId).then(
        (found) => void (entry.statistics = found),
        (error: unknown) => this.logger.debug({ msg: 'No statistics of earlier runs', error }),
      ),
    };
    return entry;
  }
}
