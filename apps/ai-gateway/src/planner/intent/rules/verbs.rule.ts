import { acts, isStoredWorkflow } from '../graph/effects';
import { problem, quoted, type IntentProblem } from '../intent.problem';
import { literalsIn } from '../prompt/addresses';
import type { Wish } from '../prompt/wishes';
import { ASIDES, COMPOSITE, RELATED } from '../words/kinds';
import { LANGUAGES } from '../words/languages';
import { stemOf } from '../words/stem';
import { shareStem } from '../words/stems';
import { workUnits, type WorkUnit } from '../words/work-units';
import type { IntentContext, Rule } from './rule';

/** Each thing that the prompt asks to be done is done by some node. */
export const verbsAreCovered: Rule = (context) => {
  const units = context.nodes.flatMap(workUnits);
  return uncoveredWishes(context.request.wanted, units, context);
};

/** Problems for the wishes that none of these pieces of work meets. */
export function uncoveredWishes(
  wishes: readonly Wish[],
  units: readonly WorkUnit[],
  context: Pick<IntentContext, 'request' | 'scopes' | 'tools'>,
): IntentProblem[] {
  const claimed = new Set(wishes.flatMap((wish) => units.filter(({ kinds }) => kinds.has(wish.kind))));
  const isMet = (wish: Wish): boolean => {
    const { kind } = wish;
    if (ASIDES.has(kind) || OTHER_RULES.has(kind) || isTakenBack(wish, context.request.unwanted)) return true;
    if (handsOver(wish)) return units.some(works);
    if (COMPOSITE.has(kind) || wish.verb === '') return units.some(works);
    if (kind === 'collect' || looksAtAddress(wish)) return isCollected(wish, units, context);
    if (isSending(wish)) return isSent(wish, units, context);
    return isDone(wish, { wishes, units, claimed });
  };
  return [
    ...wishes.filter((wish) => !isMet(wish)).map(notCovered),
    ...wishes.filter(isMet).flatMap((wish) => missingLanguages(wish, units)),
  ];
}

/** Kinds that rules of their own look after. */
const OTHER_RULES: ReadonlySet<string> = new Set(['approve', 'wait', 'repeat', 'retry']);
const WORKS: ReadonlySet<string> = new Set('agent crew http_request condition transform'.split(' '));

function works({ placed: { node } }: WorkUnit): boolean {
  return WORKS.has(node.type) || isStoredWorkflow(node);
}

/** Nodes whose texts may say in other words what they are there for. */
const THINKS: ReadonlySet<string> = new Set(['agent', 'crew']);

interface Work {
  readonly wishes: readonly Wish[];
  readonly units: readonly WorkUnit[];
  /** Pieces of work that do just what some wish asks. */
  readonly claimed: ReadonlySet<WorkUnit>;
}

/**
 * By work of the very kind, if it is about the same or there is enough of it for all wishes of that kind; by its very verb;
 * or by work of a kind near to it, if it is about the same or nobody else asked for it.
 */
function isDone(wish: Wish, { wishes, units, claimed }: Work): boolean {
  const isAbout = ({ stems }: WorkUnit): boolean => wish.stems.size === 0 || shareStem(wish.stems, stems);
  const same = units.filter(({ kinds }) => kinds.has(wish.kind));
  const rivals = wishes.filter(({ kind }) => kind === wish.kind).length;
  if (same.length >= rivals || same.some(isAbout)) return true;
  const verb = stemOf(wish.verb);
  if (wish.kind !== 'draft' && units.some((unit) => unit.stems.has(verb) && isAbout(unit))) return true;
  const related = RELATED.get(wish.kind);
  const near = units.filter(({ kinds }) => [...kinds].some((kind) => related?.has(kind) === true));
  const isFree = (unit: WorkUnit): boolean => THINKS.has(unit.placed.node.type) && !claimed.has(unit);
  return near.some((unit) => (wish.stems.size > 0 && isAbout(unit)) || isFree(unit));
}

function urlsOf({ object }: Wish): string[] {
  return literalsIn(object).flatMap(({ kind, text }) => (kind === 'url' ? [text.toLowerCase()] : []));
}

/** Where the material comes from: an address that is read, or whatever the run is given. */
function isCollected(
  wish: Wish,
  units: readonly WorkUnit[],
  { request, scopes }: Pick<IntentContext, 'request' | 'scopes'>,
): boolean {
  const urls = urlsOf(wish);
  const collectors = units.filter(({ kinds }) => kinds.has('collect'));
  if (urls.length > 0) return urls.every((url) => collectors.some(({ text }) => mentions(text, url)));
  const isGiven =
    scopes.some(({ definition }) => definition.inputs !== undefined) ||
    request.text !== request.prompt.trim();
  const finders = units.some(({ kinds }) =>
    ['find', 'research', 'extract', 'list'].some((kind) => kinds.has(kind as Wish['kind'])),
  );
  return isGiven || collectors.length > 0 || finders || shareWithAny(wish, units);
}

