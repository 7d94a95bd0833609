import { Injectable } from '@nestjs/common';
import type { Json } from '@aiwf/definition';
import { Values } from '../blobs';
import { TemporalService } from '../temporal';
import type { RunPlan } from '../workflows';
import { ExecutionRepository, type ExecutionRow, type PlannedRow } from './execution.repository';

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
   * @param row as it is stored, its plan too where it is there: `jsonb` keeps keys in an order of its own, and prompts may
   * show them
   * @throws RunRefusedError when Temporal will never take it
   */
  async start(row: ExecutionRow | PlannedRow): Promise<void> {
    const { id, userId, settings } = row;
    const { definition, inputs, fromState } = 'definition' in row ? row : await this.executions.plan(id);
    await this.temporal.start(userId, {
      execution_id: id,
      plan: await this.values.keep(id, { definition, inputs } satisfies RunPlan as unknown as Json),
      settings,
      ...(fromState ? { from: fromState } : {}),
    });
  }
}
