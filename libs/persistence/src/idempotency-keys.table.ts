import { index, type PgSchema, jsonb, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';
import type { Json } from './digest';

/** The table `idempotency_keys` in an app's schema: one row for each key a user sent to a route. */
export function idempotencyKeysTable(schema: PgSchema) {
  return schema.table(
    'idempotency_keys',
    {
      userId: text('user_id').notNull(),
      route: text('route').notNull(),
      /** SHA-256 of the key: clients put things into keys that are nobody else's business. */
      keyDigest: text('key_digest').notNull(),
      bodyDigest: text('body_digest').notNull(),
      claimed: jsonb('claimed').$type<Json>().notNull(),
      createdAt: timestamp('created_at', { withTimezone: true, mode: 'date', precision: 3 }).notNull(),
    },
    (table) => [
      primaryKey({ columns: [table.userId, table.route, table.keyDigest] }),
      index('idempotency_keys_age').on(table.createdAt),
    ],
  );
}

/** A table that {@link idempotencyKeysTable} made. */
export type IdempotencyKeysTable = ReturnType<typeof idempotencyKeysTable>;
