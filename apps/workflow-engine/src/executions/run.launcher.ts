import { Injectable } from '@nestjs/common';
import type { Json } from '@aiwf/definition';
import { Values } from '../blobs';
import { TemporalService } from '../temporal';
import type { RunPlan } from '../workflows';
import { ExecutionRepository, type ExecutionRow } from './execution.repository';

/** Starts stored runs in Temporal. */
@Injectable()
export class RunLauncher {
  constructor(
    private readonly executions: ExecutionRepository,
    private readonly temporal: TemporalService,
    private readonly values: Values,
  ) {}

  /**
   * Starts a run; one that was ever started is left as it is. What is
   * large of what it is to run goes to the blob store: Temporal warns of inputs over 256 KB, and takes none over 2 MB.
   *
   * @throws RunRefusedError when Temporal will never take it
   */
  async start({ id, userId, settings }: ExecutionRow): Promise<void> {
    const { definition, inputs, fromState } = await this.executions.plan(id);
    await this.temporal.start(userId, {
      execution_id: id,
      plan: await this.values.keep(id, { definition, inputs } satisfies RunPlan as unknown as Json),
      settings,
      ...(fromState ? { from: fromState } : {}),
    });
  }
}
