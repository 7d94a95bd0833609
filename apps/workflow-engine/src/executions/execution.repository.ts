import { Inject, Injectable } from '@nestjs/common';
import { and, asc, eq, getTableColumns, gt, inArray, lt, sql } from 'drizzle-orm';
import type { JsonObject, WorkflowDefinition } from '@aiwf/definition';
import { DATABASE, withoutParameters, type Database, type Orm } from '@aiwf/persistence';
import { driverValue, executionNodes, executions, storable } from '../database';
import type { ExecutionSettings, RunInput } from '../workflows';

/** A run's row with its plan. */
export type PlannedRow = typeof executions.$inferSelect;

type WholeNodeRow = typeof executionNodes.$inferSelect;

/** A run's row without its {@link ExecutionPlan}, which may be large while the row is asked for often. */
export type ExecutionRow = Omit<PlannedRow, keyof ExecutionPlan>;

/** Of a run without a closing event. */
export type OpenStatus = Extract<PlannedRow['status'], 'starting' | 'running'>;

/** What a run was asked to do, and what it had behind it then. */
export type ExecutionPlan = Pick<PlannedRow, 'definition' | 'inputs' | 'fromState'>;

/** A node's row without its output. */
export type ExecutionNodeRow = Omit<WholeNodeRow, 'output' | 'outputBlob'>;

/** What a node gave, there or in the blob store. */
export type NodeOutputRow = Pick<WholeNodeRow, 'nodeId' | 'status' | 'output' | 'outputBlob'>;

/** What a run is started with. */
export interface NewExecution {
  id: string;
  userId: string;
  workflowId: string;
  requestId: string | undefined;
  definition: WorkflowDefinition;
  inputs: JsonObject;
  settings: ExecutionSettings;
  /** The run it goes on from. */
  forkedFrom?: string;
  /** What it is expected to use. */
  estimate?: JsonObject;
  /** Of the stored workflow. */
  workflowVersion?: number;
  dryRun?: boolean;
}

/** What a run has behind it when it starts, made in the transaction that inserts it. */
export type Beginning = (tx: Orm) => Promise<RunInput['from']>;

const COLUMNS = getTableColumns(executions);
const { definition: _definition, inputs: _inputs, fromState: _fromState, ...ROW } = COLUMNS;

/** The columns of an {@link ExecutionRow}. */
export { ROW as EXECUTION_ROW };

const PLAN = { definition: COLUMNS.definition, inputs: COLUMNS.inputs, fromState: COLUMNS.fromState };

const { output, outputBlob, ...NODE_ROW } = getTableColumns(executionNodes);
const NODE_OUTPUT = { nodeId: NODE_ROW.nodeId, status: NODE_ROW.status, output, outputBlob };

/** Reads and makes the rows of runs; their changes come from the event log alone. */
@Injectable()
export class ExecutionRepository {
  private readonly insertion;

  constructor(@Inject(DATABASE) private readonly database: Database) {
    this.insertion = insertionOf(database.orm);
  }

  /**
   * Inserts a run as `starting`, with a row for each node.
   *
   * @param beginning called with the rows in place, where they are new
   * @returns the row that now stands under the id, and whether it is this one
   */
  async insert(
    execution: NewExecution,
    beginning?: Beginning,
  ): Promise<{ row: PlannedRow; inserted: boolean }> {
    try {
      return await this.insertWithNodes(execution, beginning);
    } catch (error) {
      throw withoutParameters(error);
    }
  }

  /** A user's own run; a dry run is nobody's. */
  async findOwned(id: string, userId: string): Promise<ExecutionRow | undefined> {
    const [row] = await this.database.orm
      .select(ROW)
      .from(executions)
      .where(and(eq(executions.id, id), eq(executions.userId, userId), eq(executions.dryRun, false)));
    return row;
  }

  /** @throws Error when the run was removed */
  async plan(id: string): Promise<ExecutionPlan> {
    const [plan] = await this.database.orm.select(PLAN).from(executions).where(eq(executions.id, id));
    if (!plan) throw new Error(`The execution ${id} is not stored any more`);
    return plan;
  }

  /** A run whoever owns it, for the engine's own use. */
  async find(id: string): Promise<ExecutionRow | undefined> {
    const [row] = await this.database.orm.select(ROW).from(executions).where(eq(executions.id, id));
    return row;
  }

  /** A run's nodes in the order of the definition. */
  async nodes(id: string): Promise<ExecutionNodeRow[]> {
    return this.database.orm
      .select(NODE_ROW)
      .from(executionNodes)
      .where(eq(executionNodes.executionId, id))
      .orderBy(asc(executionNodes.position));
  }

