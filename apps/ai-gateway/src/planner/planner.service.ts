import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import { validateDefinition } from '@aiwf/definition';
import type { ModelProvider } from '@aiwf/models';
import { HttpProblem } from '@aiwf/platform';
import { Inject, Injectable } from '@nestjs/common';
import { PLANNER_MODELS } from './models.provider';
import { planOutline } from './outline/outline-planner';
import type { Plan, PlanContext } from './plan';

const NO_WORDS =
  'The prompt holds no words: say in a sentence what the workflow should do, for example "Summarize this week\'s support tickets and list the urgent ones".';

/** Plans workflows: by the model where one is configured, else by grammar alone. */
@Injectable()
export class PlannerService {
  constructor(@Inject(PLANNER_MODELS) private readonly models: ModelProvider) {}

  /**
   * Makes a workflow of a sentence. What it returns is valid by `validateDefinition`.
   *
   * @throws HttpProblem `unusable_prompt` (422) when nothing in the prompt can be done.
   */
  plan(prompt: string, _context: PlanContext): Promise<Plan> {
    const outline = planOutline(prompt);
    if (!outline) return Promise.reject(new HttpProblem('unusable_prompt', { detail: NO_WORDS }));
    const checked = validateDefinition(outline.definition, { tools: BUILT_IN_TOOLS });
    if (!checked.valid) {
      return Promise.reject(new Error(`The outline is not valid: ${JSON.stringify(checked.problems)}`));
    }
    const warnings = [...outline.warnings, ...checked.warnings.map(({ message }) => message)];
    return Promise.resolve({
      definition: checked.definition,
      planner: 'outline',
      model: this.models.selection.id,
      warnings,
    });
  }
}
