import { isJsonObject, type NodeDefinition, type WorkflowDefinition } from '@aiwf/definition';
import { joinTokens, numberAt, type Token } from '../../../grammar';
import { LANGUAGES } from '../../../lexicon';
import { hostOf } from '../../graph/expressions';
import { findNodes, isSending, kindOf } from '../find-nodes';
import { changeNodes, downstreamOf, everyNode, graphAt, type PlacedNode } from '../regions';
import type { Changed, ChangeRequest } from '../request';
import { entryOf } from '../delivery-blocks';
import { mapStrings } from '../values';

/** One thing in another's place. */
interface Replacement {
  /** Absent where only the new one is named: "send it to https://… instead". */
  readonly old?: readonly Token[];
  readonly new: readonly Token[];
  /** What stands around them, which says where. */
  readonly where: readonly Token[];
}

const lowers = (tokens: readonly Token[]): string => tokens.map(({ lower }) => lower).join(' ');
const LEADS = /^(?:into|to|in|for|with|by|as|on|from|at|of|and|using|not|be|is|a|an|the)$/;
const BETWEEN = /^(?:into|to|in|with|for|by|as|using|at|on)$/;

/** The words before "instead of" that are what is put in the place: from the last preposition or verb on. */
function lastPhrase(tokens: readonly Token[]): { readonly at: number; readonly phrase: readonly Token[] } {
  const at = tokens.findLastIndex(({ lower, type }) => type === 'word' && BETWEEN.test(lower));
  const from = at === -1 ? Math.min(1, tokens.length) : at + 1;
  return { at: from, phrase: tokens.slice(from) };
}

function withoutLead(tokens: readonly Token[]): readonly Token[] {
  let from = 0;
  while (from < tokens.length - 1 && LEADS.test(tokens[from]?.lower ?? '')) from += 1;
  return tokens.slice(from);
}

/** "Instead of notifying the team, post it to …" */
function insteadOf(tokens: readonly Token[]): Replacement | undefined {
  if (tokens[0]?.lower !== 'instead' || tokens[1]?.lower !== 'of') return undefined;
  const comma = tokens.findIndex(({ type }) => type === 'comma');
  return comma === -1
    ? undefined
    : { old: tokens.slice(2, comma), new: tokens.slice(comma + 1), where: tokens.slice(2, comma) };
}

