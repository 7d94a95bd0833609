import type { ReadInstruction } from './assembly/refine';
import { dataNounAt, phraseEndingAt, topicOf } from './assembly/phrases';
import { isStepKind } from './assembly/refine';
import { STEP_KINDS } from '../lexicon/step-kinds';

const SMALL = new Set('a an and the of for to in on with from by or'.split(' '));

function titleCase(text: string): string {
  return text
    .split(' ')
    .map((word, at) =>
      at > 0 && SMALL.has(word.toLowerCase())
        ? word.toLowerCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}

function actor(kind: ReadInstruction['kind']): string {
  switch (kind) {
    case 'process':
      return 'Processor';
    case 'monitor':
      return 'Monitor';
    case 'respond':
      return 'Responder';
    case 'onboard':
      return 'Onboarding';
    case 'collect':
    case 'deliver':
      return 'Workflow';
    default:
      return isStepKind(kind) ? STEP_KINDS[kind].title : 'Workflow';
  }
}

/** A reply is named after what it answers, which may stand in another clause ("when a customer emails us"). */
function aboutOf(
  subject: ReadInstruction | undefined,
  instructions: readonly ReadInstruction[],
): ReadInstruction['phrase'] {
  if (subject?.kind !== 'reply') return subject?.phrase ?? [];
  const answered = instructions
    .map(({ object }) => ({ object, at: dataNounAt(object) }))
    .find(({ at }) => at !== -1);
  return answered ? phraseEndingAt(answered.object, answered.at) : subject.phrase;
}

/** A name for the workflow, from what its first step does to what: "Customer Support Ticket Processor". */
export function titleOf(instructions: readonly ReadInstruction[]): string {
  const named = instructions.filter(
    ({ kind, link }) => kind !== undefined && kind !== 'constrain' && link !== 'if' && link !== 'unless',
  );
  const subject = named.find(({ phrase }) => topicOf(phrase) !== '') ?? named[0];
  const collected = subject?.kind === 'collect' ? named[named.indexOf(subject) + 1] : undefined;
  const topic = topicOf(aboutOf(subject, instructions))
    .replace(/[^\p{L}\p{N}\s&'’-]/gu, '')
    .trim();
  const words = titleCase(topic.split(' ').slice(0, 6).join(' ')).slice(0, 60);
  const title = actor((collected ?? subject)?.kind);
  return words === '' ? (title === 'Workflow' ? 'Workflow' : `${title} Workflow`) : `${words} ${title}`;
}
