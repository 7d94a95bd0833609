import { Injectable, Logger } from '@nestjs/common';
import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import {
  resolveInputs,
  validateDefinition,
  type Json,
  type JsonObject,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { IdempotencyKeys } from '@aiwf/persistence';
import { ExecutionLog, HttpProblem } from '@aiwf/platform';
import { ExecutionMetrics } from './execution.metrics';
import {
  ExecutionRepository,
  type Beginning,
  type ExecutionRow,
  type NewExecution,
  type PlannedRow,
} from './execution.repository';
import { ExecutionSettingsSource } from './execution.settings';
import { RunLauncher } from './run.launcher';

/** Bytes that a definition and its inputs may have together; a run reads its definition each time it goes on as a new one. */
const MAX_RUN_BYTES = 1.5 * 1024 * 1024;

/** Who asks for a run, and for which. */
export interface StartRequest {
  user_id: string;
  workflow_id: string | undefined;
  execution_id: string;
}

/** What every start goes through, also that of a fork. */
@Injectable()
export class ExecutionStarter {
  private readonly logger = new Logger('executions');

  constructor(
    private readonly executions: ExecutionRepository,
    private readonly keys: IdempotencyKeys,
    private readonly launcher: RunLauncher,
    private readonly metrics: ExecutionMetrics,
    private readonly log: ExecutionLog,
    readonly settings: ExecutionSettingsSource,
  ) {}

  /** Logs a request to start a run, and what became of it. */
  async recorded(
    about: StartRequest,
    start: () => Promise<{ row: ExecutionRow; inserted: boolean }>,
  ): Promise<ExecutionRow> {
    this.log.record('execution.request', about);
    try {
      const { row, inserted } = await start();
      this.log.record('execution.response', {
        ...about,
        workflow_id: row.workflowId,
        execution_id: row.id,
        status: 'running',
        outcome: inserted ? 'accepted' : 'repeated',
      });
      return row;
    } catch (error) {
      const outcome = error instanceof HttpProblem ? error.code : 'internal_error';
      this.log.record('execution.response', { ...about, outcome });
      throw error;
    }
  }

  /**
   * The id of the execution that a request stands for. To be asked once the request is sound: a refused one may be
   * corrected under its key.
   *
   * @param body all that makes two requests the same
   * @throws HttpProblem 422 for a key that came with another request
   */
  async claimed(
    key: string | undefined,
    request: { userId: string; route: string; body: Json },
    proposed: string,
  ): Promise<string> {
    if (key === undefined) return proposed;
    return (await this.keys.claim({ ...request, key }, { execution_id: proposed })).execution_id;
  }

  /**
   * Accepts a run: its row is stored first, so from here on it runs to its end. When Temporal can't be reached at this
   * moment, the reconciler starts it as soon as it can.
   *
   * @param beginning what it has behind it
   * @throws HttpProblem 409 for an execution id that is another user's
   */
  async accept(
    execution: NewExecution,
    beginning?: Beginning,
  ): Promise<{ row: ExecutionRow; inserted: boolean }> {
    const { row, inserted } = await this.executions.insert(execution, beginning);
    if (row.userId !== execution.userId) {
      throw new HttpProblem('conflict', {
        detail: 'This execution_id is taken; leave it out to be given one',
      });
    }
    if (inserted) {
      this.metrics.started();
      await this.startOrLeaveToReconciler(row);
    }
    return { row, inserted };
  }

  private async startOrLeaveToReconciler(row: PlannedRow): Promise<void> {
    try {
      await this.launcher.start(row);
    } catch (error) {
      this.logger.warn({
        msg: 'Temporal did not take the execution; it will be tried again',
        execution_id: row.id,
        error,
      });
    }
  }
}

/** @throws HttpProblem 422 with what is wrong, each with its path below `at` */
export function checkedDefinition(candidate: JsonObject, at: string): WorkflowDefinition {
  const result = validateDefinition(candidate, { tools: BUILT_IN_TOOLS });
  if (result.valid) return result.definition;
  const errors = result.problems.map((problem) => ({ ...problem, path: `${at}${problem.path}` }));
  throw new HttpProblem('invalid_workflow', { errors });
}

/**
 * The inputs with their defaults.
 *
 * @throws HttpProblem 422 for inputs that don't fit, 413 for a run that Temporal would not take
 */
export function checkedInputs(definition: WorkflowDefinition, given: JsonObject | undefined): JsonObject {
  const inputs = resolveInputs(definition.inputs, given);
  if (!inputs.ok) throw new HttpProblem('invalid_inputs', { errors: inputs.problems });
  const bytes = Buffer.byteLength(JSON.stringify([definition, inputs.values]));
  if (bytes <= MAX_RUN_BYTES) return inputs.values;
  throw new HttpProblem('workflow_too_large', {
    detail:
      `The workflow and its inputs have ${bytes.toLocaleString('en')} bytes, more than the ` +
      `${MAX_RUN_BYTES.toLocaleString('en')} that a run can start with: shorten them, call fewer workflows inside it, or ` +
      'have a node fetch what is large',
  });
}
