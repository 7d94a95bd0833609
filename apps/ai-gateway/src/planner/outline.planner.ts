import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import { validateDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import type { IntentChecks } from './intent-checks';
import { planOutline } from './outline/outline-planner';
import type { PlanContext, PlanObserver, PlanRequest, PlanningUsage } from './plan';
import type { Draft, Planner } from './planner';

const NO_USAGE: PlanningUsage = { llm_calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0 };

/**
 * Plans by grammar alone. The same words always give the same graph, so there is nothing to repair: what it could not do
 * as asked is a warning.
 */
export class OutlinePlanner implements Planner {
  constructor(private readonly intent: IntentChecks) {}

  async plan({ prompt }: PlanRequest, _context: PlanContext, observer?: PlanObserver): Promise<Draft> {
    const { definition, warnings } = planOutline(prompt);
    return this.finish(definition, warnings, (planned) => this.intent.checkIntent(prompt, planned), observer);
  }

  refine(): Promise<Draft> {
    const detail =
      'Workflows are changed by a language model: set LLM_MODEL, or say in the prompt what you want';
    throw new HttpProblem('unusable_prompt', { detail });
  }

  private finish(
    planned: WorkflowDefinition,
    warnings: readonly string[],
    check: (definition: WorkflowDefinition) => readonly { message: string }[],
    observer: PlanObserver | undefined,
  ): Draft {
    const checked = validateDefinition(planned, { tools: BUILT_IN_TOOLS });
    if (!checked.valid) throw new Error(`The outline is not valid: ${JSON.stringify(checked.problems)}`);
    const { definition } = checked;
    definition.nodes.forEach((node) => observer?.node(node));
    const notes = [...checked.warnings, ...check(definition)].map(({ message }) => message);
    return { definition, warnings: [...warnings, ...notes], repairs: [], usage: NO_USAGE };
  }
}
