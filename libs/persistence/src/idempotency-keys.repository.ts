import { createHash } from 'node:crypto';
import { HttpProblem } from '@aiwf/platform';
import { and, eq, lt } from 'drizzle-orm';
import type { Database } from './database';
import { digestOf, type Json } from './digest';
import type { IdempotencyKeysTable } from './idempotency-keys.table';
import { withoutParameters } from './query-failure';

const KEPT_MS = 24 * 60 * 60 * 1000;

/** A request that came with an `Idempotency-Key`. */
export interface KeyedRequest {
  userId: string;
  /** The route's method and path; the same key on another route is another key. */
  route: string;
  key: string;
  /** All that makes two requests to the route the same, parameters in its path included. */
  body: Json;
}

/** Remembers for 24 hours what each `Idempotency-Key` was first used for. */
export class IdempotencyKeys {
  constructor(
    private readonly database: Database,
    private readonly table: IdempotencyKeysTable,
  ) {}

  /**
   * Ties a key to what is proposed, such as the id of what the request is going to make; the first proposal stands.
   * Whatever follows must be repeatable under it, since the process may die just after.
   *
   * @returns what the key stands for: `proposed`, or what the first request with it proposed
   * @throws HttpProblem 422 `idempotency_key_reused` when the first request had another body
   */
  async claim<T extends Json>(request: KeyedRequest, proposed: T): Promise<T> {
    try {
      return await this.insertOrRead(request, proposed);
    } catch (error) {
      throw withoutParameters(error);
    }
  }

  private async insertOrRead<T extends Json>(request: KeyedRequest, proposed: T): Promise<T> {
    const { orm } = this.database;
    const { table } = this;
    const now = Date.now();
    await orm.delete(table).where(lt(table.createdAt, new Date(now - KEPT_MS)));

    const { userId, route } = request;
    const keyDigest = createHash('sha256').update(request.key).digest('hex');
    const bodyDigest = digestOf(request.body);
    const inserted = await orm
      .insert(table)
      .values({ userId, route, keyDigest, bodyDigest, claimed: proposed, createdAt: new Date(now) })
      .onConflictDoNothing()
      .returning({ userId: table.userId });
    if (inserted.length > 0) return proposed;

    const [first] = await orm
      .select()
      .from(table)
      .where(and(eq(table.userId, userId), eq(table.route, route), eq(table.keyDigest, keyDigest)));
    // It expired between the two statements.
    if (first === undefined) return this.insertOrRead(request, proposed);
    if (first.bodyDigest !== bodyDigest) throw new HttpProblem('idempotency_key_reused');
    return first.claimed as T;
  }
}
