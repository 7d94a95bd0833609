import type { ErrorItem } from '@aiwf/contracts';
import type { Json, WorkflowDefinition } from '@aiwf/definition';
import type { Answers, Question } from '../../plan';
import { asData } from './as-data';

/** Characters of a rejected answer that the model is shown again. */
const MAX_SHOWN_ANSWER = 40_000;
const MAX_SHOWN_PROBLEMS = 20;

/** An answer that was refused, and why. */
export interface RefusedAnswer {
  readonly answer: string;
  readonly problems: readonly ErrorItem[];
}

/** What is to be planned. */
export interface PlanTask {
  readonly prompt: string;
  readonly answers: Answers;
  /** The questions that were asked, if they are still known. */
  readonly questions: readonly Question[];
}

/** What is to be changed. */
export interface RefineTask extends PlanTask {
  readonly instruction: string;
  readonly before: WorkflowDefinition;
}

/** The user's words as data, with the last refused answer and its problems if there is one. */
export function planMessage(task: PlanTask, refused?: RefusedAnswer): string {
  return [...requestParts(task), ...refusedParts(refused)].join('\n\n');
}

/** As {@link planMessage}, with the workflow and what is to change in it. */
export function refineMessage(task: RefineTask, refused?: RefusedAnswer): string {
  const { before, instruction } = task;
  const parts = [asData('workflow', before), ...requestParts(task), asData('instruction', instruction)];
  return [...parts, ...refusedParts(refused)].join('\n\n');
}

function requestParts({ prompt, answers, questions }: PlanTask): string[] {
  const given = Object.entries(answers);
  if (given.length === 0) return [asData('request', prompt)];
  const told = given.map(([id, answer]): Json => {
    const asked = questions.find((question) => question.id === id);
    return { question: asked?.question ?? id, answer };
  });
  return [
    asData('request', prompt),
    'The user was asked what the request left open. Ask nothing more; a null means that it is to be an input.',
    asData('answers', told),
  ];
}

function refusedParts(refused: RefusedAnswer | undefined): string[] {
  if (!refused) return [];
  return [
    'Your previous answer was refused. Give the whole answer again, with every problem mended.',
    asData('previous_answer', refused.answer.slice(0, MAX_SHOWN_ANSWER)),
    asData('problems', refused.problems.slice(0, MAX_SHOWN_PROBLEMS)),
  ];
}
