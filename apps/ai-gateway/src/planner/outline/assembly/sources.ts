import { identifier, IdentifierRegistry } from '../graph/identifiers';
import { capitalise } from '../graph/template-text';
import type { Token } from '../../grammar/tokens';
import { plural } from '../../grammar/word-forms';
import { DATA_NOUNS, type DataNoun } from '../../lexicon/data-nouns';
import { topicOf } from './phrases';
import type { Source } from './plan-items';

const MOST = 4;

/** What a workflow works on, gathered as the prompt names it. */
export class SourceRegistry {
  private readonly ids = new IdentifierRegistry();
  private readonly byNoun = new Map<string, Source>();
  readonly all: Source[] = [];

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
    const source: Source = {
      type: 'input',
      name: this.ids.take(identifier(many ? (shown.split(' ').at(-1) ?? noun) : noun, 'material')),
      label: capitalise(shown),
      description: `The ${shown} to work on. The default is a sample: replace it with your own.`,
      value: `Sample ${shown}: ${sample}`,
    };
    this.remember(source, noun, entry);
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
  addUrl(url: string): Source {
    const existing = this.all.find((source) => source.type === 'fetch' && source.url === url);
    if (existing) return existing;
    const source: Source = { type: 'fetch', url, label: 'Content' };
    this.remember(source, url, DATA_NOUNS.get('page'));
    return source;
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
