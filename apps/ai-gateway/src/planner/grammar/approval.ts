import { personAt, type PersonReading } from './people';
import { readApproverIds, type ApproverIds } from './approver-ids';
import { isModifier } from './phrases';
import { joinTokens, type Token } from './tokens';
import { readVerb } from './word-forms';
import { CONJUNCTIONS, PREPOSITIONS } from './words';

/** A clause that asks for somebody's agreement before anything goes on. */
export interface ApprovalReading {
  /** Who is to agree, as it is written; empty where nobody is named. */
  readonly who: string;
  /** Only looks at it ("let legal review it"), rather than agreeing to what follows. */
  readonly isReview: boolean;
  /** What is to be answered besides: "which one I want". */
  readonly question?: string;
  /** User ids, where the text names such. */
  readonly ids?: ApproverIds;
}

/** What became of an approval, as a condition says it. */
export type Decision = 'approved' | 'rejected';

const AGREEMENT =
  /^(?:approvals?|sign-?offs?|permission|consent|go-ahead|confirmation|decision|okay|ok|blessing|authori[sz]ation)$/;
const FIRST = /^(?:first|before|beforehand)$/;
/** "Send it without approval", "no approval is needed". */
const WAIVED =
  /\b(?:without|no|skip(?:ping)?|not need|n't need|needn't|not require|not (?:wait|ask)(?:ing)? for|n't (?:wait|ask)(?: (?:me|anyone|anybody))? for|bypass(?:ing)?)(?: \w+){0,3} (?:approval|approvals|sign-?off|permission|consent|confirmation|asking|ask|approving|ok)\b|\bwithout (?:asking|checking)\b|\b(?:auto(?:matically)?[ -]approv\w*|approv\w* (?:\w+ ){0,2}automatically)\b|\b(?:do not|don't|never|not) ask\b/i;
const LOOKING = /^(?:review|validate|approve|analyse|find)$/;
const LOOK_VERB =
  /^(?:review|check|proofread|confirm|verify|approve|inspect|examine|see|read|decide|okay|ok|look|authori[sz]e|pick|choose|select)$/;

/** Whether a clause says that nobody is to be asked. */
export function waivesApproval(text: string): boolean {
  return WAIVED.test(text);
}

/** Several people joined by "and" are asked together. */
function together(tokens: readonly Token[], at: number, first: PersonReading): PersonReading {
  let { width } = first;
  while (/^(?:and|,|or)$/.test(tokens[at + width]?.lower ?? '')) {
    const next = personAt(tokens, at + width + 1);
    if (!next) break;
    width += next.width + 1;
  }
  return width === first.width ? first : { ...first, width, text: joinTokens(tokens.slice(at, at + width)) };
}

function somebodyAfter(
  tokens: readonly Token[],
  start: number,
  words: RegExp,
  reach = 4,
): PersonReading | undefined {
  for (let at = start; at < Math.min(tokens.length, start + reach); at += 1) {
    if (words.test(tokens[at]?.lower ?? '')) {
      const from = /^(?:both|all|each)$/.test(tokens[at + 1]?.lower ?? '') ? at + 2 : at + 1;
      const person = personAt(tokens, from);
      if (person) return together(tokens, from, person);
    }
  }
  return undefined;
}

/** Words that stand before an agreement that is asked for: "get approval", "upon approval". */
const ASKED =
  /^(?:get|gets|getting|obtain|obtaining|request|requests|requesting|await|awaiting|wait|waits|waiting|need|needs|require|requires|seek|secure|ask|asks|receive|receives|have|gives?|for|upon|after|with|pending|on|until|manual|human|final|to)$/;

/** Whoever is named after a preposition, known to the lexicon or not: "from both parties". */
function anybodyAfter(tokens: readonly Token[], from: number, words: RegExp): string | undefined {
  const at = tokens.findIndex(({ lower }, index) => index >= from && index < from + 4 && words.test(lower));
  if (at === -1) return undefined;
  const rest = tokens.slice(at + 1);
  const end = rest.findIndex(
    ({ type, lower }) => type !== 'word' || PREPOSITIONS.has(lower) || CONJUNCTIONS.has(lower),
  );
  const named = (end === -1 ? rest : rest.slice(0, end)).slice(0, 5);
  if (named.length === 0 || named.some(({ lower }) => NOT_HUMAN.test(lower))) return undefined;
  return joinTokens(named);
}

