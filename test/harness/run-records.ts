import { asc, eq } from 'drizzle-orm';
import { executionEvents, modelCalls, toolCalls } from '../../apps/workflow-engine/src/database';
import type { EngineUnderTest } from './engine';

/** A run's log in the order of its numbers. */
export function eventsOf({ database }: EngineUnderTest, executionId: string) {
  return database.orm
    .select()
    .from(executionEvents)
    .where(eq(executionEvents.executionId, executionId))
    .orderBy(asc(executionEvents.seq));
}

/** A run's model calls in the ledger. */
export function modelCallsOf({ database }: EngineUnderTest, executionId: string) {
  return database.orm
    .select()
    .from(modelCalls)
    .where(eq(modelCalls.executionId, executionId))
    .orderBy(asc(modelCalls.path), asc(modelCalls.turn));
}

/** A run's tool calls in the ledger. */
export function toolCallsOf({ database }: EngineUnderTest, executionId: string) {
  return database.orm
    .select()
    .from(toolCalls)
    .where(eq(toolCalls.executionId, executionId))
    .orderBy(asc(toolCalls.path), asc(toolCalls.turn), asc(toolCalls.position));
}
