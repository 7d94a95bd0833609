import type { ErrorItem } from '@aiwf/contracts';
import { fits } from '../../answers';
import type { Question } from '../../plan';
import { isFields, listOf, shortText, shortTexts, type Fields } from './json-access';

const MAX_QUESTIONS = 5;
const MAX_QUESTION_LENGTH = 300;
const MAX_OPTIONS = 20;
const MAX_OPTION_LENGTH = 100;
const ID = /^[a-z][a-z0-9_]{0,63}$/;
const TYPES: readonly Question['type'][] = ['text', 'number', 'boolean', 'url', 'choice'];

/** Questions as the model asks them, or what is wrong with them. */
export function readQuestions(
  given: unknown,
): { readonly questions: readonly Question[] } | { readonly problems: readonly ErrorItem[] } {
  const questions: Question[] = [];
  const problems: ErrorItem[] = [];
  listOf(given)
    .slice(0, MAX_QUESTIONS)
    .forEach((entry, index) => {
      const question = isFields(entry) ? readQuestion(entry) : 'It is no object.';
      if (typeof question === 'string' || questions.some(({ id }) => id === question.id)) {
        const message = typeof question === 'string' ? question : `The id "${question.id}" is there twice.`;
        const hint = 'Give an id in snake_case, a question, a type, options for a choice, and a default.';
        problems.push({ code: 'bad_question', path: `/questions/${index}`, message, hint });
      } else questions.push(question);
    });
  return problems.length > 0 ? { problems } : { questions };
}

/** A question, or why it is none. */
function readQuestion({
  id,
  question,
  type: given,
  options,
  default: value = null,
}: Fields): Question | string {
  if (typeof id !== 'string' || !ID.test(id)) return 'Its id is not in snake_case.';
  if (typeof question !== 'string' || question.trim() === '') return 'It asks nothing.';
  const type = TYPES.find((known) => known === given);
  if (type === undefined) return `Its type is none of ${TYPES.join(', ')}.`;
  const choices = shortTexts(options, MAX_OPTIONS, MAX_OPTION_LENGTH);
  if (type === 'choice' && choices.length < 2) return 'A choice needs options.';
  const asked = {
    id,
    question: shortText(question, MAX_QUESTION_LENGTH),
    type,
    ...(type === 'choice' && { options: choices }),
  };
  // A default that does not fit its own question is no answer to it.
  return { ...asked, default: fits({ type, options: choices }, value) ? value : null };
}
