import type { NodeDefinition } from '@aiwf/definition';
import { DETERMINERS, PRONOUNS } from '../../grammar/words';
import type { VerbKind } from '../../lexicon/step-kinds';
import { cuesAt } from './cues';
import { senseOf } from './word-sense';

/** What a text says that is done, by its verbs, by nouns that name work or its result, and by turns of phrase. */
export function kindsInProse(text: string): Set<VerbKind> {
  const kinds = new Set<VerbKind>();
  for (const sentence of text
    .toLowerCase()
    .replaceAll('’', "'")
    .split(/[.!?:;\n]+/)) {
    const words = sentence.match(/[\p{L}'-]+/gu) ?? [];
    let negatedUntil = -1;
    for (const [at, word] of words.entries()) {
      if (NEGATES.test(word)) negatedUntil = at + NEGATION_REACH;
      if (at <= negatedUntil) continue;
      for (const kind of kindsOfWord(word, words, at)) kinds.add(kind);
      if (negatedUntil === -1) for (const kind of cuesAt(words, at)) kinds.add(kind);
    }
    if (QUESTION.test(words[0] ?? '') || sentence.endsWith('?')) for (const kind of ASKED) kinds.add(kind);
  }
  return kinds;
}

/** What the words of a name, a role or an id stand for: each on its own. */
export function kindsInName(words: readonly string[]): Set<VerbKind> {
  const kinds = new Set<VerbKind>();
  for (const [at, word] of words.entries()) {
    const { verb, noun } = senseOf(word);
    for (const kind of [verb?.kind, noun, ...cuesAt(words, at)]) if (kind) kinds.add(kind);
  }
  return kinds;
}

/** What a node does by its type alone, whatever its texts say. */
export function kindsOfType(node: NodeDefinition): VerbKind[] {
  switch (node.type) {
    case 'condition':
      return ['classify', 'validate', 'analyse', 'find', 'compare'];
    case 'transform':
      return kindsOfComputation(JSON.stringify(node.config));
    case 'http_request':
      return (node.config.method ?? 'GET') === 'GET'
        ? ['collect', 'research', 'monitor']
        : [...(node.config.method === 'DELETE' ? REMOVES : []), ...SENDS];
    case 'approval':
      return ['approve', 'review', 'validate', 'wait'];
    case 'wait':
      return ['wait', 'monitor'];
    case 'map':
      return ['repeat'];
    case 'loop':
      return ['repeat', 'rewrite', 'monitor'];
    case 'agent':
    case 'crew':
    case 'workflow':
      return [];
    default:
      return node satisfies never;
  }
}

const SENDS: readonly VerbKind[] = ['deliver', 'notify', 'record', 'respond', 'reply', 'request'];
const REMOVES: readonly VerbKind[] = ['rewrite'];
const NEGATES = /^(?:not|never|without|avoid|don't|doesn't|cannot|can't|won't)$/;
/** How many words after a negation it takes back. */
const NEGATION_REACH = 3;
/** A question asks that something be found. */
const QUESTION = /^(?:which|what|who|whose|where)$/;
const ASKED: readonly VerbKind[] = ['find', 'analyse', 'extract', 'validate', 'explain'];
/** Words after which a word that may be either is a verb. */
const LEADS_TO_VERB = /^(?:and|then|to|or|please|also|but|you|should|must|will|can|first|next|finally|now)$/;
const MAKES: ReadonlySet<VerbKind | undefined> = new Set<VerbKind>(['draft', 'report', 'list', 'general']);
/** What is pointed at is there already; it is not what the step makes. */
const POINTS = /^(?:the|this|that|these|those|above|its|your|my|our|their|each|every|all)$/;

function kindsOfWord(word: string, words: readonly string[], at: number): VerbKind[] {
  const { verb, noun } = senseOf(word);
  if (verb && verb.form !== 'past' && (!verb.alsoNoun || standsAsVerb(words, at))) return [verb.kind];
  if (noun === undefined) return [];
  const made = words.slice(Math.max(0, at - 4), at).some((each) => MAKES.has(senseOf(each).verb?.kind));
  return POINTS.test(words[at - 1] ?? '') && !made ? [] : [noun];
}

function standsAsVerb(words: readonly string[], at: number): boolean {
  const previous = words[at - 1];
  const next = words[at + 1] ?? '';
  if (previous === undefined || LEADS_TO_VERB.test(previous)) return true;
  return !DETERMINERS.has(previous) && (DETERMINERS.has(next) || PRONOUNS.has(next));
}

function kindsOfComputation(config: string): VerbKind[] {
  const kinds: VerbKind[] = ['rewrite', 'record', 'report'];
  if (/size\(|[^"'] ?[-+*/%] ?[^"']/.test(config)) kinds.push('calculate');
  if (/\.(?:filter|exists|all)\(|contains\(/.test(config)) kinds.push('find', 'validate');
  if (/\.map\(|\.split\(|substring\(|\{\{/.test(config)) kinds.push('extract', 'list');
  if (/[<>]|==|!=|\?/.test(config)) kinds.push('compare', 'validate', 'classify');
  return kinds;
}
