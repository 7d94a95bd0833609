import { Inject, Injectable } from '@nestjs/common';
import { and, eq, inArray, not, sql } from 'drizzle-orm';
import type { SpendingLimits } from '@aiwf/definition';
import { DATABASE, type Database, type Orm } from '@aiwf/persistence';
import type { Breach, CallKey, SpendingScope } from '../workflows';
import { budgets, reservations } from '../database';

/** What a call may spend at most, or has spent. */
export interface Spending {
  tokens: number;
  costUsd: number;
}

/** Which call it is that spends. */
type Call = Pick<CallKey, 'lineage' | 'path' | 'turn'>;

/** What is spent and reserved in a scope, in the terms of its limits. */
type Standing = { [limit in keyof Required<SpendingLimits>]: number };

const LIMITS = ['max_llm_calls', 'max_tokens', 'max_cost_usd'] as const;

/**
 * What runs may spend. Each model call is reserved before it is made, in every scope it counts in, and settled with its
 * record; so branches and children that call at the same time can't go past a limit together.
 */
@Injectable()
export class BudgetRepository {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  /**
   * Reserves a call; one that is reserved already, by an earlier attempt, stays so.
   *
   * @returns the first limit the call would go past, the outermost scope first; nothing is reserved then
   */
  async reserve(call: Call, scopes: readonly SpendingScope[], most: Spending): Promise<Breach | undefined> {
    if (scopes.length === 0) return undefined;
    return this.database.orm.transaction(async (tx) => {
      const raised = await lockedBudgets(tx, call.lineage, scopes);
      const standing = await standingOf(tx, call, scopes);
      for (const { scope, limits } of scopes) {
        const breach = breachOf(scope, { ...limits, ...raised.get(scope) }, standing.get(scope), most);
        if (breach) return breach;
      }
      await tx
        .insert(reservations)
        .values(scopes.map(({ scope }) => ({ ...keyOf(call), scope, ...most })))
        .onConflictDoUpdate({
          target: [reservations.executionId, reservations.scope, reservations.path, reservations.turn],
          set: { tokens: most.tokens, costUsd: most.costUsd },
        });
      return undefined;
    });
  }

  /**
   * Turns a call's reservations into what it has spent, with the transaction that records it. It is spent also where
   * nothing is reserved any more, since another attempt at the same call failed and gave it back.
   */
  async settleWithin(
    tx: Orm,
    call: Call,
    scopes: readonly SpendingScope[],
    { tokens, costUsd }: Spending,
  ): Promise<void> {
    if (scopes.length === 0) return;
    await lockedBudgets(tx, call.lineage, scopes);
    await tx.delete(reservations).where(ofCall(call));
    await tx
      .update(budgets)
      .set({
        llmCalls: sql`${budgets.llmCalls} + 1`,
        tokens: sql`${budgets.tokens} + ${tokens}`,
        costUsd: sql`${budgets.costUsd} + ${costUsd}`,
      })
      .where(
        and(
          eq(budgets.executionId, call.lineage),
          inArray(
            budgets.scope,
            scopes.map(({ scope }) => scope),
          ),
        ),
      );
  }

  /** Gives back what was reserved for a call that failed. */
  async release(call: Call): Promise<void> {
    await this.database.orm.delete(reservations).where(ofCall(call));
  }

  /** Puts higher limits in the place of those of the definition; one that was raised further stays so. */
  async raise(executionId: string, scope: string, limits: SpendingLimits): Promise<void> {
    await this.database.orm.transaction(async (tx) => {
      const earlier = (await lockedBudgets(tx, executionId, [{ scope, limits }])).get(scope);
      await tx
        .update(budgets)
        .set({ raised: highestOf(earlier ?? {}, limits) })
        .where(and(eq(budgets.executionId, executionId), eq(budgets.scope, scope)));
    });
  }
}

function keyOf({ lineage, path, turn }: Call) {
  return { executionId: lineage, path, turn };
}

function ofCall({ lineage, path, turn }: Call) {
  return and(eq(reservations.executionId, lineage), eq(reservations.path, path), eq(reservations.turn, turn));
}

/** Makes the scopes' rows and locks them, always in the same order; answers the limits that were raised. */
async function lockedBudgets(
  tx: Orm,
  executionId: string,
  scopes: readonly SpendingScope[],
): Promise<Map<string, SpendingLimits | null>> {
  const names = scopes.map(({ scope }) => scope).sort();
  await tx
    .insert(budgets)
    .values(names.map((scope) => ({ executionId, scope })))
    .onConflictDoNothing();
  const rows = await tx
    .select({ scope: budgets.scope, raised: budgets.raised })
    .from(budgets)
    .where(and(eq(budgets.executionId, executionId), inArray(budgets.scope, names)))
    .orderBy(budgets.scope)
    .for('update');
  return new Map(rows.map(({ scope, raised }) => [scope, raised]));
}

/** What is spent, and reserved for other calls. */
async function standingOf(
  tx: Orm,
  call: Call,
  scopes: readonly SpendingScope[],
): Promise<Map<string, Standing>> {
  const names = scopes.map(({ scope }) => scope);
  const spent = await tx
    .select()
    .from(budgets)
    .where(and(eq(budgets.executionId, call.lineage), inArray(budgets.scope, names)));
  const reserved = await tx
    .select({
      scope: reservations.scope,
      calls: sql<number>`count(*)::int`,
      tokens: sql<number>`sum(${reservations.tokens})::float8`,
      costUsd: sql<number>`sum(${reservations.costUsd})::float8`,
    })
    .from(reservations)
    .where(
      and(
        eq(reservations.executionId, call.lineage),
        inArray(reservations.scope, names),
        not(and(eq(reservations.path, call.path), eq(reservations.turn, call.turn)) ?? sql`false`),
      ),
    )
    .groupBy(reservations.scope);
  const open = new Map(reserved.map((row) => [row.scope, row]));
  return new Map(
    spent.map(({ scope, llmCalls, tokens, costUsd }) => [
      scope,
      {
        max_llm_calls: llmCalls + (open.get(scope)?.calls ?? 0),
        max_tokens: tokens + (open.get(scope)?.tokens ?? 0),
        max_cost_usd: costUsd + (open.get(scope)?.costUsd ?? 0),
      },
    ]),
  );
}

function highestOf(a: SpendingLimits, b: SpendingLimits): SpendingLimits {
  const highest = { ...a };
  for (const limit of LIMITS) {
    const other = b[limit];
    if (other !== undefined) highest[limit] = Math.max(a[limit] ?? 0, other);
  }
  return highest;
}

function breachOf(
  scope: string,
  limits: SpendingLimits,
  standing: Standing | undefined,
  most: Spending,
): Breach | undefined {
  const asked = { max_llm_calls: 1, max_tokens: most.tokens, max_cost_usd: most.costUsd };
  for (const limit of LIMITS) {
    const allowed = limits[limit];
    const needed = (standing?.[limit] ?? 0) + asked[limit];
    if (allowed !== undefined && needed > allowed) return { scope, limit, allowed, needed };
  }
  return undefined;
}
