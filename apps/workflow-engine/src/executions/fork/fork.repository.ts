import { Injectable } from '@nestjs/common';
import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executionNodes, storable } from '../../database';
import type { SettledNode } from '../../workflows';

/** A fork and what it keeps of its parent, by node ids. */
export interface NewFork {
  parent: string;
  fork: string;
  kept: ReadonlyMap<string, SettledNode>;
}

type NodeValues = Pick<
  typeof executionNodes.$inferInsert,
  'status' | 'output' | 'outputBlob' | 'errorCode' | 'errorMessage'
>;

const NODES_PER_INSERT = 500;

/** Writes the rows of nodes that a fork keeps. */
@Injectable()
export class ForkRepository {
  /** Shows kept nodes as they ended in the parent, with the outputs they have now. The fork's rows are there already. */
  async keepNodes(tx: Orm, { parent, fork, kept }: NewFork): Promise<void> {
    const ids = [...kept.keys()];
    for (let from = 0; from < ids.length; from += NODES_PER_INSERT) {
      const some = ids.slice(from, from + NODES_PER_INSERT);
      const rows = await tx
        .select()
        .from(executionNodes)
        .where(and(eq(executionNodes.executionId, parent), inArray(executionNodes.nodeId, some)));
      if (rows.length === 0) continue;
      const values = rows.map((row) => ({
        ...row,
        executionId: fork,
        ...columnsOf(kept.get(row.nodeId) ?? { status: 'skipped' }),
      }));
      await tx
        .insert(executionNodes)
        .values(values)
        .onConflictDoUpdate({
          target: [executionNodes.executionId, executionNodes.nodeId],
          set: {
            status: sql`excluded.status`,
            startedAt: sql`excluded.started_at`,
            completedAt: sql`excluded.completed_at`,
            output: sql`excluded.output`,
            outputBlob: sql`excluded.output_blob`,
            errorCode: sql`excluded.error_code`,
            errorMessage: sql`excluded.error_message`,
          },
        });
    }
  }
}

const NOTHING = { output: null, outputBlob: null, errorCode: null, errorMessage: null };

function columnsOf(node: SettledNode): NodeValues {
  switch (node.status) {
    case 'completed':
      return 'blob' in node.output
        ? { ...NOTHING, status: 'completed', outputBlob: node.output }
        : { ...NOTHING, status: 'completed', output: storable(node.output.json) };
    case 'failed':
      return {
        ...NOTHING,
        status: 'failed',
        errorCode: node.error.code,
        errorMessage: node.error.message,
      };
    case 'skipped':
      return { ...NOTHING, status: 'skipped' };
    default:
      return node satisfies never;
  }
}
