import type { Problem, WorkflowDefinition } from '@aiwf/definition';
import type { ModelProvider } from '@aiwf/models';
import { HttpProblem } from '@aiwf/platform';
import { PlanningModel, type ModelAnswer } from './planning-model';
import { planningRequest, type RefusedAnswer } from './planning-prompt';
import { answerProblem, readAnswer } from './read-answer';

/** Times that a refused answer goes back to the model. */
const MAX_REPAIRS = 3;
/** Milliseconds that planning may take in all, however long single calls may. */
const MAX_PLANNING_MS = 240_000;

/** A definition that the model planned and the validator accepted. */
export interface LlmPlan {
  readonly definition: WorkflowDefinition;
  readonly warnings: string[];
}

/**
 * Asks the model for a workflow, and gives it the validator's problems until it is sound.
 *
 * @param timeoutMs Bound of one call; planning as a whole gets twice that, and four minutes at most.
 * @throws HttpProblem 422 when it is still not sound after three repairs; 503 or 504 when the model cannot be asked.
 */
export async function planWithModel(
  prompt: string,
  models: ModelProvider,
  timeoutMs: number,
): Promise<LlmPlan> {
  const total = Math.min(timeoutMs * 2, MAX_PLANNING_MS);
  const model = new PlanningModel(models, { callMs: timeoutMs, endsAt: Date.now() + total });
  let refused: RefusedAnswer | undefined;
  for (let repairs = 0; repairs <= MAX_REPAIRS; repairs += 1) {
    const answer = await model.ask(planningRequest(prompt, refused));
    const judged = judge(answer);
    if (judged.valid) {
      const { schema_version: _latest, ...definition } = judged.definition;
      const warnings = judged.warnings.map(({ message }) => message);
      return { definition: { schema_version: 1, ...definition }, warnings };
    }
    refused = { answer: 'text' in answer ? answer.text : '', problems: judged.problems };
  }
  throw unsound(refused?.problems ?? []);
}

function judge(answer: ModelAnswer): ReturnType<typeof readAnswer> {
  if ('text' in answer) return readAnswer(answer.text);
  const message = `The answer could not be read: ${answer.unreadable}`;
  return { valid: false, problems: [answerProblem('not_json', '', message, 'Answer with one JSON object.')] };
}

function unsound(problems: readonly Problem[]): HttpProblem {
  return new HttpProblem('unusable_prompt', {
    detail: `The language model gave no sound workflow after ${MAX_REPAIRS} corrections: say it more simply, or in fewer steps`,
    errors: problems.map(({ path, message, hint }) => ({ path, message, hint })),
  });
}
