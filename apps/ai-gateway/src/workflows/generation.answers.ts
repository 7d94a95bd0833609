import type { Estimate, GenerationAnswer, RefinedWorkflow } from '@aiwf/contracts';
import { Injectable } from '@nestjs/common';
import { EstimateService } from '../estimate';
import { diffDefinitions } from './diff/definition-diff';
import type { StoredWorkflow } from './stored-workflow';
import type { NewVersion } from './versions.service';
import type { Generation } from './workflow.maker';
import { questionsAnswer, toAnswer, toView } from './workflow.views';

/** What callers are answered who had a workflow made or changed: the workflow, in words too, and what a run will take. */
@Injectable()
export class GenerationAnswers {
  constructor(private readonly estimates: EstimateService) {}

  ofGeneration(made: Generation): GenerationAnswer {
    return 'workflow' in made
      ? // A workflow that was made just now has no runs of its own that the engine would have to be asked for.
        toAnswer(made.workflow, this.estimates.estimate(made.workflow.definition, made.workflow.userId))
      : questionsAnswer(made.questions);
  }

  ofVersion({ before, after }: NewVersion): RefinedWorkflow {
    const { workflow, ai_metadata, explanation } = toView(after);
    const versions = { from_version: before.version, to_version: after.version };
    const diff = { ...versions, ...diffDefinitions(before.definition, after.definition) };
    return { workflow, ai_metadata, explanation, estimate: this.estimateOf(after), diff };
  }

  private estimateOf({ id, userId, definition }: StoredWorkflow): Estimate {
    return this.estimates.estimate(definition, userId, { workflowId: id });
  }
}
