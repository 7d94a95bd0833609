import type { WorkflowDefinition } from '@aiwf/definition';
import { durationAt, joinTokens, type ReadInstruction, type Token } from '../../grammar';
import type { Warnings } from '../assembly/warnings';
import { findNodes } from './find-nodes';
import { everyNode, type PlacedNode } from './regions';

/** One change that is asked for. */
export interface ChangeRequest {
  /** The workflow as it is by now. */
  readonly definition: WorkflowDefinition;
  /** What is asked, in the writer's words. */
  readonly text: string;
  readonly tokens: readonly Token[];
  /** Data that the instruction holds. */
  readonly literals: readonly string[];
  readonly warnings: Warnings;
  /** It comes after everything: "then …", "finally …". */
  readonly comesLast?: boolean;
  /** The step that was added last, which "it" then means. */
  readonly added?: string | undefined;
}

/**
 * What becomes of the workflow: changed; the same, where the wish was understood and can't or need not be granted; or
 * absent, where the request is about something else.
 */
export type Changed = { readonly definition: WorkflowDefinition; readonly added?: string } | undefined;

/** Understands one sort of change. */
export type Editor = (request: ChangeRequest) => Changed;

/** Where something is to be put. */
export type Anchor =
  { readonly where: 'before' | 'after'; readonly node: PlacedNode } | { readonly where: 'start' | 'end' };

const CONNECTORS: Partial<Record<ReadInstruction['link'], string>> = {
  before: 'before',
  after: 'after',
  if: 'if',
  unless: 'unless',
  when: 'when',
  until: 'until',
  each: 'for',
  otherwise: 'otherwise',
};

const word = (text: string): Token => ({ type: 'word', text, lower: text.toLowerCase() });
const comma: Token = { type: 'comma', text: ',', lower: ',' };

/** Clauses of one wish as the text that they were, with the words that join them. */
function together(clauses: readonly ReadInstruction[]): Token[] {
  return clauses.flatMap((clause, at): Token[] => {
    const { link, written, trails } = clause;
    const connector = CONNECTORS[link];
    const leads = (connector !== undefined || isPlace(clause)) && !trails && at === 0 && clauses.length > 1;
    return [...(connector === undefined ? [] : [word(connector)]), ...written, ...(leads ? [comma] : [])];
  });
}

/** One wish for each clause that asks for something, with the clauses that say where, when and in which case. */
export function wishesOf(instructions: readonly ReadInstruction[]): Token[][] {
  const wishes: ReadInstruction[][] = [];
  let leading: ReadInstruction[] = [];
  for (const instruction of instructions) {
    const belongs = CONNECTORS[instruction.link] !== undefined || isPlace(instruction);
    const current = wishes.at(-1);
    const leads =
      instruction.opensSentence ||
      !current ||
      (/^(?:if|unless|when)$/.test(instruction.link) && !instruction.trails);
    if (belongs && leads) leading.push(instruction);
    else if (belongs && current && leading.length === 0) current.push(instruction);
    else if (current && leading.length === 0 && goesOn(instruction, current)) current.push(instruction);
    else {
      wishes.push([...leading, instruction]);
      leading = [];
    }
  }
  if (leading.length > 0) wishes.push(leading);
  return wishes.map(together);
}

/** Says only where: "at the end", "after that". */
function isPlace({ verb, tokens }: ReadInstruction): boolean {
  if (tokens[0]?.lower === 'instead' && tokens[1]?.lower === 'of') return true;
  return (
    verb === '' &&
    /^(?:at the (?:very )?(?:end|beginning|start)|as (?:the|a) (?:last|first) step|finally|before (?:that|this)|to begin with)$/i.test(
      joinTokens(tokens),
    )
  );
}

/** "If it fails, notify me and stop": what a case decides goes on. */
function goesOn({ link, opensSentence }: ReadInstruction, current: readonly ReadInstruction[]): boolean {
  return link === 'and' && !opensSentence && /^(?:if|unless|when)$/.test(current[0]?.link ?? '');
}

const ENDS = /^(?:,|and|but|so)$/;

/** Takes out where something is to be put: "before sending", "after the summary", "at the end". */
export function takeAnchor(
  { definition, added }: Pick<ChangeRequest, 'definition' | 'added'>,
  tokens: readonly Token[],
): { readonly tokens: readonly Token[]; readonly anchor?: Anchor } {
  const top = everyNode(definition).filter(({ path }) => path.length === 0);
  const own = top.filter(({ node }) => node.id === added);
  const addedBefore = own.length > 0 ? own : top.slice(-1);
  for (const [at, { lower }] of tokens.entries()) {
    if (!/^(?:before|after|following|behind)$/.test(lower) || durationAt(tokens, at + 1)) continue;
    const rest = tokens.slice(at + 1);
    const end = rest.findIndex((token) => token.type === 'comma' || ENDS.test(token.lower));
    const named = end === -1 ? rest : rest.slice(0, end);
    const where = lower === 'before' ? 'before' : 'after';
    const isThat = named.length === 1 && /^(?:that|this|it)$/.test(named[0]?.lower ?? '');
    const words = named.filter((token) => !/^(?:you|we|i|it|is|are|steps)$/.test(token.lower));
    const found = isThat ? addedBefore : findNodes(definition, words);
    const node = where === 'before' ? found[0] : found.at(-1);
    if (!node) continue;
    const left = [...tokens.slice(0, at), ...rest.slice(named.length)];
    return { tokens: trimmed(left), anchor: { where, node } };
  }
  const between = tokens.findIndex(({ lower }) => lower === 'between');
  const joint = tokens.findIndex(({ lower }, at) => at > between && lower === 'and');
  if (between !== -1 && joint !== -1) {
    const [node] = findNodes(definition, tokens.slice(joint + 1));
    if (node) return { tokens: trimmed(tokens.slice(0, between)), anchor: { where: 'before', node } };
  }
  const text = joinTokens(tokens).toLowerCase();
  const ends = /(?:^|\b)(?:at the (?:very )?end|as (?:the|a) last step|finally)\b/.exec(text);
  const starts =
    /(?:^|\b)(?:at the (?:very )?(?:beginning|start)|as (?:the|a) first step|first of all|to begin with)\b/.exec(
      text,
    );
  const found = ends ?? starts;
  if (!found) return { tokens };
  const words = found[0].split(' ');
  const at = tokens.findIndex((_, index) =>
    words.every((one, offset) => tokens[index + offset]?.lower === one),
  );
  if (at === -1) return { tokens };
  const left = [...tokens.slice(0, at), ...tokens.slice(at + words.length)];
  return { tokens: trimmed(left), anchor: { where: ends ? 'end' : 'start' } };
}

function trimmed(tokens: readonly Token[]): readonly Token[] {
  const from = tokens.findIndex(({ type, lower }) => type !== 'comma' && !/^(?:and|then|also)$/.test(lower));
  const to = tokens.findLastIndex(({ type }) => type !== 'comma');
  return from === -1 ? [] : tokens.slice(from, to + 1);
}