  /** What its nodes gave, in the order of the definition. */
  async nodeOutputs(id: string): Promise<NodeOutputRow[]> {
    return this.database.orm
      .select(NODE_OUTPUT)
      .from(executionNodes)
      .where(eq(executionNodes.executionId, id))
      .orderBy(asc(executionNodes.position));
  }

  /** Runs without a closing event, by id, a page at a time; dry runs are removed, whatever they come to. */
  async openAfter(status: OpenStatus, id: string, limit: number): Promise<ExecutionRow[]> {
    return this.database.orm
      .select(ROW)
      .from(executions)
      .where(and(eq(executions.status, status), gt(executions.id, id), eq(executions.dryRun, false)))
      .orderBy(asc(executions.id))
      .limit(limit);
  }

  /** Shows, or clears, what keeps an open run from going on. */
  async setObstacle(id: string, message: string | null): Promise<void> {
    await this.database.orm
      .update(executions)
      .set({ errorMessage: message })
      .where(and(eq(executions.id, id), inArray(executions.status, ['starting', 'running'])));
  }

  /** Ids of runs that ended before a time, the oldest first. */
  async endedBefore(time: Date, limit: number): Promise<string[]> {
    const rows = await this.database.orm
      .select({ id: executions.id })
      .from(executions)
      .where(lt(executions.completedAt, time))
      .orderBy(asc(executions.completedAt))
      .limit(limit);
    return rows.map(({ id }) => id);
  }

  /** Removes a run with everything that hangs on it. */
  async remove(id: string): Promise<void> {
    await this.database.orm.delete(executions).where(eq(executions.id, id));
  }

  private insertWithNodes(
    execution: NewExecution,
    beginning: Beginning | undefined,
  ): Promise<{ row: PlannedRow; inserted: boolean }> {
    const { orm } = this.database;
    if (!beginning) return this.insertOnce(orm, this.insertion, execution);
    return orm.transaction(async (tx) => {
      const { row, inserted } = await this.insertOnce(tx, insertionOf(tx), execution);
      const fromState = inserted ? await beginning(tx) : undefined;
      if (!fromState) return { row, inserted };
      const [begun] = await tx
        .update(executions)
        .set({ fromState })
        .where(eq(executions.id, row.id))
        .returning();
      return { row: begun ?? row, inserted };
    });
  }

  private async insertOnce(
    orm: Orm,
    insertion: ReturnType<typeof insertionOf>,
    execution: NewExecution,
  ): Promise<{ row: PlannedRow; inserted: boolean }> {
    const [row] = await insertion.execute(valuesOf(execution));
    if (row) return { row, inserted: true };
    const [standing] = await orm.select().from(executions).where(eq(executions.id, execution.id));
    if (!standing) throw new Error(`The execution ${execution.id} is neither new nor stored`);
    return { row: standing, inserted: false };
  }
}

/** Inserts a run with its nodes, if none stands under its id; its text is made once. */
function insertionOf(orm: Orm) {
  const run = orm.$with('run').as(
    orm
      .insert(executions)
      .values({
        id: sql.placeholder('id'),
        userId: sql.placeholder('userId'),
        workflowId: sql.placeholder('workflowId'),
        requestId: sql.placeholder('requestId'),
        definition: sql.placeholder('definition'),
        inputs: sql.placeholder('inputs'),
        settings: sql.placeholder('settings'),
        status: 'starting',
        startedAt: sql.placeholder('startedAt'),
        forkedFrom: sql.placeholder('forkedFrom'),
        estimate: sql`${sql.placeholder('estimate')}`,
        workflowVersion: sql.placeholder('workflowVersion'),
        dryRun: sql.placeholder('dryRun'),
      })
      .onConflictDoNothing()
      .returning(),
  );
  // One parameter for all nodes, however many there are: Drizzle takes a millisecond and more for some hundreds.
  const nodes = orm.$with('nodes', {}).as(sql`
    insert into ${executionNodes} (execution_id, node_id, position, type, name, status)
    select run.id, node.node_id, node.position, node.type, node.name, 'pending'
    from run, jsonb_to_recordset(${sql.placeholder('nodes')}::jsonb)
      as node(node_id text, position integer, type text, name text)`);
  return orm.with(run, nodes).select().from(run).prepare('');
}

/** What {@link insertionOf} takes. */
function valuesOf({ estimate, ...execution }: NewExecution) {
  const nodes = execution.definition.nodes.map((node, position) => ({
    node_id: node.id,
    position,
    type: node.type,
    name: executionNodes.name.mapToDriverValue(storable(node.name ?? node.id)),
  }));
  return {
    forkedFrom: null,
    workflowVersion: null,
    dryRun: false,
    ...execution,
    requestId: execution.requestId ?? null,
    estimate: driverValue(COLUMNS.estimate, estimate && storable(estimate)),
    startedAt: new Date(),
    nodes: JSON.stringify(nodes),
  };
}
