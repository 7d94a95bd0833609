import { getTableColumns, sql } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { driverValue, executionNodes } from '../database';

type NodeRow = typeof executionNodes.$inferSelect;

const KEPT = ['status', 'startedAt', 'completedAt', 'errorCode', 'errorMessage'] as const;
const OUTPUT = ['output', 'outputBlob'] as const;

/** What changes in a node's row; what is absent or null stays as it is, but of the two outputs given one is null. */
export type NodeChange = Partial<Pick<NodeRow, (typeof KEPT)[number]>> &
  (Pick<NodeRow, (typeof OUTPUT)[number]> | { [output in (typeof OUTPUT)[number]]?: undefined });

const COLUMNS = getTableColumns(executionNodes);
const FIELDS = [...KEPT, ...OUTPUT];
const nameOf = (field: (typeof FIELDS)[number]) => COLUMNS[field].name;

/** For an update of rows named `node` from {@link changedRows} named `changed`. */
export const NODE_SETS = sql.raw(
  [
    ...KEPT.map((field) => `${nameOf(field)} = coalesce(${valueOf(field)}, node.${nameOf(field)})`),
    ...OUTPUT.map(
      (field) => `${nameOf(field)} = case when gives then ${valueOf(field)} else node.${nameOf(field)} end`,
    ),
  ].join(', '),
);

/** The same rows, as PostgreSQL reads them out of JSON. */
export const CHANGED_COLUMNS = sql.raw(
  `node_id text, gives boolean, ${FIELDS.map((field) => `${nameOf(field)} text`).join(', ')}`,
);

function valueOf(field: (typeof FIELDS)[number]): string {
  return `changed.${nameOf(field)}::${COLUMNS[field].getSQLType()}`;
}

/** Changes of any number of nodes as JSON: Drizzle takes a millisecond and more for some hundreds of parameters. */
export function changedRows(changes: ReadonlyMap<string, NodeChange>): string {
  const rows = [...changes].map(([node_id, change]) => ({
    node_id,
    gives: change.output !== undefined,
    ...Object.fromEntries(FIELDS.map((field) => [nameOf(field), driverValue(COLUMNS[field], change[field])])),
  }));
  return JSON.stringify(rows);
}

/** Changes the rows of any number of nodes of a run in one statement. */
export async function updateNodes(
  tx: Orm,
  executionId: string,
  changes: ReadonlyMap<string, NodeChange>,
): Promise<void> {
  if (changes.size === 0) return;
  await tx.execute(sql`
    update ${executionNodes} as node set ${NODE_SETS}
    from jsonb_to_recordset(${changedRows(changes)}::jsonb) as changed(${CHANGED_COLUMNS})
    where node.execution_id = ${executionId} and node.node_id = changed.node_id`);
}
