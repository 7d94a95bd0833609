import type { ErrorItem } from '@aiwf/contracts';
import type { AnswerForm } from '@aiwf/models';
import { HttpProblem } from '@aiwf/platform';
import type { PlanObserver, Repair } from '../plan';
import { readAnswer, type ReadAnswer } from './answer/read-answer';
import type { ModelAnswer, PlanningConversation } from './planning-model';
import type { RefusedAnswer } from './prompt/messages';

/** Times that a refused answer goes back to the model. */
const MAX_REPAIRS = 3;

/** Content of an answer, and what the model says beside it. */
export type Content = Extract<ReadAnswer, { fields: unknown }>;

/** What a content comes to: a result, or what is wrong with it. */
export type Verdict<Result> = { readonly result: Result } | { readonly problems: readonly ErrorItem[] };

/** A piece of work for the model, and how its answers are judged. */
export interface Assignment<Result> {
  readonly instructions: string;
  readonly form: AnswerForm;
  /** What the model is told, the last time's refused answer and its problems included. */
  message(refused?: RefusedAnswer): string;
  /** Called as each answer begins. */
  listen(): (piece: string) => void;
  judge(content: Content): Verdict<Result>;
}

/**
 * Asks until an answer is judged good, and gives each refused one back with its problems.
 *
 * @throws HttpProblem 422 when the third repair is still refused, or the model says that it can't be done; 503 or 504 when
 * the model cannot be asked.
 */
export async function askUntilGood<Result>(
  conversation: PlanningConversation,
  assignment: Assignment<Result>,
  observer: PlanObserver | undefined,
): Promise<{ readonly result: Result; readonly repairs: readonly Repair[] }> {
  const repairs: Repair[] = [];
  let refused: RefusedAnswer | undefined;
  for (;;) {
    const answer = await conversation.ask({
      instructions: assignment.instructions,
      form: assignment.form,
      message: assignment.message(refused),
      listen: () => assignment.listen(),
    });
    const verdict = judged(answer, assignment);
    if ('result' in verdict) return { result: verdict.result, repairs };
    const { problems } = verdict;
    if (repairs.length === MAX_REPAIRS) throw unsound(problems);
    const repair = { problems };
    repairs.push(repair);
    observer?.repair(repair);
    refused = { answer: 'text' in answer && answer.cut === undefined ? answer.text : '', problems };
  }
}

function judged<Result>(answer: ModelAnswer, assignment: Assignment<Result>): Verdict<Result> {
  if ('unreadable' in answer) {
    const message = `The answer could not be read: ${answer.unreadable}`;
    return { problems: [{ code: 'not_json', path: '', message, hint: 'Answer with one JSON object.' }] };
  }
  const read = readAnswer(answer);
  if ('problems' in read) return read;
  if ('impossible' in read) {
    const detail = `The language model says that no workflow can do this: ${read.impossible}`;
    throw new HttpProblem('unusable_prompt', { detail });
  }
  return assignment.judge(read);
}

function unsound(problems: readonly ErrorItem[]): HttpProblem {
  return new HttpProblem('unusable_prompt', {
    detail: `The language model gave no sound workflow after ${MAX_REPAIRS} corrections: say it more simply, or in fewer steps`,
    errors: [...problems],
  });
}
