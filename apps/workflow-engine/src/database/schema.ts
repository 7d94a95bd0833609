import {
  bigint,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { JsonObject, Json, WorkflowDefinition } from '@aiwf/definition';
import { idempotencyKeysTable } from '@aiwf/persistence';
import type { ExecutionSettings } from '../workflows';

/** Everything the engine owns stands in this schema; the gateway never reads it. */
export const engine = pgSchema('engine');

const at = (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });

/** One row a run: what was asked for, and the projection of its events that `status` is read from. */
export const executions = engine.table(
  'executions',
  {
    id: text('id').primaryKey(),
    userId: text('user_id').notNull(),
    workflowId: text('workflow_id').notNull(),
    requestId: text('request_id'),
    definition: jsonb('definition').$type<WorkflowDefinition>().notNull(),
    inputs: jsonb('inputs').$type<JsonObject>().notNull(),
    settings: jsonb('settings').$type<ExecutionSettings>().notNull(),
    status: text('status', { enum: ['starting', 'running', 'completed', 'failed', 'cancelled'] }).notNull(),
    startedAt: at('started_at').notNull(),
    completedAt: at('completed_at'),
    output: jsonb('output').$type<Json>(),
    errorCode: text('error_code'),
    errorMessage: text('error_message'),
    llmCalls: integer('llm_calls').notNull().default(0),
    toolCalls: integer('tool_calls').notNull().default(0),
    inputTokens: bigint('input_tokens', { mode: 'number' }).notNull().default(0),
    outputTokens: bigint('output_tokens', { mode: 'number' }).notNull().default(0),
    lastEvent: integer('last_event').notNull().default(0),
  },
  (table) => [
    index('executions_open').on(table.status, table.startedAt),
    index('executions_owner').on(table.userId),
  ],
);

/** One row a node of a run. */
export const executionNodes = engine.table(
  'execution_nodes',
  {
    executionId: text('execution_id')
      .notNull()
      .references(() => executions.id, { onDelete: 'cascade' }),
    nodeId: text('node_id').notNull(),
    position: integer('position').notNull(),
    type: text('type').notNull(),
    name: text('name').notNull(),
    status: text('status', {
      enum: ['pending', 'running', 'completed', 'failed', 'skipped', 'cancelled'],
    }).notNull(),
    startedAt: at('started_at'),
    completedAt: at('completed_at'),
    output: jsonb('output').$type<Json>(),
    errorMessage: text('error_message'),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.nodeId] })],
);

/** The append-only log of a run, numbered without gaps from 1. */
export const executionEvents = engine.table(
  'execution_events',
  {
    executionId: text('execution_id')
      .notNull()
      .references(() => executions.id, { onDelete: 'cascade' }),
    seq: integer('seq').notNull(),
    type: text('type').notNull(),
    nodeId: text('node_id'),
    at: at('at').notNull(),
    data: jsonb('data').$type<JsonObject>().notNull(),
    writer: text('writer').notNull(),
    writerSeq: integer('writer_seq').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.executionId, table.seq] }),
    uniqueIndex('execution_events_writer').on(table.executionId, table.writer, table.writerSeq),
  ],
);

/** The ledger of model calls: what stands here was paid for and is never asked again. */
export const modelCalls = engine.table(
  'model_calls',
  {
    lineage: text('lineage').notNull(),
    path: text('path').notNull(),
    turn: integer('turn').notNull(),
    executionId: text('execution_id')
      .notNull()
      .references(() => executions.id, { onDelete: 'cascade' }),
    digest: text('digest').notNull(),
    opening: jsonb('opening').$type<JsonObject>(),
    reply: jsonb('reply').$type<JsonObject>().notNull(),
    model: text('model').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    durationMs: integer('duration_ms').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.lineage, table.path, table.turn] })],
);

/** The ledger of tool calls: the intent is written before the call, the result after it. */
export const toolCalls = engine.table(
  'tool_calls',
  {
    lineage: text('lineage').notNull(),
    path: text('path').notNull(),
    turn: integer('turn').notNull(),
    position: integer('position').notNull(),
    executionId: text('execution_id')
      .notNull()
      .references(() => executions.id, { onDelete: 'cascade' }),
    callId: text('call_id').notNull(),
    name: text('name').notNull(),
    arguments: jsonb('arguments').$type<Json>().notNull(),
    result: jsonb('result').$type<JsonObject>(),
    startedAt: at('started_at').notNull().defaultNow(),
    completedAt: at('completed_at'),
  },
  (table) => [primaryKey({ columns: [table.lineage, table.path, table.turn, table.position] })],
);

/** What the keys of requests that start runs were first used for. */
export const idempotencyKeys = idempotencyKeysTable(engine);
