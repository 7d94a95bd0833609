import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { EngineConfig } from '@aiwf/platform';
import { ENGINE_CONFIG } from '../../engine-config';
import { ExecutionRepository } from '../execution.repository';
import { ExecutionRemoval } from './execution.removal';

const DAY_MS = 86_400_000;

/** Runs that are removed between two looks at whether this process ends. */
const ROUND = 200;

const MAX_PAUSE_MS = 3_600_000;

/** Removes finished runs once they are older than the operator keeps them. */
@Injectable()
export class RetentionSweeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(RetentionSweeper.name);
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly executions: ExecutionRepository,
    private readonly removal: ExecutionRemoval,
    @Inject(ENGINE_CONFIG) private readonly config: EngineConfig,
  ) {}

  onApplicationBootstrap(): void {
    const { retentionDays } = this.config;
    if (retentionDays !== undefined) this.schedule(retentionDays * DAY_MS, 0);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.round;
  }

  private schedule(ageMs: number, delayMs: number): void {
    if (this.stopped) return;
    this.timer = setTimeout(() => {
      this.round = this.sweep(ageMs)
        .catch((error: unknown) => this.logger.warn({ msg: 'Old runs could not be removed', error }))
        .finally(() => this.schedule(ageMs, Math.min(ageMs / 10, MAX_PAUSE_MS)));
    }, delayMs);
  }

  private async sweep(ageMs: number): Promise<void> {
    let old: string[];
    do {
      old = await this.executions.endedBefore(new Date(Date.now() - ageMs), ROUND);
      for (const id of old) {
        if (this.stopped) return;
        await this.removal.remove(id);
      }
    } while (old.length === ROUND);
  }
}
