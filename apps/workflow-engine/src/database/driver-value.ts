import type { Column } from 'drizzle-orm';

/** A value as the database takes it for a column, where Drizzle does not see to it: it leaves a placeholder's null to the encoder. */
export function driverValue(column: Column, value: unknown): unknown {
  return value === null || value === undefined ? null : column.mapToDriverValue(value);
}
