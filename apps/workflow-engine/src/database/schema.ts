import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { JsonObject, Json, SpendingLimits, WorkflowDefinition } from '@aiwf/definition';
import { idempotencyKeysTable } from '@aiwf/persistence';
import { sealedBytes, sealedJson, sealedText } from './sealed.column';
import type { ExecutionSettings, OpenRequest, RequestKind, RunInput, StoredBlob } from '../workflows';

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
    definition: sealedJson('definition').$type<WorkflowDefinition>().notNull(),
    inputs: sealedJson('inputs').$type<JsonObject>().notNull(),
    settings: jsonb('settings').$type<ExecutionSettings>().notNull(),
    status: text('status', { enum: ['starting', 'running', 'completed', 'failed', 'cancelled'] }).notNull(),
    startedAt: at('started_at').notNull(),
    completedAt: at('completed_at'),
    output: sealedJson('output').$type<Json>(),
    /** In place of `output` when it is large. */
    outputBlob: jsonb('output_blob').$type<StoredBlob>(),
    errorCode: text('error_code'),
    errorMessage: sealedText('error_message'),
    /** The execution this one goes on from. */
    forkedFrom: text('forked_from'),
    /** What it goes on from that one with. */
    fromState: sealedJson('from_state').$type<NonNullable<RunInput['from']>>(),
    /** What it was expected to use. */
    estimate: sealedJson('estimate').$type<JsonObject>(),
    /** Of the stored workflow. */
    workflowVersion: integer('workflow_version'),
    /** Nobody's run: it shows what a run would do, and is removed once that is known. */
    dryRun: boolean('dry_run').notNull().default(false),
    paused: boolean('paused').notNull().default(false),
    llmCalls: integer('llm_calls').notNull().default(0),
    toolCalls: integer('tool_calls').notNull().default(0),
    inputTokens: bigint('input_tokens', { mode: 'number' }).notNull().default(0),
    outputTokens: bigint('output_tokens', { mode: 'number' }).notNull().default(0),
    costUsd: doublePrecision('cost_usd').notNull().default(0),
    /** Calls whose price is not in the table; they are not in `cost_usd`. */
    unpricedCalls: integer('unpriced_calls').notNull().default(0),
    /** Calls taken over from the execution it goes on from; they cost nothing again. */
    reusedCalls: integer('reused_calls').notNull().default(0),
    lastEvent: integer('last_event').notNull().default(0),
  },
  (table) => [
    index('executions_open').on(table.status, table.startedAt),
    index('executions_owner').on(table.userId, table.startedAt),
    index('executions_workflow').on(table.workflowId, table.startedAt),
    index('executions_dry_runs')
      .on(table.startedAt)
      .where(sql`${table.dryRun}`),
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
    name: sealedText('name').notNull(),
    status: text('status', {
      enum: ['pending', 'running', 'completed', 'failed', 'skipped', 'cancelled'],
    }).notNull(),
    startedAt: at('started_at'),
    completedAt: at('completed_at'),
    output: sealedJson('output').$type<Json>(),
    outputBlob: jsonb('output_blob').$type<StoredBlob>(),
    errorCode: text('error_code'),
    errorMessage: sealedText('error_message'),
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
    /** Where a node inside another stands. */
    path: text('path'),
    at: at('at').notNull(),
    data: sealedJson('data').$type<JsonObject>().notNull(),
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
    nodeId: text('node_id').notNull().default(''),
    digest: text('digest').notNull(),
    opening: sealedJson('opening').$type<JsonObject>(),
    /** What was said to the agent before this turn, when its answer was not accepted. */
    feedback: sealedText('feedback'),
    reply: sealedJson('reply').$type<JsonObject>().notNull(),
    model: text('model').notNull(),
    inputTokens: integer('input_tokens').notNull(),
    outputTokens: integer('output_tokens').notNull(),
    /** Null: the model's price is not known. */
    costUsd: doublePrecision('cost_usd'),
    /** Taken over from the execution this one goes on from. */
    reused: boolean('reused').notNull().default(false),
    durationMs: integer('duration_ms').notNull(),
    createdAt: at('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.lineage, table.path, table.turn] }),
    index('model_calls_recent').on(table.createdAt),
  ],
);

