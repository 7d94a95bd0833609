import { headNoun, isPlural, joinTokens, nounPhrase, PRONOUNS, type ReadInstruction } from '../../../grammar';
import type { Context } from '../context';
import { quoted } from '../warnings';
import { addTask } from './steps';

/** The most attempts that the language allows. */
const MOST_ATTEMPTS = 20;

const READS = /^(?:fetch|read|open|load|download|get|scrape|crawl|retrieve|access)$/;
const CONTENT = /^(?:|page|content|site|website|article|url|link|text|feed|document|data)$/;

/** "Read each link": what stands at each address is read first. */
export function readItem({ branches, material }: Context, { verb }: ReadInstruction): void {
  const source = READS.test(verb) ? material.fetchItem() : undefined;
  if (source) branches.add({ type: 'fetch', source });
}

/** Names where the data comes from: an address that is read, a text that is given, or what the prompt presumes. */
export function collect(context: Context, instruction: ReadInstruction): void {
  const { object, head, phrase } = instruction;
  const urls = object.filter(({ type }) => type === 'url');
  for (const url of urls) {
    const source = context.material.fetch(url.text);
    context.material.call(head, source);
    if (instruction.modifiers.times !== undefined)
      source.attempts = Math.min(instruction.modifiers.times, MOST_ATTEMPTS);
  }
  if (urls.length > 0) return;
  const each = READS.test(instruction.verb) && !object.some(({ type }) => type === 'literal');
  const item = each && (PRONOUNS.has(head) || CONTENT.test(head)) ? context.material.fetchItem() : undefined;
  if (item) return context.branches.add({ type: 'fetch', source: item });
  if (object.some(({ type }) => type === 'literal')) return void context.material.named('find', instruction);
  if (context.material.isProduced(head) || (context.items.length > 0 && PRONOUNS.has(head))) return;
  if (context.material.presumeSubject(object, isPlural(phrase)) || head === '') return;
  if (context.material.primary.length > 0 && /^(?:read|get|take)$/.test(instruction.verb))
    return addTask(context, 'extract', { ...instruction, verb: 'extract' });
  context.material.presumeUnknown(instruction);
  context.warnings.add(
    `The prompt names no address for ${quoted(joinTokens(phrase))}: it is an input with a sample.`,
  );
}

/** "Ask me for my name": whoever runs the workflow gives it as an input. False where somebody else is asked. */
export function askRunner({ material, hasItems }: Context, { object }: ReadInstruction): boolean {
  const at = object.findIndex(({ lower }) => lower === 'for');
  const asked = joinTokens(object.slice(0, Math.max(at, 0)));
  if (hasItems || !/^(?:me|us|the user|users?|the person who runs (?:it|this))$/i.test(asked)) return false;
  const wanted = object.slice(at + 1).filter(({ lower }) => !/^(?:my|our|their|his|her)$/.test(lower));
  const isSeveral = wanted.some(({ type, lower }) => type === 'comma' || lower === 'and');
  const phrase = isSeveral ? wanted : nounPhrase(wanted);
  if (phrase.length === 0) return false;
  material.presumeUnknown({ head: isSeveral ? 'answers' : headNoun(phrase), phrase }, false);
  return true;
}
