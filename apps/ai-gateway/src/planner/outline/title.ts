import {
  dataNounAt,
  isStepKind,
  phraseEndingAt,
  readApproval,
  type ReadInstruction,
  topicOf,
} from '../grammar';
import { STEP_KINDS } from '../lexicon';

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
  if (subject?.kind !== 'reply' && (subject === undefined || isTopical(subject)))
    return subject?.phrase ?? [];
  const answered = instructions
    .map(({ object }) => ({ object, at: dataNounAt(object) }))
    .find(({ at }) => at !== -1);
  return answered ? phraseEndingAt(answered.object, answered.at) : subject.phrase;
}

const ASIDES: ReadonlySet<string> = new Set(['constrain', 'wait', 'approve', 'repeat', 'retry']);
const isAside = (link: ReadInstruction['link']): boolean =>
  /^(?:if|unless|until|case|when|depending)$/.test(link);

/** Whether a phrase says what something is about; "a report" is only what comes out. */
function isTopical({ kind, phrase }: ReadInstruction): boolean {
  const topic = topicOf(phrase).toLowerCase();
  return (
    topic !== '' &&
    !(isStepKind(kind) && topic === STEP_KINDS[kind].product) &&
    !/^(?:whether|if|that|how|why|what)$/.test(phrase[0]?.lower ?? '') &&
    !(phrase.length === 1 && /^(?:each|them|it|everything|all|both)$/.test(topic))
  );
}

/** What is gone through: "each article in the feed" is about articles. */
function thingOf({ tokens }: ReadInstruction): ReadInstruction['phrase'] {
  const end = tokens.findIndex(
    ({ type, lower }) => type !== 'word' || /^(?:in|of|from|on|that|which|who|with)$/.test(lower),
  );
  return (end > 0 ? tokens.slice(0, end) : tokens).filter(
    ({ lower }) => !/^(?:each|every|all|any)$/.test(lower),
  );
}

/** "Dates and places": the first says enough. */
function upToAnd(phrase: ReadInstruction['phrase']): ReadInstruction['phrase'] {
  const end = phrase.findIndex(({ type, lower }) => type === 'comma' || /^(?:and|or)$/.test(lower));
  return end > 0 ? phrase.slice(0, end) : phrase;
}

/**
 * A name for the workflow, from what its first step does to what: "Customer Support Ticket Processor". Absent where the
 * first step says nothing of the kind.
 */
export function titleOf(instructions: readonly ReadInstruction[]): string | undefined {
  const named = instructions.filter(
    ({ kind, link, tokens }) =>
      kind !== undefined && !ASIDES.has(kind) && !isAside(link) && readApproval(tokens) === undefined,
  );
  const each =
    named[0] && !isTopical(named[0]) ? instructions.find(({ link }) => link === 'each') : undefined;
  const subject = each ? named[0] : (named.find(isTopical) ?? named[0]);
  const collected = subject?.kind === 'collect' ? named[named.indexOf(subject) + 1] : undefined;
  const topic = topicOf(upToAnd(each ? thingOf(each) : aboutOf(subject, instructions)))
    .replace(/[^\p{L}\p{N}\s&'’-]/gu, '')
    .trim();
  const words = titleCase(topic.split(' ').slice(0, 6).join(' ')).slice(0, 60);
  const title = actor((collected ?? subject)?.kind);
  const isAsked =
    words === '' && title === 'Workflow' && instructions.some(({ tokens }) => readApproval(tokens));
  if (isAsked) return 'Approval Workflow';
  const isSaidTwice =
    words.toLowerCase() === (subject && isStepKind(subject.kind) ? STEP_KINDS[subject.kind].product : '');
  if (words !== '') return isSaidTwice ? `${words} Workflow` : `${words} ${title}`;
  if (subject?.kind === 'deliver') return 'Delivery Workflow';
  return title === 'Workflow' ? undefined : `${title} Workflow`;
}