/** "A instead of B", "replace B with A", "change B to A", "B -> A", "A rather than B", "not B but A". */
function readReplacement(tokens: readonly Token[]): Replacement | undefined {
  const leading = insteadOf(tokens);
  if (leading) return leading;
  const instead = tokens.findIndex(({ lower }) => lower === 'instead');
  const rather = tokens.findIndex(({ lower }, at) => lower === 'rather' && tokens[at + 1]?.lower === 'than');
  const at = instead === -1 ? rather : instead;
  if (at !== -1) {
    const hasOld = tokens[at + 1]?.lower === 'of' || at === rather;
    const before = tokens.slice(0, at);
    if (!hasOld)
      return before.length === 0 ? undefined : { new: withoutLead(lastPhrase(before).phrase), where: before };
    const { at: from, phrase } = lastPhrase(before);
    return { old: withoutLead(tokens.slice(at + 2)), new: withoutLead(phrase), where: before.slice(0, from) };
  }
  const verb = tokens.findIndex(({ lower }) =>
    /^(?:replace|change|swap|switch|turn|exchange|update|set|substitute)$/.test(lower),
  );
  if (verb === -1 || verb > 2) return undefined;
  const joint = tokens.findIndex(
    ({ lower }, index) => index > verb + 1 && /^(?:with|by|to|into|for)$/.test(lower),
  );
  if (joint === -1 || joint === tokens.length - 1) return undefined;
  const first = tokens.slice(verb + 1, joint);
  const from = first[0]?.lower === 'from' ? first.slice(1) : first;
  return {
    old: withoutLead(from),
    new: withoutLead(tokens.slice(joint + 1)),
    where: tokens.slice(0, verb + 1),
  };
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Replaces words outside of substitutions, in capitals where the old ones are. */
function replaceWords(text: string, old: string, now: string): string {
  const pattern = new RegExp(`(\\{\\{.*?\\}\\})|(?<![\\p{L}\\p{N}])${escape(old)}(?![\\p{L}\\p{N}])`, 'giu');
  return text.replace(pattern, (match: string, kept: string | undefined) => {
    if (kept !== undefined) return kept;
    return /^\p{Lu}/u.test(match) && /^\p{Ll}/u.test(now) ? now.charAt(0).toUpperCase() + now.slice(1) : now;
  });
}

const TEXTS = new Set([
  'name',
  'prompt',
  'message',
  'instruction',
  'url',
  'description',
  'expected_output',
  'role',
  'goal',
  'backstory',
]);

/** Replaces words in the texts of a node that people or models read, and in the addresses it calls. */
function inTexts(node: NodeDefinition, old: string, now: string): NodeDefinition {
  return mapStrings(node, (text, key) => (TEXTS.has(key) ? replaceWords(text, old, now) : text), isGraph);
}

const isGraph = (value: object): boolean => 'nodes' in value && Array.isArray(value.nodes);

function changeAll(
  definition: WorkflowDefinition,
  nodes: readonly PlacedNode[],
  change: (node: NodeDefinition) => NodeDefinition,
): WorkflowDefinition {
  const affected = nodes.filter(({ node }) => change(node) !== node);
  return changeNodes(definition, affected, change);
}

/** Where the wish says which step is meant, that one; else all. */
function candidates(definition: WorkflowDefinition, where: readonly Token[]): readonly PlacedNode[] {
  const named = findNodes(
    definition,
    where.filter(({ lower }) => !/^(?:use|make|do|change|replace|set|please|it)$/.test(lower)),
  );
  return named.length > 0 ? named : everyNode(definition);
}

/** "Five bullet points instead of three": the number before the noun, or the whole phrase. */
function inPlaceOfNumber({ old = [], new: now }: Replacement): readonly (readonly [string, string])[] {
  const oldNumber = numberAt(old, 0);
  const newNumber = numberAt(now, 0);
  if (!oldNumber || !newNumber || old.length > oldNumber.width) return [];
  const noun = lowers(now.slice(newNumber.width));
  const [oldText, newText] = [joinTokens(old), joinTokens(now.slice(0, newNumber.width))];
  return [
    [`${oldText} ${noun}`, `${newText} ${noun}`],
    [oldText, newText],
  ];
}

/** What is sent by these steps, or by what comes after them. */
function sendingAfter(definition: WorkflowDefinition, nodes: readonly PlacedNode[]): PlacedNode[] {
  const direct = nodes.filter(({ node }) => isSending(node));
  if (direct.length > 0) return direct;
  return nodes.flatMap(({ node, path }) => {
    const later = downstreamOf(graphAt(definition, path), node.id);
    return everyNode(definition)
      .filter((placed) => later.has(placed.node.id) && isSending(placed.node))
      .slice(0, 1);
  });
}

function readdress(
  definition: WorkflowDefinition,
  url: string,
  nodes: readonly PlacedNode[],
): WorkflowDefinition | undefined {
  const sending = sendingAfter(definition, nodes);
  const [target] = sending.length > 0 ? sending : everyNode(definition).filter(({ node }) => isSending(node));
  if (target?.node.type !== 'http_request') return undefined;
  const { node, path } = target;
  const input = /^\{\{ inputs\.(\w+) \}\}$/.exec(node.config.url)?.[1];
  if (input !== undefined) return withDefault(definition, input, url);
  const [old, now] = [node.config.url, url];
  const graph = graphAt(definition, path);
  const entry = entryOf(graph, node.id);
  const block = everyNode(definition).filter(
    (placed) => placed.node.id === node.id || placed.node.id === entry,
  );
  const changed = changeAll(definition, block, (one) => {
    const told = inTexts(one, hostOf(old), hostOf(now));
    return one.id === node.id && told.type === 'http_request'
      ? { ...told, config: { ...told.config, url: now } }
      : told;
  });
  const { output } = changed;
  return output === undefined || old === now
    ? changed
    : { ...changed, output: mapStrings(output, (text) => text.replaceAll(hostOf(old), hostOf(now))) };
}

/** Another address where the old one stands, or where the wish says that something is sent. */
function readdressAll(
  definition: WorkflowDefinition,
  { old }: Replacement,
  url: string,
  nodes: readonly PlacedNode[],
): WorkflowDefinition | undefined {
  const oldUrl = old?.find(({ type }) => type === 'url')?.text;
  if (oldUrl === undefined) return readdress(definition, url, nodes);
  const calling = everyNode(definition).filter(
    ({ node }) => node.type === 'http_request' && node.config.url === oldUrl,
  );
  const sending = calling.filter(({ node }) => isSending(node));
  const readdressed = sending.reduce((rest, placed) => readdress(rest, url, [placed]) ?? rest, definition);
  return changeAll(readdressed, everyNode(readdressed), (node) => inTexts(node, oldUrl, url));
}

function withDefault(definition: WorkflowDefinition, name: string, value: string): WorkflowDefinition {
  const properties = definition.inputs?.['properties'];
  if (!isJsonObject(properties)) return definition;
  const schema = properties[name];
  const changed = { ...(isJsonObject(schema) && schema), default: value };
  return { ...definition, inputs: { ...definition.inputs, properties: { ...properties, [name]: changed } } };
}

/** "Translate into German instead": the language of what is translated. */
function otherLanguage(definition: WorkflowDefinition, now: string): WorkflowDefinition | undefined {
  const translating = everyNode(definition).filter(({ node }) => kindOf(node) === 'translate');
  const [first] = translating;
  if (!first) return undefined;
  const text = JSON.stringify(first.node);
  const old = (text.match(/[A-Z][a-z]+/g) ?? []).find((word) => LANGUAGES.has(word.toLowerCase()));
  return old === undefined ? undefined : changeAll(definition, [first], (node) => inTexts(node, old, now));
}

/** "Translate into German instead of French", "five bullet points instead of three", "send it to https://… instead". */
export function replaceIn(request: ChangeRequest): Changed {
  const { definition, tokens, warnings } = request;
  const reading = readReplacement(tokens);
  if (!reading || reading.new.length === 0) return undefined;
  const now = joinTokens(reading.new).replaceAll('"', '');
  const url = tokens.find(({ type }) => type === 'url' && reading.new.some((token) => token.type === 'url'));
  const nodes = candidates(definition, reading.where);
  const newUrl = reading.new.find(({ type }) => type === 'url');
  if (url && newUrl) {
    const changed = readdressAll(definition, reading, newUrl.text, nodes);
    if (changed && changed !== definition) return { definition: changed };
  }
  if (reading.old) {
    const old = joinTokens(reading.old).replaceAll('"', '');
    const pairs = [...inPlaceOfNumber(reading), [old, now] as const];
    for (const [from, to] of pairs) {
      for (const list of [nodes, everyNode(definition)]) {
        const changed = changeAll(definition, list, (node) => inTexts(node, from, to));
        if (changed !== definition) return { definition: changed };
      }
    }
  }
  const language = reading.new.find(({ lower }) => LANGUAGES.has(lower));
  const translated = language && otherLanguage(definition, language.text);
  if (translated && translated !== definition) return { definition: translated };
  if (reading.old) {
    warnings.add(`"${joinTokens(reading.old)}" stands nowhere in the workflow: nothing was changed.`);
    return { definition };
  }
  return undefined;
}
