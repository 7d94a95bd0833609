import type { WorkflowDefinition } from '@aiwf/definition';
import { idempotencyKeysTable } from '@aiwf/persistence';
import { index, jsonb, pgSchema, text, timestamp } from 'drizzle-orm/pg-core';

/** Everything the gateway owns stands in this schema; the engine never reads it. */
export const gateway = pgSchema('gateway');

/** One row a generated workflow; never changed once written. */
export const workflows = gateway.table(
  'workflows',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    name: text('name').notNull(),
    prompt: text('prompt').notNull(),
    planner: text('planner', { enum: ['llm', 'outline'] }).notNull(),
    model: text('model').notNull(),
    warnings: jsonb('warnings').$type<string[]>().notNull(),
    definition: jsonb('definition').$type<WorkflowDefinition>().notNull(),
    /** Milliseconds, since the page cursor carries it through a JavaScript date. */
    createdAt: timestamp('created_at', { withTimezone: true, mode: 'date', precision: 3 }).notNull(),
  },
  (table) => [index('workflows_of_user').on(table.userId, table.createdAt, table.id)],
);

/** What the keys of requests that start runs were first used for. */
export const idempotencyKeys = idempotencyKeysTable(gateway);
