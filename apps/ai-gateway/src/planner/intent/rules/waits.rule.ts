import { problem, quoted, type IntentProblem } from '../intent.problem';
import type { Wish } from '../prompt/wishes';
import type { IntentContext, Rule } from './rule';

const AMOUNT =
  '(?:\\d[\\d.,]{0,15}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|twenty-four|thirty|forty-eight|sixty|ninety|half an?|a couple of|a few|several)';
const UNIT =
  '(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|(?:working |business )?days?|weeks?|months?|years?)';
const DURATION = new RegExp(`\\b${AMOUNT}[ -]?(?:more )?${UNIT}\\b|\\b(?:over ?night|a while)\\b`, 'i');
const PAUSE = new RegExp(
  `\\b(?:wait|waits|waiting|pause|pauses|sleep|hold off|delay)\\b(?: it| them| for| another| at least| about){0,2} (?:${AMOUNT})[ -]?(?:more )?${UNIT}\\b`,
  'gi',
);
const UNTIL_TIME =
  /\b(?:until|till)\s+(?:\d|noon|midnight|tomorrow|tonight|next|the next|the end of|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december)/i;
const LATER = new RegExp(
  `(?:^|[.;,]\\s+|\\bthen\\s+)after ${AMOUNT} ${UNIT}\\b|\\b${AMOUNT} ${UNIT} (?:later|afterwards)\\b`,
  'i',
);
const FOR_PEOPLE =
  /\b(?:approv\w*|sign-?off|permission|go-?ahead|consent|confirmation|ok(?:ay)?|decision|review|feedback)\b/i;
const FOR_STEPS = /\b(?:both|all|each|every|them|results?|steps?|branches|it|finish\w*|done|complete\w*)\b/i;

/** A pause that is asked for is a node that waits; so is an event that is waited for. */
export const waitsAreThere: Rule = ({ request, nodes }) => {
  const waits = nodes.filter(({ node }) => node.type === 'wait');
  const delays = nodes.some(
    ({ node }) =>
      node.type === 'approval' &&
      (node.config.timeout_seconds !== undefined || node.config.reminder_seconds !== undefined),
  );
  const asked = request.wanted.filter(({ kind }) => kind === 'wait');
  const timed = asked.filter(isTimed);
  const problems: IntentProblem[] = [];
  const pauses = request.isEnglish ? (request.text.match(PAUSE) ?? []) : [];
  const named = pauses.length > timed.length ? pauses : timed.map(({ verb, object }) => `${verb} ${object}`);
  const [unmet] = named.slice(waits.length);
  if (unmet !== undefined) problems.push(missing(unmet));
  const events = asked.filter(
    (wish) => !isTimed(wish) && !FOR_PEOPLE.test(wish.object) && !FOR_STEPS.test(wish.object),
  );
  if (events.length > 0 && waits.length <= named.length && !hasOther(nodes))
    problems.push(missing(`${events[0]?.verb} ${events[0]?.object}`));
  const later = request.isEnglish ? LATER.exec(request.text) : null;
  if (later && waits.length === 0 && !delays && named.length === 0) {
    const message = `The request says ${quoted(later[0])}, but no node waits.`;
    problems.push(problem('verb_not_covered', '/nodes', message, HINT));
  }
  return problems;
};

const HINT = 'Add a wait node with "seconds" (or "until", or "event"), and let what comes later follow it.';

function isTimed({ object }: Wish): boolean {
  return DURATION.test(object) || UNTIL_TIME.test(object);
}

/** An event may also be waited for by asking people, or by looking again and again. */
function hasOther(nodes: IntentContext['nodes']): boolean {
  return nodes.some(({ node }) => node.type === 'approval' || node.type === 'loop');
}

function missing(asked: string): IntentProblem {
  const message = `The request says ${quoted(asked)}, but no node waits for it.`;
  return problem('verb_not_covered', '/nodes', message, HINT);
}
