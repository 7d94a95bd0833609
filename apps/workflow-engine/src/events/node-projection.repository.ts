import { getTableColumns, sql } from 'drizzle-orm';
import type { Orm } from '@aiwf/persistence';
import { executionNodes } from '../database';

type NodeRow = typeof executionNodes.$inferSelect;

const KEPT = ['status', 'startedAt', 'completedAt', 'errorCode', 'errorMessage'] as const;
const OUTPUT = ['output', 'outputBlob'] as const;

/** What changes in a node's row; what is absent or null stays as it is, but of the two outputs given one is null. */
export type NodeChange = Partial<Pick<NodeRow, (typeof KEPT)[number]>> &
  (Pick<NodeRow, (typeof OUTPUT)[number]> | { [output in (typeof OUTPUT)[number]]?: undefined });

/** Changes the rows of any number of nodes of a run in one statement. */
export async function updateNodes(
  tx: Orm,
  executionId: string,
  changes: ReadonlyMap<string, NodeChange>,
): Promise<void> {
  if (changes.size === 0) return;
  const columns = getTableColumns(executionNodes);
  const fields = [...KEPT, ...OUTPUT];
  // One parameter for all: Drizzle takes a millisecond and more for some hundreds.
  const rows = [...changes].map(([node_id, change]) => ({
    node_id,
    gives: change.output !== undefined,
    ...Object.fromEntries(
      fields.map((field) => [
        columns[field].name,
        (change[field] ?? null) === null ? null : columns[field].mapToDriverValue(change[field]),
      ]),
    ),
  }));
  const name = (field: (typeof fields)[number]) => sql.identifier(columns[field].name);
  const value = (field: (typeof fields)[number]) =>
    sql`changed.${name(field)}::${sql.raw(columns[field].getSQLType())}`;
  const sets = [
    ...KEPT.map((field) => sql`${name(field)} = coalesce(${value(field)}, node.${name(field)})`),
    ...OUTPUT.map(
      (field) =>
        sql`${name(field)} = case when changed.gives then ${value(field)} else node.${name(field)} end`,
    ),
  ];
  await tx.execute(sql`
    update ${executionNodes} as node set ${sql.join(sets, sql`, `)}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as changed(node_id text, gives boolean, ${sql.join(
        fields.map((field) => sql`${name(field)} text`),
        sql`, `,
      )})
    where node.execution_id = ${executionId} and node.node_id = changed.node_id`);
}
