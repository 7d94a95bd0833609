import { Injectable } from '@nestjs/common';
import type { ExecutionDeleted } from '@aiwf/contracts';
import { ExecutionAccess } from '../execution.access';
import { ExecutionRemoval } from './execution.removal';

/** Deletes runs with everything they recorded. */
@Injectable()
export class DeletionService {
  constructor(
    private readonly access: ExecutionAccess,
    private readonly removal: ExecutionRemoval,
  ) {}

  /**
   * Deletes a finished run: its row, nodes, events, ledger, values and requests.
   *
   * @throws HttpProblem 404, 409 while it runs
   */
  async delete(executionId: string, userId: string): Promise<ExecutionDeleted> {
    await this.access.finished(executionId, userId, 'cancel it first, then delete it');
    await this.removal.remove(executionId);
    return { execution_id: executionId, deleted: true };
  }
}
