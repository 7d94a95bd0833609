import { Inject, Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { DATABASE, type Database } from '@aiwf/persistence';
import { toolSnapshots } from '../../database';
import type { ToolDescription } from './tool';

/** A tool as it was when a run began. */
export type SnapshotTool = Omit<ToolDescription, 'function_name'>;

/** What the tools of MCP servers were when each run began. */
@Injectable()
export class ToolSnapshotRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /** Keeps the tools of a run at once; what is kept already stays as it is. */
  async keep(executionId: string, tools: SnapshotTool[]): Promise<void> {
    if (tools.length === 0) return;
    const rows = tools.map(({ needs_approval: needsApproval, ...tool }) => ({
      executionId,
      ...tool,
      needsApproval,
    }));
    await this.database.orm.insert(toolSnapshots).values(rows).onConflictDoNothing();
  }

  /** Empty until the run's tools are kept. */
  async of(executionId: string): Promise<SnapshotTool[]> {
    const rows = await this.database.orm
      .select()
      .from(toolSnapshots)
      .where(eq(toolSnapshots.executionId, executionId));
    return rows.map(({ name, description, parameters, effect, needsApproval }) => ({
      name,
      description,
      parameters,
      effect,
      needs_approval: needsApproval,
    }));
  }
}