const NOT_HUMAN = /^(?:agents?|ai|bot|model|llm|assistant|crew|tool|it|them|hand|step|default)$/;

/** "Approval from legal", "my approval", "legal's sign-off". */
function byNoun(tokens: readonly Token[]): ApprovalReading | undefined {
  const at = tokens.findIndex(({ lower }) => AGREEMENT.test(lower));
  if (at === -1 || isModifier(tokens, at)) return undefined;
  const after =
    somebodyAfter(tokens, at + 1, /^(?:from|by|of)$/, 8)?.text ??
    anybodyAfter(tokens, at + 1, /^(?:from|by)$/);
  if (after !== undefined) return { who: after, isReview: false };
  for (let from = Math.max(0, at - 4); from < at; from += 1) {
    const person = personAt(tokens, from);
    if (person && from + person.width === at) return { who: person.text, isReview: false };
  }
  const before = tokens[at - 1]?.lower ?? '';
  if (before === 'my') return { who: 'me', isReview: false };
  if (before === 'our') return { who: 'us', isReview: false };
  if (!tokens.slice(Math.max(0, at - 4), at).some(({ lower }) => ASKED.test(lower)) && at > 0)
    return undefined;
  return { who: /^(?:human|manual)$/.test(before) ? 'a person' : '', isReview: false };
}

function verbAt(tokens: readonly Token[], at: number): 'approve' | 'review' | undefined {
  const lower = tokens[at]?.lower ?? '';
  if (/^(?:signs?|signed)$/.test(lower) && tokens[at + 1]?.lower === 'off') return 'approve';
  if (
    /^(?:gives?|gave|given)$/.test(lower) &&
    tokens.slice(at + 1, at + 4).some((t) => AGREEMENT.test(t.lower))
  )
    return 'approve';
  const verb = readVerb(lower);
  if (verb?.kind === 'approve') return 'approve';
  return verb && LOOKING.test(verb.kind) && LOOK_VERB.test(verb.base) ? 'review' : undefined;
}

/** "Legal approves it", "it is approved by legal", "have my manager review it", "reviewed by Dana". */
function byVerb(tokens: readonly Token[]): ApprovalReading | undefined {
  for (let at = 0; at < tokens.length; at += 1) {
    const verb = verbAt(tokens, at);
    if (!verb) continue;
    const isReview = verb === 'review';
    const by = readVerb(tokens[at]?.lower ?? '')?.form === 'past' || tokens[at + 1]?.lower === 'off';
    const doer = by
      ? (somebodyAfter(tokens, at + 1, /^by$/)?.text ?? anybodyAfter(tokens, at + 1, /^by$/))
      : undefined;
    if (doer !== undefined) return { who: doer, isReview };
    const before = personBefore(tokens, at);
    if (before && !(isReview && before.isAnybody)) return { who: before.text, isReview };
    if (!isReview) return { who: '', isReview };
  }
  return undefined;
}

const BETWEEN = /^(?:to|has|have|had|can|could|will|must|should|also|finally|is|been|first|and)$/;

/** Words that somebody who does something may follow. */
const OPENS_DOER =
  /^(?:have|has|let|lets|get|make|makes|ask|asks|want|wants|wait|for|until|till|once|after|before|if|when|unless|that|and|but|then|please|also|need|needs|require|requires|should|would|could|can|i|first|finally)$/;

/** Who is named right before a verb, auxiliaries aside. */
function personBefore(tokens: readonly Token[], verb: number): PersonReading | undefined {
  let end = verb;
  while (end > 0 && BETWEEN.test(tokens[end - 1]?.lower ?? '')) end -= 1;
  for (let from = Math.max(0, end - 6); from < end; from += 1) {
    const opens = from === 0 || OPENS_DOER.test(tokens[from - 1]?.lower ?? '');
    const first = opens ? personAt(tokens, from) : undefined;
    const person = first && together(tokens, from, first);
    if (person && from + person.width === end) return person;
  }
  return undefined;
}

