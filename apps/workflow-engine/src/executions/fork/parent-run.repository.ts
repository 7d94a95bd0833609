import { Inject, Injectable } from '@nestjs/common';
import { and, eq, inArray, isNull, max, or, sql } from 'drizzle-orm';
import { DATABASE, type Database } from '@aiwf/persistence';
import { executionEvents, executionNodes } from '../../database';
import type { EventType } from '../../workflows';
import type { ParentNode } from './fork-plan';

const ENDINGS: EventType[] = ['node.completed', 'node.failed', 'node.skipped'];

/** Reads how far a run has come, for one that goes on from it. */
@Injectable()
export class ParentRunRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * The nodes of a run's own graph in the order in which they ended. Those it kept from its own parent come first: they
   * ended before it began.
   */
  async nodes(executionId: string): Promise<ParentNode[]> {
    const rows = await this.database.orm
      .select()
      .from(executionNodes)
      .where(eq(executionNodes.executionId, executionId));
    const ended = await this.lastEvents(executionId, ENDINGS);
    const undone = await this.lastEvents(executionId, ['node.compensated']);
    const order = (row: (typeof rows)[number]) =>
      [ended.get(row.nodeId) ?? 0, row.completedAt?.getTime() ?? 0, row.position] as const;
    return rows
      .map((row) => ({ row, order: order(row) }))
      .toSorted((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1] || a.order[2] - b.order[2])
      .map(({ row }) => ({
        id: row.nodeId,
        status: row.status,
        output: row.outputBlob ?? { json: row.output ?? null },
        error: { code: row.errorCode ?? 'failed', message: row.errorMessage ?? 'It failed' },
        undone: undone.has(row.nodeId),
      }));
  }

  /** The number of the last event of these types by node; nodes inside maps and other workflows have a path. */
  private async lastEvents(executionId: string, types: EventType[]): Promise<Map<string, number>> {
    const { nodeId, path, seq, type } = executionEvents;
    const rows = await this.database.orm
      .select({ nodeId, seq: max(seq) })
      .from(executionEvents)
      .where(
        and(
          eq(executionEvents.executionId, executionId),
          inArray(type, types),
          or(isNull(path), eq(path, sql`'nodes/' || ${nodeId}`)),
        ),
      )
      .groupBy(nodeId);
    return new Map(rows.map((row) => [row.nodeId ?? '', row.seq ?? 0]));
  }
}
