import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, sql, type SQL } from 'drizzle-orm';
import type { RequestKind, RequestStatus } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { DATABASE, type Database } from '@aiwf/persistence';
import { Values } from '../../blobs';
import { requests } from '../../database';

/** A request's row. */
export type RequestRow = typeof requests.$inferSelect;

/** Which requests of a run. */
export interface RequestFilter {
  /** Absent: whatever they have come to. */
  status?: RequestStatus | undefined;
  /** Those alone that list this user among their approvers. */
  approver?: string | undefined;
  limit: number;
}

/** Reads what runs wait for; the rows come from the event log alone. */
@Injectable()
export class RequestsRepository {
  constructor(
    @Inject(DATABASE) private readonly database: Database,
    private readonly values: Values,
  ) {}

  async find(executionId: string, requestId: string): Promise<RequestRow | undefined> {
    const [row] = await this.rows(executionId, eq(requests.requestId, requestId)).limit(1);
    return row;
  }

  /** Oldest first. */
  list(executionId: string, { status, approver, limit }: RequestFilter): Promise<RequestRow[]> {
    return this.rows(
      executionId,
      status === undefined ? undefined : eq(requests.status, status),
      approver === undefined ? undefined : lists(approver),
    ).limit(limit);
  }

  /** Whether any request of a run, open or not, lists a user among its approvers. */
  async concern(executionId: string, approver: string): Promise<boolean> {
    return (await this.list(executionId, { approver, limit: 1 })).length > 0;
  }

  /** Open requests of one kind, oldest first. */
  async open(executionId: string, kind: RequestKind): Promise<RequestRow[]> {
    return this.rows(executionId, eq(requests.kind, kind), eq(requests.status, 'open'));
  }

  /** What a request is about, wherever it is kept; null where it has nothing. */
  async dataOf({ executionId, data }: RequestRow): Promise<Json> {
    return data ? this.values.load(executionId, data) : null;
  }

  private rows(executionId: string, ...conditions: (SQL | undefined)[]) {
    return this.database.orm
      .select()
      .from(requests)
      .where(and(eq(requests.executionId, executionId), ...conditions))
      .orderBy(asc(requests.openedAt), asc(requests.requestId));
  }
}

function lists(approver: string): SQL {
  return sql`${requests.approvers} @> ${JSON.stringify([approver])}::jsonb`;
}
