import { BUILT_IN_TOOLS } from '@aiwf/contracts';
import { validateDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import { assertAnswers, inFull } from './answers';
import type { IntentChecks } from './intent-checks';
import { outlineQuestions, planOutline, refineOutline } from './outline';
import type { PlanContext, PlanObserver, PlanRequest, PlanningUsage, Question } from './plan';
import type { Draft, Planner, Refinement } from './planner';

const NO_USAGE: PlanningUsage = { llm_calls: 0, input_tokens: 0, output_tokens: 0, cost_usd: 0 };

/**
 * Plans by grammar alone. The same words always give the same graph, so there is nothing to repair: what it could not do
 * as asked is a warning.
 */
export class OutlinePlanner implements Planner {
  constructor(private readonly intent: IntentChecks) {}

  async plan(
    { prompt, clarify = false, answers }: PlanRequest,
    _context: PlanContext,
    observer?: PlanObserver,
  ): Promise<Draft | { readonly questions: readonly Question[] }> {
    const asks = clarify || answers !== undefined;
    const questions = asks ? outlineQuestions(prompt) : [];
    if (answers) assertAnswers(answers, questions);
    else if (questions.length > 0) return { questions };
    const { definition, warnings } = planOutline(prompt, answers ? { answers } : {});
    const wish = inFull(prompt, answers ?? {});
    return finished(definition, warnings, (planned) => this.intent.checkIntent(wish, planned), observer);
  }

  async refine(
    before: WorkflowDefinition,
    { instruction }: Refinement,
    observer?: PlanObserver,
  ): Promise<Draft> {
    const { definition, warnings } = refineOutline(before, instruction);
    if (definition === before) throw new HttpProblem('unusable_prompt', { detail: warnings.join(' ') });
    const check = (after: WorkflowDefinition) => this.intent.checkRefinement(instruction, before, after);
    return finished(definition, warnings, check, observer);
  }
}

function finished(
  planned: WorkflowDefinition,
  warnings: readonly string[],
  check: (definition: WorkflowDefinition) => readonly { message: string }[],
  observer: PlanObserver | undefined,
): Draft {
  const checked = validateDefinition(planned, { tools: BUILT_IN_TOOLS, storedWorkflows: true });
  if (!checked.valid) throw new Error(`The outline is not valid: ${JSON.stringify(checked.problems)}`);
  const { definition } = checked;
  definition.nodes.forEach((node) => observer?.node(node));
  const notes = [...checked.warnings, ...check(definition)].map(({ message }) => message);
  return { definition, warnings: [...new Set([...warnings, ...notes])], repairs: [], usage: NO_USAGE };
}
