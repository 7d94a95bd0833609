import { asc, eq } from 'drizzle-orm';
import { executionEvents, modelCalls, toolCalls } from '../../apps/workflow-engine/src/database';
import { EventLogRepository } from '../../apps/workflow-engine/src/events';
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

/** What a run's log tells, in no order. */
export async function toldOf(engine: EngineUnderTest, executionId: string): Promise<string[]> {
  const events = await eventsOf(engine, executionId);
  return events.map(({ type, nodeId }) => `${type} ${nodeId ?? ''}`.trim()).toSorted();
}

/** Does something once an event of a run is written, and before its step goes on. */
export function onceTold(
  engine: EngineUnderTest,
  executionId: string,
  type: string,
  then: () => Promise<unknown>,
): void {
  const log = engine.service(EventLogRepository);
  const appending = log.append.bind(log);
  const append = jest.spyOn(log, 'append').mockImplementation(async (of, events) => {
    const appended = await appending(of, events);
    if (of === executionId && events.some((event) => event.type === type)) {
      append.mockRestore();
      await then();
    }
    return appended;
  });
}
