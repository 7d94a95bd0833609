import { Injectable, Logger } from '@nestjs/common';
import { RunMessagesService } from '../../temporal';
import { ExecutionRepository } from '../execution.repository';

/** Removes runs with everything they recorded, here and in Temporal. */
@Injectable()
export class ExecutionRemoval {
  private readonly logger = new Logger('executions');

  constructor(
    private readonly executions: ExecutionRepository,
    private readonly messages: RunMessagesService,
  ) {}

  /** Removes a finished run. Temporal forgets its part by its own retention when it can't be reached now. */
  async remove(executionId: string): Promise<void> {
    try {
      await this.messages.deleteRuns(executionId);
    } catch (error) {
      this.logger.warn({
        msg: 'Temporal keeps the history of a removed run until its own retention ends',
        execution_id: executionId,
        error,
      });
    }
    await this.executions.remove(executionId);
  }
}
