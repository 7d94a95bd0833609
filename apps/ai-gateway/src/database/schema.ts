import { type PlanningUsageView, type RepairView, VERSION_ORIGINS } from '@aiwf/contracts';
import type { WorkflowDefinition } from '@aiwf/definition';
import { idempotencyKeysTable } from '@aiwf/persistence';
import { index, integer, json, jsonb, pgSchema, primaryKey, text, timestamp } from 'drizzle-orm/pg-core';

const PLANNERS = ['llm', 'outline'] as const;

/** Everything the gateway owns stands in this schema; the engine never reads it. */
export const gateway = pgSchema('gateway');

/** Milliseconds, since the page cursor carries it through a JavaScript date. */
const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 }).notNull();

/** One row a workflow: whose it is, and which of its versions is the latest. */
export const workflows = gateway.table(
  'workflows',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    /** The latest version's. */
    name: text('name').notNull(),
    prompt: text('prompt').notNull(),
    planner: text('planner', { enum: PLANNERS }).notNull(),
    version: integer('version').notNull(),
    createdAt: at('created_at'),
  },
  (table) => [index('workflows_of_user').on(table.userId, table.createdAt, table.id)],
);

/** One row a version of a workflow; never changed once written. */
export const workflowVersions = gateway.table(
  'workflow_versions',
  {
    workflowId: text('workflow_id')
      .notNull()
      .references(() => workflows.id, { onDelete: 'cascade' }),
    version: integer('version').notNull(),
    userId: text('user_id').notNull(),
    origin: text('origin', { enum: VERSION_ORIGINS }).notNull(),
    /** What was asked for, of a refined version. */
    instruction: text('instruction'),
    /** Whose content it has, of a restored version. */
    restoredFrom: integer('restored_from'),
    planner: text('planner', { enum: PLANNERS }).notNull(),
    model: text('model').notNull(),
    warnings: jsonb('warnings').$type<readonly string[]>().notNull(),
    repairs: jsonb('repairs').$type<readonly RepairView[]>().notNull(),
    usage: jsonb('usage').$type<PlanningUsageView>().notNull(),
    /** As text, since a version is the same to the byte wherever it is shown. */
    definition: json('definition').$type<WorkflowDefinition>().notNull(),
    createdAt: at('created_at'),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.version] })],
);

/** What the keys of requests that start runs were first used for. */
export const idempotencyKeys = idempotencyKeysTable(gateway);
