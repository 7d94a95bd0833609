import type { NodeDefinition, WorkflowDefinition } from '@aiwf/definition';
import {
  DETERMINERS,
  FILLERS,
  isStepKind,
  numberAt,
  PREPOSITIONS,
  PRONOUNS,
  readVerb,
  singular,
  type Token,
} from '../../grammar';
import { ACTIVITY_NOUNS, PRODUCT_KINDS, STEP_KINDS, type StepKind } from '../../lexicon';
import { everyNode, type PlacedNode } from './regions';

const IGNORED =
  /^(?:steps?|nodes?|parts?|actions?|tasks?|workflow|thing|again|whole|existing|current|please|one|it)$/;
const ORDINALS: Readonly<Record<string, number>> = {
  first: 0,
  second: 1,
  third: 2,
  fourth: 3,
  fifth: 4,
  last: -1,
  final: -1,
};
const SENDING =
  'send deliver post publish delivery sending posting publishing email mail upload submit forward release share message go'.split(
    ' ',
  );
const TYPE_WORDS: Readonly<Record<NodeDefinition['type'], readonly string[]>> = {
  agent: [],
  crew: ['crew', 'team'],
  http_request: [],
  condition: ['condition', 'decision', 'branch', 'decide', 'choice'],
  transform: ['transform'],
  map: ['map', 'repetition', 'each'],
  loop: ['loop', 'repetition', 'repeat'],
  workflow: ['subworkflow'],
  wait: ['wait', 'pause', 'delay', 'sleep', 'waiting'],
  approval: ['approval', 'approve', 'sign-off', 'signoff', 'authorise', 'permission'],
};

/** Whether a node sends something somewhere. */
export function isSending(node: NodeDefinition): boolean {
  return node.type === 'http_request' && !/^(?:GET|HEAD)$/.test(node.config.method ?? 'GET');
}

/** The kind of step an agent carries out, by the role that outlines give it, or by the verb it is named or asked with. */
export function kindOf(node: NodeDefinition): StepKind | undefined {
  if (node.type !== 'agent') return undefined;
  const known = Object.entries(STEP_KINDS).find(([, { role }]) => role === node.config.role)?.[0];
  if (isStepKind(known)) return known;
  const words = `${node.id.replaceAll('_', ' ')} ${node.name ?? ''} ${instructionOf(node)}`
    .toLowerCase()
    .split(/[^\p{L}-]+/u);
  const kinds = words.map((word) => readVerb(word)?.kind ?? PRODUCT_KINDS.get(word));
  return kinds.find(isStepKind);
}

/** What an agent is asked to do: the last paragraph of its prompt. */
function instructionOf(node: NodeDefinition): string {
  return node.type === 'agent' ? (node.config.prompt.split('\n\n').at(-1) ?? '') : '';
}

const stem = (word: string): string => readVerb(word)?.lemma ?? singular(word);

function stemsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}-]+/gu) ?? [];
  return new Set(words.map(stem));
}

/** Words of a phrase that name something. */
function naming(tokens: readonly Token[]): string[] {
  return tokens
    .filter(
      ({ type, lower }) =>
        type === 'word' &&
        !DETERMINERS.has(lower) &&
        !PRONOUNS.has(lower) &&
        !PREPOSITIONS.has(lower) &&
        !FILLERS.has(lower) &&
        !IGNORED.test(lower),
    )
    .map(({ lower }) => lower.replace(/['’]s?$/, ''));
}

function scoreOf(node: NodeDefinition, words: readonly string[]): number {
  const named = stemsOf(`${node.id.replaceAll('_', ' ')} ${node.name ?? ''}`);
  const asked = stemsOf(instructionOf(node));
  const kind = kindOf(node);
  const scores = words.map((word) => {
    const base = stem(word);
    if (isSending(node) && SENDING.includes(base)) return 4;
    if (
      node.type === 'http_request' &&
      !isSending(node) &&
      /^(?:fetch|download|request|load|get|retrieve)$/.test(base)
    )
      return 4;
    if (TYPE_WORDS[node.type].includes(base)) return 4;
    if (named.has(base)) return 3;
    const meant = PRODUCT_KINDS.get(singular(word)) ?? ACTIVITY_NOUNS.get(word) ?? readVerb(word)?.kind;
    if (kind !== undefined && meant === kind) return 2;
    return asked.has(base) ? 1 : 0;
  });
  const missing = scores.filter((score) => score === 0).length;
  return missing * 2 > words.length ? 0 : scores.reduce<number>((sum, score) => sum + score, 0);
}

function byOrder(definition: WorkflowDefinition, tokens: readonly Token[]): PlacedNode[] | undefined {
  const at = tokens.findIndex(({ lower }) => /^(?:step|node)$/.test(lower));
  if (at === -1) return undefined;
  const number = numberAt(tokens, at + 1)?.value;
  const ordinal = ORDINALS[tokens[at - 1]?.lower ?? ''];
  const index = number === undefined ? ordinal : number - 1;
  if (index === undefined) return undefined;
  const found = everyNode(definition)
    .filter(({ path }) => path.length === 0)
    .at(index);
  return found ? [found] : [];
}

/** The nodes that a phrase names, the likeliest first; empty where it names none. */
export function findNodes(
  definition: WorkflowDefinition,
  tokens: readonly Token[],
  isMeant: (node: NodeDefinition) => boolean = () => true,
): PlacedNode[] {
  const ordered = byOrder(definition, tokens);
  if (ordered) return ordered;
  const all = everyNode(definition).filter(({ node }) => isMeant(node));
  const text = tokens.map(({ lower }) => lower).join(' ');
  const exact = all.filter(
    ({ node }) => node.id.toLowerCase() === text || node.name?.toLowerCase() === text.replace(/^the /, ''),
  );
  if (exact.length > 0) return exact;
  const words = naming(tokens);
  if (words.length === 0) return [];
  const scored = all.map((placed) => ({ placed, score: scoreOf(placed.node, words) }));
  const best = Math.max(0, ...scored.map(({ score }) => score));
  return best < 2 ? [] : scored.filter(({ score }) => score === best).map(({ placed }) => placed);
}

/** The node that a phrase names best. */
export function findNode(definition: WorkflowDefinition, tokens: readonly Token[]): PlacedNode | undefined {
  return findNodes(definition, tokens)[0];
}
