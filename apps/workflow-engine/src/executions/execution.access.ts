import { Injectable } from '@nestjs/common';
import { HttpProblem } from '@aiwf/platform';
import { ExecutionRepository, type ExecutionRow } from './execution.repository';

/** Runs as their owners may see them. */
@Injectable()
export class ExecutionAccess {
  constructor(private readonly executions: ExecutionRepository) {}

  /** @throws HttpProblem 404 for a run that is not there or another user's */
  async owned(executionId: string, userId: string): Promise<ExecutionRow> {
    const row = await this.executions.findOwned(executionId, userId);
    if (!row) throw new HttpProblem('execution_not_found');
    return row;
  }

  /** @throws HttpProblem 404 as {@link owned}, 409 `execution_finished` */
  async open(executionId: string, userId: string): Promise<ExecutionRow> {
    const row = await this.owned(executionId, userId);
    if (isFinished(row)) throw finishedProblem(row);
    return row;
  }

  /** @throws HttpProblem 404 as {@link owned}, 409 `execution_running` with what to do */
  async finished(executionId: string, userId: string, whatToDo: string): Promise<ExecutionRow> {
    const row = await this.owned(executionId, userId);
    if (isFinished(row)) return row;
    throw new HttpProblem('execution_running', { detail: `The execution is still running: ${whatToDo}` });
  }
}

/** Whether a run has ended, whatever way. */
export function isFinished({ status }: Pick<ExecutionRow, 'status'>): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled';
}

/** The 409 for what can't be done with a run that has ended. */
export function finishedProblem({ status }: Pick<ExecutionRow, 'status'>): HttpProblem {
  return new HttpProblem('execution_finished', {
    detail: `The execution has finished already, it is ${status}`,
  });
}