/** "Ask me first", "check with legal", "run it by my boss", "show it to the client before". */
function byAsking(tokens: readonly Token[]): ApprovalReading | undefined {
  const text = joinTokens(tokens).toLowerCase();
  const [first] = tokens.filter(
    ({ lower }) => !/^(?:please|but|and|then|always|also|first|just)$/.test(lower),
  );
  const start = first ? tokens.indexOf(first) : 0;
  const verb = first?.lower ?? '';
  if (/^(?:ask|asks|asking|consult)$/.test(verb)) {
    const person = personAt(tokens, start + 1);
    const after = person && tokens[start + 1 + person.width];
    const rest = tokens.slice(start + 1 + (person?.width ?? 0));
    const isOnly = after === undefined || FIRST.test(after.lower) || /^(?:whether|if)$/.test(after.lower);
    const isForAgreement =
      after?.lower === 'for' && rest.slice(1, 5).some(({ lower }) => AGREEMENT.test(lower));
    if (person && (isOnly || isForAgreement)) return { who: person.text, isReview: false };
    const asksUs = person && /^(?:me|us)$/.test(person.name) && QUESTION.test(after?.lower ?? '');
    if (asksUs) return { who: person.text, isReview: false, question: joinTokens(rest).slice(0, 200) };
  }
  if (/^(?:check|checks|clear|confirm|verify|coordinate|agree)$/.test(verb)) {
    const person = somebodyAfter(tokens, start + 1, /^with$/);
    if (person) return { who: person.text, isReview: false };
  }
  if (/^(?:run|runs)$/.test(verb)) {
    const person = somebodyAfter(tokens, start + 1, /^(?:by|past)$/);
    if (person) return { who: person.text, isReview: false };
  }
  if (
    /^(?:show|send|give|submit|forward|pass|route|present)$/.test(verb) &&
    /\b(?:for (?:an? |the |final |their |his |her )?(?:approval|review|sign-?off|confirmation)|first$|beforehand$)/.test(
      text,
    )
  ) {
    const person = somebodyAfter(tokens, start + 1, /^to$/, 6) ?? personAt(tokens, start + 1);
    if (person) return { who: person.text, isReview: /review/.test(text) };
  }
  if (
    /\b(?:human|person) in the loop\b|\bhuman-in-the-loop\b|\b(?:human|manual) (?:review|check|approval|confirmation)\b|\b(?:reviewed|checked|approved|confirmed) (?:manually|by hand)\b/.test(
      text,
    )
  )
    return { who: 'a person', isReview: false };
  return undefined;
}

/** Reads a clause as the wish that somebody agrees first; absent where it is none, or says that nobody need agree. */
export function readApproval(tokens: readonly Token[]): ApprovalReading | undefined {
  if (waivesApproval(joinTokens(tokens.slice(0, 60)))) return undefined;
  const reading = byAsking(tokens) ?? byVerb(tokens) ?? byNoun(tokens);
  const ids = reading && readApproverIds(tokens);
  return ids ? { ...reading, who: ids.names.join(' and '), ids } : reading;
}

const QUESTION = /^(?:which|what|who|whom|when|where|how)$/;

const REJECTED =
  /\b(?:reject(?:s|ed)?|declin(?:e|es|ed)|den(?:y|ies|ied)|refus(?:e|es|ed)|turned down|turns? it down|disapproves?d?|not (?:been )?(?:approve|approved|accepted|confirmed|agree|agreed|ok|okay)|n't (?:been )?(?:approve|approved|accept|accepted|confirm|confirmed|agree|ok)|no approval|objects?|disagrees?|says? no|asks? for changes|requests? changes|wants? changes|changes are (?:requested|needed))\b/i;
const APPROVED =
  /\b(?:approv(?:e|ed|es|al)|sign(?:s|ed)?[ -]off|authori[sz](?:e|ed|es|ation)|gives? (?:the |an |their |his |her )?(?:ok|okay|go-ahead|consent|permission|green light|blessing)|okays?|accept(?:s|ed)|agrees?|confirm(?:s|ed)|says? yes|go-ahead)\b/i;

/** What a condition says of an approval: "if it is rejected", "once legal approves". */
export function readDecision(text: string): Decision | undefined {
  if (REJECTED.test(text)) return 'rejected';
  return APPROVED.test(text) ? 'approved' : undefined;
}

const UNDECIDED =
  /^(?:(?:nobody|no ?-?one|none of them) (?:answers?|responds?|repl(?:y|ies)|decides?|reacts?|approves?)|(?:there is |there's )?no (?:answer|response|reply|reaction|decision)\b|(?:they|he|she|it) (?:do(?:es)?(?: not|n't)|never) (?:answer|respond|reply|react|decide))/i;

/** Whether a condition says that nobody has decided: "if nobody answers", "if there is no response". */
export function saysUndecided(text: string): boolean {
  return UNDECIDED.test(text);
}
