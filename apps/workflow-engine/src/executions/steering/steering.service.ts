import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { SteeringAnswer } from '@aiwf/contracts';
import { RunMessagesService } from '../../temporal';
import { ExecutionAccess, finishedProblem, isFinished } from '../execution.access';
import { ExecutionRepository, type ExecutionRow } from '../execution.repository';
import { RunLauncher } from '../run.launcher';
import { steeringView } from '../execution.view';
import { reachingTemporal } from './temporal-problem';

/** A run that was told something shows it within a step; the answer waits this long for it, in milliseconds. */
const LOOK_FOR_MS = 2_000;
const LOOK_EVERY_MS = 50;

/** Cancels, pauses and resumes runs. */
@Injectable()
export class SteeringService {
  constructor(
    private readonly access: ExecutionAccess,
    private readonly executions: ExecutionRepository,
    private readonly launcher: RunLauncher,
    private readonly messages: RunMessagesService,
  ) {}

  /**
   * Cancels a run: what is at work is broken off, and what is done is undone where the graph says how.
   *
   * @throws HttpProblem 404, 409 when it has finished, 503 while Temporal is away
   */
  async cancel(executionId: string, userId: string): Promise<SteeringAnswer> {
    const row = await this.access.open(executionId, userId);
    await this.tell(row, () => this.messages.cancel(executionId));
    return steeringView(await this.once(row, isFinished));
  }

  /**
   * Pauses a run at the next boundary between nodes. A paused one stays so.
   *
   * @throws HttpProblem as {@link cancel}
   */
  async pause(executionId: string, userId: string): Promise<SteeringAnswer> {
    const row = await this.access.open(executionId, userId);
    await this.tell(row, () => this.messages.signal(executionId, 'pause'));
    return steeringView(await this.once(row, ({ paused }) => paused));
  }

  /**
   * Resumes a run. One that isn't paused goes on as it does.
   *
   * @throws HttpProblem as {@link cancel}
   */
  async resume(executionId: string, userId: string): Promise<SteeringAnswer> {
    const row = await this.access.open(executionId, userId);
    await this.tell(row, () => this.messages.signal(executionId, 'resume'));
    return steeringView(await this.once(row, ({ paused }) => !paused));
  }

  /** Tells a run something. One that Temporal has not taken yet is started first: only then can it be told. */
  private async tell(row: ExecutionRow, message: () => Promise<boolean>): Promise<void> {
    const told = await reachingTemporal(async () => {
      if (await message()) return true;
      if (row.status !== 'starting') return false;
      await this.launcher.start(row);
      return message();
    });
    if (!told) throw finishedProblem((await this.executions.find(row.id)) ?? row);
  }

  /** The row once it is as expected, or has finished; or as it is when that takes too long. */
  private async once(row: ExecutionRow, expected: (row: ExecutionRow) => boolean): Promise<ExecutionRow> {
    const latest = Date.now() + LOOK_FOR_MS;
    let seen = row;
    while (!expected(seen) && !isFinished(seen) && Date.now() < latest) {
      await pause(LOOK_EVERY_MS);
      seen = (await this.executions.find(row.id)) ?? seen;
    }
    return seen;
  }
}