/** "Check https://… until it is done": looking there is all that is asked. */
function looksAtAddress({ kind, object }: Wish): boolean {
  return (kind === 'validate' || kind === 'monitor') && /^https?:/.test(object);
}

function shareWithAny({ stems }: Wish, units: readonly WorkUnit[]): boolean {
  return units.some((unit) => shareStem(stems, unit.stems));
}

/** The words before the address of whatever is sent there. */
const TO_ADDRESS = /\b(?:to|at|via|through|on|into|using)\s+(?:\S+\s+){0,4}?https?:/i;
const MAY_SEND: ReadonlySet<string> = new Set('notify report record respond reply draft'.split(' '));
/** What is handed to whoever asked is handed over by the output. */
const TO_CALLER = /^(?:me|us|back)\b/i;
const HANDS_OVER: ReadonlySet<string> = new Set(
  'send give deliver share return forward show present tell'.split(' '),
);

/** "Show them to me", "send me a summary": the output hands it over. */
function handsOver({ object, verb }: Wish): boolean {
  return HANDS_OVER.has(verb) && (TO_CALLER.test(object) || /\bto (?:me|us)$/i.test(object));
}

/** "Send it, but don't send anything": what is asked and refused in one is asked of nobody. */
function isTakenBack({ kind }: Wish, unwanted: readonly Wish[]): boolean {
  return unwanted.some(
    (refused) =>
      refused.kind === kind &&
      kind === 'deliver' &&
      /^(?:|it|this|that|them|(?:anything|nothing)\b.*)$/i.test(refused.object),
  );
}

/** "A tweet with a link to https://…", "a summary of https://…": the address is part of what is made, or read. */
const SPEAKS_OF = /\b(?:links?|linking|pointer|reference|refers?|points?) to\s+(?:\S+\s+){0,2}?https?:/i;

function isSending({ kind, object }: Wish): boolean {
  if (kind === 'deliver') return true;
  if (SPEAKS_OF.test(object)) return false;
  return MAY_SEND.has(kind) && TO_ADDRESS.test(object);
}

function isSent(wish: Wish, units: readonly WorkUnit[], { tools }: Pick<IntentContext, 'tools'>): boolean {
  const senders = units.filter(({ placed }) => acts(placed, tools));
  const urls = urlsOf(wish);
  if (urls.length === 0) return senders.length > 0;
  if (!TO_ADDRESS.test(wish.object)) return senders.length > 0;
  // "Send a summary of https://… to https://…": only the last is where it goes.
  const places = urls.slice(-Math.max(1, placesIn(wish.object)));
  return places.every((url) => senders.some(({ text }) => mentions(text, url)));
}

/** How many addresses stand after the last "to". */
function placesIn(object: string): number {
  return object.slice(object.toLowerCase().lastIndexOf(' to ') + 1).match(/https?:/gi)?.length ?? 0;
}

function mentions(text: string, url: string): boolean {
  const plain = url
    .replace(/^https?:\/\//, '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '');
  return text.toLowerCase().includes(plain);
}

/** Each language that a translation is asked in is spoken of somewhere. */
function missingLanguages({ kind, object, verb }: Wish, units: readonly WorkUnit[]): IntentProblem[] {
  if (kind !== 'translate') return [];
  const [, targets = ''] = /\b(?:into|to|in)\s+(.+)$/i.exec(object) ?? [];
  const asked = (targets.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => LANGUAGES.has(word));
  return asked
    .filter((language) => !units.some(({ text }) => text.toLowerCase().includes(language)))
    .map((language) => {
      const name = language.charAt(0).toUpperCase() + language.slice(1);
      const message = `The request says ${quoted(`${verb} ${object}`)}, but no node translates into ${name}.`;
      return problem('verb_not_covered', '/nodes', message, `Add a node whose prompt asks for ${name}.`);
    });
}

function notCovered(wish: Wish): IntentProblem {
  const { verb, kind, object } = wish;
  const message = `The request says ${quoted(`${verb} ${object}`)}, but no node does it.`;
  return problem('verb_not_covered', '/nodes', message, hintFor(kind, wish));
}

function hintFor(kind: Wish['kind'], wish: Wish): string {
  if (isSending(wish)) {
    return urlsOf(wish).length > 0
      ? 'Add an http_request node with method POST to that address, behind an approval.'
      : 'Add an http_request node that sends it to an address given by an input, behind an approval, or an agent with a tool that sends.';
  }
  if (kind === 'collect')
    return urlsOf(wish).length > 0
      ? 'Add an http_request node that gets that address, or an agent with the tool fetch_url and the address in its prompt.'
      : 'Declare an input for it, or add a node that fetches it.';
  return `Add a node that does this ("${wish.verb}"), or say so in the prompt of the node that is to do it.`;
}