/** The ledger of tool calls and HTTP requests: the intent is written before the call, the result after it. */
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
    nodeId: text('node_id').notNull().default(''),
    callId: text('call_id').notNull(),
    name: text('name').notNull(),
    digest: text('digest'),
    effect: text('effect', { enum: ['read', 'idempotent', 'irreversible'] })
      .notNull()
      .default('read'),
    reused: boolean('reused').notNull().default(false),
    /** How many times a person said that it is to be made again, of those that led to a call. */
    again: integer('again').notNull().default(0),
    durationMs: integer('duration_ms'),
    arguments: sealedJson('arguments').$type<Json>().notNull(),
    result: sealedJson('result').$type<JsonObject>(),
    startedAt: at('started_at').notNull().defaultNow(),
    completedAt: at('completed_at'),
  },
  (table) => [primaryKey({ columns: [table.lineage, table.path, table.turn, table.position] })],
);

/** What the keys of requests that start runs were first used for. */
export const idempotencyKeys = idempotencyKeysTable(engine);

const ofExecution = () =>
  text('execution_id')
    .notNull()
    .references(() => executions.id, { onDelete: 'cascade' });

/** Values of a run that are too large for Temporal's history, each under the SHA-256 of its JSON. */
export const blobs = engine.table(
  'blobs',
  {
    executionId: ofExecution(),
    id: text('id').notNull(),
    content: sealedBytes('content').notNull(),
    /** Characters of its JSON. */
    size: integer('size').notNull(),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.id] })],
);

/** What was spent in a run, by the scopes that have limits. */
export const budgets = engine.table(
  'budgets',
  {
    executionId: ofExecution(),
    scope: text('scope').notNull(),
    llmCalls: integer('llm_calls').notNull().default(0),
    tokens: bigint('tokens', { mode: 'number' }).notNull().default(0),
    costUsd: doublePrecision('cost_usd').notNull().default(0),
    /** Limits that a person raised, in place of those of the definition. */
    raised: jsonb('raised').$type<SpendingLimits>(),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.scope] })],
);

/** What calls under way may spend at most, until they are settled; one row a call and scope. */
export const reservations = engine.table(
  'reservations',
  {
    executionId: ofExecution(),
    scope: text('scope').notNull(),
    path: text('path').notNull(),
    turn: integer('turn').notNull(),
    tokens: bigint('tokens', { mode: 'number' }).notNull(),
    costUsd: doublePrecision('cost_usd').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.executionId, table.scope, table.path, table.turn] }),
    foreignKey({
      columns: [table.executionId, table.scope],
      foreignColumns: [budgets.executionId, budgets.scope],
    }).onDelete('cascade'),
  ],
);

/** What runs wait for from outside, and waited for. */
export const requests = engine.table(
  'requests',
  {
    executionId: ofExecution(),
    requestId: text('request_id').notNull(),
    kind: text('kind').$type<RequestKind>().notNull(),
    workflowId: text('workflow_id').notNull(),
    nodeId: text('node_id').notNull(),
    message: sealedText('message').notNull(),
    decisions: jsonb('decisions').$type<OpenRequest['decisions']>().notNull(),
    data: sealedJson('data').$type<OpenRequest['data']>(),
    form: sealedJson('form').$type<JsonObject>(),
    approvers: jsonb('approvers').$type<string[]>(),
    required: integer('required').notNull(),
    expiresAt: at('expires_at'),
    status: text('status', { enum: ['open', 'decided', 'expired', 'withdrawn'] }).notNull(),
    openedAt: at('opened_at').notNull(),
    closedAt: at('closed_at'),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.requestId] })],
);

/** What the tools of MCP servers were when a run began. */
export const toolSnapshots = engine.table(
  'tool_snapshots',
  {
    executionId: ofExecution(),
    name: text('name').notNull(),
    description: text('description').notNull(),
    parameters: jsonb('parameters').$type<JsonObject>().notNull(),
    effect: text('effect', { enum: ['read', 'idempotent', 'irreversible'] }).notNull(),
    needsApproval: boolean('needs_approval').notNull(),
  },
  (table) => [primaryKey({ columns: [table.executionId, table.name] })],
);
