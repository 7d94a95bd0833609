import { Inject, Injectable } from '@nestjs/common';
import { and, eq, exists, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { ExecutionView } from '@aiwf/contracts';
import { DATABASE, type Database } from '@aiwf/persistence';
import { BlobRepository } from '../blobs';
import { executionNodes, executions, requests } from '../database';
import { EXECUTION_ROW } from './execution.repository';
import { executionView, type ShownNode } from './execution.view';

/** Characters of the views that are kept, as JSON: all together, and of one. */
const KEPT = { maxSize: 8 * 1024 * 1024, maxEntrySize: 64 * 1024 };

interface KeptView {
  /** Of the run's row; whatever changes of a run changes its row too, in the same transaction. */
  version: string;
  view: ExecutionView;
}

/**
 * Shows how runs stand, which is asked for more often than all else. A view is kept with the version of its run's row, and
 * shown again for as long as the database says that the row is the same: one short statement in place of a long one, and
 * nothing is ever older than its request, whichever process writes.
 */
@Injectable()
export class StatusRepository {
  private readonly kept = new LRUCache<string, KeptView>({
    ...KEPT,
    sizeCalculation: ({ view }) => JSON.stringify(view).length,
  });
  private readonly queries: ReturnType<typeof prepared>;

  constructor(
    @Inject(DATABASE) database: Database,
    private readonly blobs: BlobRepository,
  ) {
    this.queries = prepared(database);
  }

  /** A user's own run; a dry run is nobody's. */
  async view(id: string, userId: string): Promise<ExecutionView | undefined> {
    const [current] = await this.queries.version.execute({ id, userId });
    const kept = this.kept.get(id);
    if (kept && kept.version === current?.version) return kept.view;
    const [run] = current ? await this.queries.run.execute({ id, userId }) : [];
    if (!run) return undefined;
    const { version, row, nodes, waiting } = run;
    const output = row.outputBlob ? await this.blobs.get(id, row.outputBlob) : row.output;
    const view = executionView(row, { nodes, output, waiting });
    this.kept.set(id, { version, view });
    return view;
  }
}

/** Built once: to build a statement takes Drizzle as long as to run it. */
function prepared({ orm }: Database) {
  const owned = and(
    eq(executions.id, sql.placeholder('id')),
    eq(executions.userId, sql.placeholder('userId')),
    eq(executions.dryRun, false),
  );
  const open = orm
    .select()
    .from(requests)
    .where(and(eq(requests.executionId, executions.id), eq(requests.status, 'open')));
  const version = sql<string>`${executions}.xmin::text`;
  return {
    version: orm.select({ version }).from(executions).where(owned).prepare('execution_version'),
    run: orm
      .select({ version, row: EXECUTION_ROW, nodes: NODES, waiting: sql<boolean>`${exists(open)}` })
      .from(executions)
      .where(owned)
      .prepare('execution_status'),
  };
}

const { executionId, position, nodeId, type, name, status, startedAt, completedAt, errorCode, errorMessage } =
  executionNodes;

/** A run's nodes as one value, since each column of each row takes the driver its time. */
const NODES = sql`(
  select coalesce(
    json_agg(
      json_build_array(${nodeId}, ${type}, ${name}, ${status}, ${startedAt}, ${completedAt}, ${errorCode}, ${errorMessage})
      order by ${position}),
    '[]')
  from ${executionNodes} where ${executionId} = ${executions.id})`.mapWith((rows: NodeValues[]) =>
  rows.map(shownNode),
);

type NodeValues = [
  nodeId: string,
  type: string,
  name: string,
  status: ShownNode['status'],
  startedAt: string | null,
  completedAt: string | null,
  errorCode: string | null,
  errorMessage: string | null,
];

function shownNode([id, kind, title, state, started, completed, code, message]: NodeValues): ShownNode {
  return {
    nodeId: id,
    type: kind,
    name: name.mapFromDriverValue(title) as string,
    status: state,
    startedAt: started === null ? null : new Date(started),
    completedAt: completed === null ? null : new Date(completed),
    errorCode: code,
    errorMessage: message === null ? null : (errorMessage.mapFromDriverValue(message) as string),
  };
}
