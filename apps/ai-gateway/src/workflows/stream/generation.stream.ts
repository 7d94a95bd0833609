import type { GenerateRequest } from '@aiwf/contracts';
import { errorBody, toProblem } from '@aiwf/platform';
import { Injectable } from '@nestjs/common';
import { PlannerService, type PlanObserver } from '../../planner';
import { GenerationAnswers } from '../generation.answers';
import { WorkflowsService } from '../workflows.service';
import type { EventStream } from './event-stream';

/**
 * Tells how a workflow is made while it is made: `plan` (who plans), `node` (each as it is planned), `problems` and
 * `repair` (a plan was sent back; nodes told from then on take the place of those before), and last `done` with what
 * `POST /ai/generate` answers, or `error` with its error body.
 */
@Injectable()
export class GenerationStream {
  constructor(
    private readonly workflows: WorkflowsService,
    private readonly planner: PlannerService,
    private readonly answers: GenerationAnswers,
  ) {}

  /** Never rejects: what goes wrong is told as `error`. */
  async run({ user_id, ...request }: GenerateRequest, requestId: string, stream: EventStream): Promise<void> {
    stream.send('plan', { planner: this.planner.planner, model: this.planner.model });
    const context = { userId: user_id, requestId, signal: stream.closed };
    try {
      const made = await this.workflows.generate(request, context, observing(stream));
      stream.send('done', this.answers.ofGeneration(made));
    } catch (error) {
      stream.send('error', errorBody(toProblem(error), requestId));
    }
    await stream.end();
  }
}

function observing(stream: EventStream): PlanObserver {
  let round = 0;
  return {
    node: (node) => stream.send('node', { node }),
    repair: ({ problems }) => {
      round += 1;
      stream.send('problems', { round, problems });
      stream.send('repair', { round });
    },
  };
}
