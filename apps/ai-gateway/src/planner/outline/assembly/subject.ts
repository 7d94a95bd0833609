import { DATA_NOUNS, PEOPLE } from '../../lexicon/data-nouns';
import type { CompositeKind } from '../../lexicon/step-kinds';
import type { Subject } from './expand';
import type { Material } from './material';
import { dataNounAt, dataNounOf, isPlural, mannerAfter, phraseEndingAt, topicOf } from './phrases';
import type { Source } from './plan-items';
import type { ReadInstruction } from './refine';

/** Verbs that stand for several steps. */
export type Composite = Exclude<CompositeKind, 'collect' | 'deliver'>;

function labelOf(sources: readonly Source[]): string {
  const label = sources[0]?.label ?? '';
  return label.charAt(0).toLowerCase() + label.slice(1);
}

/** Works out what a composite verb is about, making it an input where the prompt only presumes it. */
export function subjectOf(kind: Composite, instruction: ReadInstruction, material: Material): Subject {
  const { object, phrase } = instruction;
  const at = dataNounAt(object);
  const noun = dataNounOf(object[at]);
  const data = DATA_NOUNS.get(noun);
  const many = kind === 'monitor' || (data?.family === 'dataset' && isPlural(phrase));
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
