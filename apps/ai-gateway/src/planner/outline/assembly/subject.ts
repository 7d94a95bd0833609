import { CHANNELS, type CompositeKind, DATA_NOUNS, PEOPLE } from '../../lexicon';
import type { Subject } from './expand';
import type { Material } from './material';
import {
  dataNounAt,
  dataNounOf,
  isPlural,
  joinTokens,
  mannerAfter,
  phraseEndingAt,
  type ReadInstruction,
  singular,
  type Token,
  tokenize,
  topicOf,
} from '../../grammar';
import type { Source } from '../plan/plan-items';

/** Verbs that stand for several steps. */
export type Composite = Exclude<CompositeKind, 'collect' | 'deliver'>;

function labelOf(sources: readonly Source[]): string {
  if (sources[0]?.type === 'fetch') return 'page';
  const label = sources[0]?.label ?? '';
  return label.charAt(0).toLowerCase() + label.slice(1);
}

const SIGNS_UP = /\bwho (?:signs?|signed) up|\bwho registers?|\bwho registered|\bwho joins?|\bwho joined/i;
const SAYS =
  /\bwhat (?:people|customers|users|others|everybody|everyone|they) (?:say|says|think|write|post)\b/i;

/** What is meant by words that name no data: what people say is mentions, a channel holds them. */
function meantBy(kind: Composite, { object }: ReadInstruction): readonly Token[] {
  const text = joinTokens(object);
  if (SIGNS_UP.test(text)) return tokenize('registrations');
  if (kind !== 'monitor') return object;
  if (SAYS.test(text)) return tokenize('mentions');
  const isChannel = CHANNELS.has(singular(object[0]?.lower ?? '')) && dataNounAt(object) === -1;
  return isChannel ? tokenize(`${object[0]?.text ?? ''} mentions`) : object;
}

/** Works out what a composite verb is about, making it an input where the prompt only presumes it. */
export function subjectOf(kind: Composite, instruction: ReadInstruction, material: Material): Subject {
  const object = meantBy(kind, instruction);
  const phrase = object === instruction.object ? instruction.phrase : object;
  const at = dataNounAt(object);
  const noun = dataNounOf(object[at]);
  const data =
    DATA_NOUNS.get(noun) ?? (object.some(({ type }) => type === 'url') ? DATA_NOUNS.get('page') : undefined);
  const isPage = object.some(({ type }) => type === 'url');
  const many = (kind === 'monitor' && !isPage) || (data?.family === 'dataset' && isPlural(phrase));
  const given = object.some(({ type }) => type === 'literal' || type === 'url');
  const named = given ? material.named('find', instruction) : [];
  const presumed = named.length > 0 ? undefined : material.presumeSubject(object, many);
  const earlier = presumed ? [presumed] : material.primary;
  const found = named.length > 0 ? named : earlier;
  const sources = found.length > 0 ? found : [material.presumeUnknown(instruction, many)];
  const words = at === -1 ? phrase : phraseEndingAt(object, at);
  const topic = (kind === 'respond' && at === -1 ? '' : topicOf(words)) || labelOf(sources) || 'text';
  const about = PEOPLE.has(noun) ? `${topic} ${kind === 'onboard' ? 'registration' : 'record'}` : topic;
  return { topic: about, many, noun: data, sources, manner: mannerAfter(object) };
}
