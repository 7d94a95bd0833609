import type { ErrorItem } from '@aiwf/contracts';
import type { Json } from '@aiwf/definition';
import { HttpProblem } from '@aiwf/platform';
import type { Answers, Question } from './plan';

const MAX_ANSWERS = 20;
const MAX_ANSWER_LENGTH = 2_000;
const ID = /^[a-z][a-z0-9_]{0,63}$/;

/**
 * Sees that answers answer what was asked. Null leaves a question open.
 *
 * @param questions those that were asked; undefined: nobody remembers, so that only the form can be judged.
 * @throws HttpProblem `invalid_request` (422) naming each answer that is none
 */
export function assertAnswers(answers: Answers, questions: readonly Question[] | undefined): void {
  const given = Object.entries(answers);
  const errors = given.slice(0, MAX_ANSWERS).flatMap(([id, answer]) => faultOf(id, answer, questions) ?? []);
  if (given.length > MAX_ANSWERS) {
    errors.push({
      path: '/answers',
      message: `There are ${given.length} answers.`,
      hint: `Give at most ${MAX_ANSWERS}.`,
    });
  }
  if (errors.length > 0)
    throw new HttpProblem('invalid_request', { detail: 'The answers do not fit the questions', errors });
}

function faultOf(
  id: string,
  answer: Json,
  questions: readonly Question[] | undefined,
): ErrorItem | undefined {
  const fault = (message: string, hint: string): ErrorItem => ({
    path: `/answers/${id.slice(0, 64)}`,
    message,
    hint,
  });
  if (!ID.test(id)) return fault('This is no id of a question.', 'Ids are in snake_case.');
  if (typeof answer === 'object' && answer !== null)
    return fault(
      'An answer is a text, a number, true or false.',
      'Give one of these, or null to leave it open.',
    );
  if (typeof answer === 'string' && answer.length > MAX_ANSWER_LENGTH)
    return fault(`This answer has ${answer.length} characters.`, `Keep it to ${MAX_ANSWER_LENGTH}.`);
  if (questions === undefined || answer === null) return undefined;
  const question = questions.find((asked) => asked.id === id);
  if (question === undefined) {
    return fault(`"${id}" was not asked.`, `Answer ${questions.map((asked) => asked.id).join(', ')}.`);
  }
  return fits(question, answer)
    ? undefined
    : fault(`This is no answer of type ${question.type}.`, hintFor(question));
}

function hintFor({ type, options = [] }: Question): string {
  switch (type) {
    case 'choice':
      return `Use one of ${options.map((option) => JSON.stringify(option)).join(', ')}.`;
    case 'url':
      return 'Give an address that starts with https:// or http://.';
    case 'text':
    case 'number':
    case 'boolean':
      return `Give a ${type}.`;
    default:
      return type satisfies never;
  }
}

/** Whether a value answers a question of that type. */
export function fits(
  { type, options = [] }: Pick<Question, 'type' | 'options'>,
  value: unknown,
): value is Json {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'url':
      return typeof value === 'string' && URL.canParse(value) && /^https?:/i.test(value);
    case 'choice':
      return typeof value === 'string' && options.includes(value);
    default:
      return type satisfies never;
  }
}

/** All that the user said, for checks that look for what was asked. */
export function inFull(text: string, answers: Answers): string {
  const said = Object.values(answers).filter((answer) => answer !== null);
  return [text, ...said.map((answer) => (typeof answer === 'string' ? answer : JSON.stringify(answer)))].join(
    '\n',
  );
}
