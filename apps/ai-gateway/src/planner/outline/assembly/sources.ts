import { identifier, type IdentifierRegistry } from '../graph/identifiers';
import { capitalise } from '../graph/template-text';
import { plural, singular, type Token, topicOf } from '../../grammar';
import { DATA_NOUNS, type DataNoun } from '../../lexicon';
import type { FetchSource, InputSource, Source } from '../plan/plan-items';

const MOST = 4;

/** Things that are addresses, in the singular. */
export const ADDRESS = /^(?:url|link|address|website|webpage|site|feed|endpoint)$/;

/** Words that point at one thing that the writer has. */
const POINTING = /^(?:the|this|my|our|attached|following|given)$/;

/** What a workflow works on, gathered as the prompt names it. */
export class SourceRegistry {
  private readonly called = new Set<Source>();
  private readonly byNoun = new Map<string, Source>();
  readonly all: Source[] = [];
  /** Inputs that hold samples although the prompt speaks of one particular thing. */
  readonly pointed = new Set<InputSource>();

  constructor(private readonly ids: IdentifierRegistry) {}

  get isFull(): boolean {
    return this.all.length >= MOST;
  }

  /** The source that stands for a noun, or for another of the same family ("the message" for an email). */
  known(noun: string): Source | undefined {
    const family = DATA_NOUNS.get(noun)?.family;
    return this.byNoun.get(noun) ?? (family === undefined ? undefined : this.byNoun.get(`family ${family}`));
  }

  /** Something the prompt presumes: an input, with a sample so that the workflow runs as it stands. */
  addPresumed(noun: string, phrase: readonly Token[], many: boolean): Source {
    const existing = this.known(noun);
    if (existing) return existing;
    const entry = DATA_NOUNS.get(noun);
    const topic = topicOf(phrase) || noun;
    const sample = entry
      ? sampleOf(entry, many)
      : `three short, made-up notes about ${topic}; put your own text here.`;
    const shown = many ? plural(topic) : topic;
    const source: InputSource = {
      type: 'input',
      name: this.ids.take(identifier(many ? (shown.split(' ').at(-1) ?? noun) : noun, 'material')),
      label: capitalise(shown),
      description: `The ${shown} to work on. The default is a sample: replace it with your own.`,
      value: `Sample ${shown}: ${sample}`,
    };
    if (phrase.some(({ lower }) => POINTING.test(lower))) this.pointed.add(source);
    this.remember(source, noun, entry);
    return source;
  }

  /** Several things that the prompt presumes and does something with each of: an input that is a list. */
  addList(noun: string, phrase: readonly Token[]): InputSource | undefined {
    const existing = this.byNoun.get(noun);
    const entry = DATA_NOUNS.get(noun);
    const topic = topicOf(phrase) || noun;
    const samples = entry?.samples ?? [`made-up ${topic} A`, `made-up ${topic} B`];
    // No address is made up: what is not given is not read.
    const isAddress = ADDRESS.test(noun);
    const value = isAddress ? [] : samples.map((sample) => `Sample ${topic}: ${sample}`);
    if (existing?.type === 'input') {
      if (typeof existing.value !== 'string') return existing;
      if (!existing.value.startsWith('Sample ')) return undefined;
      existing.value = value;
      this.pointed.delete(existing);
      return existing;
    }
    if (existing) return undefined;
    const shown = plural(topic);
    const source: InputSource = {
      type: 'input',
      name: this.ids.take(identifier(shown.split(' ').at(-1) ?? noun, 'items')),
      label: capitalise(shown),
      description: isAddress
        ? `The ${shown} to work through. While there are none, nothing is read.`
        : `The ${shown} to work through, one text each. The default is a sample: replace it with your own.`,
      value,
    };
    this.remember(source, noun, entry);
    return source;
  }

  /** Things that the prompt names one by one. */
  addGivenList(noun: string, items: readonly string[]): InputSource {
    const shown = plural(noun);
    const source: InputSource = {
      type: 'input',
      name: this.ids.take(identifier(shown.split(' ').at(-1) ?? noun, 'items')),
      label: capitalise(shown),
      description: `The ${shown} that the prompt names.`,
      value: [...items],
    };
    this.remember(source, noun, DATA_NOUNS.get(noun));
    return source;
  }

  /** Data that stands in the prompt itself. */
  addLiteral(value: string, noun: string): Source {
    const source: Source = {
      type: 'input',
      name: this.ids.take(identifier(noun, 'text')),
      label: capitalise(noun || 'text'),
      description: 'The text given in the prompt.',
      value,
    };
    this.remember(source, noun, DATA_NOUNS.get(noun));
    return source;
  }

  /** A page or document that the prompt gives the address of. */
  addUrl(url: string, isReachable: (source: Source) => boolean): FetchSource {
    const existing = this.all.find(
      (source): source is FetchSource => source.type === 'fetch' && source.url === url && isReachable(source),
    );
    if (existing) return existing;
    const source: FetchSource = { type: 'fetch', url, label: 'Content' };
    this.remember(source, url, DATA_NOUNS.get('page'));
    return source;
  }

  adopt(source: InputSource): void {
    this.remember(source, singular(source.name.split('_').at(-1) ?? source.name), undefined);
  }

  call(noun: string, source: Source): void {
    this.byNoun.set(noun, source);
    this.called.add(source);
  }

  /** What a source goes by. */
  nounOf(source: Source): string | undefined {
    return [...this.byNoun].find(([noun, known]) => known === source && !noun.startsWith('family '))?.[0];
  }

  /** Whether the prompt says what stands at an address. */
  isCalled(source: Source): boolean {
    return this.called.has(source);
  }

  private remember(source: Source, noun: string, entry: DataNoun | undefined): void {
    this.all.push(source);
    this.byNoun.set(noun, source);
    if (entry && !this.byNoun.has(`family ${entry.family}`))
      this.byNoun.set(`family ${entry.family}`, source);
  }
}

function sampleOf({ samples }: DataNoun, many: boolean): string {
  return many && samples.length > 1
    ? samples.map((sample, at) => `\n${at + 1}. ${sample}`).join('')
    : samples[0];
}
