import {
  isJsonObject,
  validateDefinition,
  type EdgeDefinition,
  type Json,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { forbidsAllSending, joinTokens, readsAsNegated } from '../../../grammar';
import { blockOf } from '../delivery-blocks';
import { findNodes, isSending } from '../find-nodes';
import { changeGraph, everyNode, graphAt, type EditableGraph, type PlacedNode } from '../regions';
import type { Changed, ChangeRequest } from '../request';
import { mapStrings, reads, valueOf } from '../values';

const REMOVES =
  /^(?:please )?(?:remove|delete|drop|skip|omit|cut|eliminate|leave out|take out|get rid of|(?:we |i )?(?:do not|don't) need|no need for|no)\b/i;

/** Where a node got what it made something of: the first value that it reads itself. */
function standInFor(node: NodeDefinition, nodes: readonly NodeDefinition[]): string | undefined {
  const before = nodes.findLast(
    (other) => other !== node && valueOf(other) !== undefined && reads(node, other.id),
  );
  if (before) return valueOf(before)?.path;
  const input = /\{\{ (inputs\.\w+) \}\}/.exec(
    JSON.stringify(node.type === 'agent' ? node.config.prompt : node.config),
  );
  return input?.[1];
}

/** The material of an agent: the paragraphs of its prompt that only show something. */
function materialOf(node: NodeDefinition): string[] {
  return node.type === 'agent' ? node.config.prompt.split('\n\n').filter((part) => MATERIAL.test(part)) : [];
}

const MATERIAL = /^[^\n]{1,80}:\n\{\{ [^\n]+ \}\}$/;

/** A text without a node: what it made is taken from where the node took it. */
function textWithout(text: string, node: NodeDefinition, instead: string | undefined): Json {
  const whole = new RegExp(`^\\{\\{ nodes\\.${node.id}\\.output\\.data(?:\\.(\\w+))? \\}\\}$`).exec(text);
  if (node.type === 'approval' && whole) {
    const { data = null } = node.config;
    const field = whole[1];
    return field === undefined ? data : isJsonObject(data) ? (data[field] ?? null) : null;
  }
  const material = materialOf(node);
  const parts = text.split('\n\n').flatMap((part) => {
    if (!part.includes(`nodes.${node.id}.`)) return [part];
    return MATERIAL.test(part) && material.length > 0 ? material : [part];
  });
  const joined = [...new Set(parts)].join('\n\n');
  if (instead === undefined) return joined;
  const path = valueOf(node)?.path ?? `nodes.${node.id}.output`;
  // A method may follow the path, a field of it may not.
  const pattern = new RegExp(`(?<![\\w.])${path.replaceAll('.', '\\.')}(?!\\w)(?!\\.(?!\\w+\\())`, 'g');
  const guard = new RegExp(`nodes\\.${node.id}\\.output != null \\? (.+?) : (?:null|"[^"]*")`, 'g');
  return joined.replace(guard, '$1').replace(pattern, () => instead);
}

/** Whether the workflow goes on along an edge when all goes well. */
function leadsOn({ kind, branch }: EdgeDefinition): boolean {
  return kind === undefined && !/^(?:rejected|timeout)$/.test(branch ?? '');
}

/** Edges that lead round what is removed. */
function around(edges: readonly EdgeDefinition[], removed: ReadonlySet<string>): EdgeDefinition[] {
  const kept = edges.filter(({ source, target }) => !removed.has(source) && !removed.has(target));
  const into = edges.filter(({ source, target }) => !removed.has(source) && removed.has(target));
  const out = edges.filter((edge) => removed.has(edge.source) && !removed.has(edge.target) && leadsOn(edge));
  const targets = [...new Set(out.map(({ target }) => target))];
  const bridges = into.flatMap(({ target: _, ...way }) =>
    targets.map((target): EdgeDefinition => ({ ...way, target })),
  );
  const seen = new Set(kept.map((edge) => JSON.stringify(edge)));
  return [
    ...kept,
    ...bridges.filter((edge) => !seen.has(JSON.stringify(edge)) && seen.add(JSON.stringify(edge))),
  ];
}

/** Nodes that only a way led to that is gone: what was done when people rejected, or when something failed. */
function orphans(
  graph: EditableGraph,
  before: EditableGraph,
  removed: ReadonlySet<string>,
): ReadonlySet<string> {
  const found = new Set<string>();
  for (;;) {
    const next = graph.nodes.find(
      ({ id }) =>
        !found.has(id) &&
        before.edges.some(({ target }) => target === id) &&
        !before.edges.some((edge) => edge.target === id && removed.has(edge.source) && leadsOn(edge)) &&
        !graph.edges.some(({ source, target }) => target === id && !found.has(source)),
    );
    if (!next) return found;
    found.add(next.id);
  }
}

function outputWithout(
  output: WorkflowDefinition['output'],
  removed: readonly NodeDefinition[],
  change: (value: Json) => Json,
): WorkflowDefinition['output'] {
  if (!isJsonObject(output)) return output === undefined ? undefined : change(output);
  const entries = Object.entries(output).flatMap(([name, value]): [string, Json][] => {
    const isAbout = removed.some(({ id }) => reads(value, id));
    if (!isAbout) return [[name, value]];
    return name === 'result' ? [[name, change(value)]] : [];
  });
  return Object.fromEntries(entries);
}

/** Inputs that nothing reads any more. */
function withoutUnread(definition: WorkflowDefinition, before: WorkflowDefinition): WorkflowDefinition {
  const properties = definition.inputs?.['properties'];
  if (!isJsonObject(properties)) return definition;
  const isRead = ({ nodes, edges, output }: WorkflowDefinition, name: string): boolean =>
    JSON.stringify([nodes, edges, output]).includes(`inputs.${name}`);
  const kept = Object.entries(properties).filter(
    ([name]) => isRead(definition, name) || !isRead(before, name),
  );
  if (kept.length === Object.keys(properties).length) return definition;
  const { inputs, ...rest } = definition;
  return kept.length === 0 ? rest : { ...rest, inputs: { ...inputs, properties: Object.fromEntries(kept) } };
}

/** Takes nodes out of a graph; what followed them follows what stood before them, and reads what they read. */
function without(
  definition: WorkflowDefinition,
  path: readonly string[],
  ids: ReadonlySet<string>,
): WorkflowDefinition {
  const before = graphAt(definition, path);
  const edges = around(before.edges, ids);
  const left = before.nodes.filter(({ id }) => !ids.has(id));
  const lost = orphans({ ...before, nodes: left, edges }, before, ids);
  const gone = before.nodes.filter(({ id }) => ids.has(id) || lost.has(id));
  const stay = left.filter(({ id }) => !lost.has(id));
  const change = <T>(value: T): T =>
    gone.reduceRight((rest, node) => {
      const instead = standInFor(node, stay);
      return mapStrings(rest, (text) =>
        text.includes(`nodes.${node.id}.`) ? textWithout(text, node, instead) : text,
      );
    }, value);
  const changed = changeGraph(definition, path, ({ output }) => ({
    nodes: stay.map((node) => change(node)),
    edges: edges.filter(({ source, target }) => !lost.has(source) && !lost.has(target)),
    ...(output !== undefined && {
      output: path.length > 0 ? change(output) : (outputWithout(output, gone, change) ?? null),
    }),
  }));
  return withoutUnread(changed, definition);
}

/** Decisions that a step's own answer makes, and no text could stand in for. */
function decidedBy(definition: WorkflowDefinition, { node, path }: PlacedNode): string[] {
  const isAnswer =
    node.type === 'agent' && (node.output_schema !== undefined || /^(?:check|judge|read_)/.test(node.id));
  if (!isAnswer) return [];
  const graph = graphAt(definition, path);
  return graph.nodes.flatMap((other) =>
    (other.type === 'condition' || other.type === 'map') && reads(other, node.id)
      ? [other.name ?? other.id]
      : [],
  );
}

function sendsUnasked(definition: WorkflowDefinition): number {
  const checked = validateDefinition(definition);
  return checked.valid ? checked.warnings.filter(({ code }) => code === 'irreversible_effect').length : 0;
}

/** All that goes when a node goes: the sending of something goes with its approval. */
function groupOf(definition: WorkflowDefinition, { node, path }: PlacedNode): ReadonlySet<string> {
  return isSending(node) ? blockOf(graphAt(definition, path), node.id) : new Set([node.id]);
}

/** "Remove the summary", "don't send it", "skip the review". */
export function removeSteps(request: ChangeRequest): Changed {
  const { definition, tokens, text, warnings } = request;
  if (forbidsAllSending(text)) return removeSending(request);
  const isNegated = readsAsNegated(text);
  const taken = takenOut(tokens);
  if (!REMOVES.test(text) && !isNegated && !taken) return undefined;
  const phrase = taken ?? (isNegated ? negatedPhrase(request) : tokens.slice(verbWidth(text)));
  if (/\b(?:limits?|budget)\b/i.test(text)) {
    const { limits, ...rest } = definition;
    if (limits) return { definition: rest };
  }
  const found = findNodes(definition, phrase);
  const [first] = found;
  if (!first) {
    if (isNegated) return undefined;
    warnings.add(`Nothing in the workflow goes by "${joinTokens(phrase)}": nothing was removed.`);
    return { definition };
  }
  const isMany =
    phrase.findLast(({ type }) => type === 'word')?.lower.endsWith('s') === true ||
    /\b(?:all|both|every|any)\b/i.test(text);
  const targets = isMany ? found : [first];
  const decided = targets.flatMap((placed) => decidedBy(definition, placed));
  if (decided.length > 0) {
    warnings.add(
      `"${decided[0]}" is decided by what it gives: remove or change that first. Nothing was changed.`,
    );
    return { definition };
  }
  const changed = targets.reduce(
    (rest, placed) => without(rest, placed.path, groupOf(rest, placed)),
    definition,
  );
  if (changed.nodes.length === 0) {
    warnings.add('A workflow needs a step: the last one was not removed.');
    return { definition };
  }
  if (
    targets.some(({ node }) => node.type === 'approval') &&
    sendsUnasked(changed) > sendsUnasked(definition)
  ) {
    warnings.add(
      "What can't be taken back is sent only when a person approves it: the approval before it stays.",
    );
    return { definition };
  }
  return { definition: changed };
}

/** "Take the posting out again". */
function takenOut(tokens: ChangeRequest['tokens']): ChangeRequest['tokens'] | undefined {
  const out = tokens.findIndex(({ lower }) => /^(?:out|away)$/.test(lower));
  const isTaken = /^(?:take|leave|throw)$/.test(tokens[0]?.lower ?? '') && out > 1;
  const ends = tokens.slice(out + 1).every(({ lower }) => /^(?:again|please|now)$/.test(lower));
  return isTaken && ends ? tokens.slice(1, out) : undefined;
}

/** "Don't send anything": every sending goes, with its approval. */
function removeSending({ definition, warnings }: ChangeRequest): Changed {
  let changed = definition;
  for (;;) {
    const next = everyNode(changed).find(({ node }) => isSending(node));
    if (!next) break;
    const rest = without(changed, next.path, groupOf(changed, next));
    if (rest.nodes.length === 0) {
      warnings.add('A workflow needs a step: the last one was not removed.');
      return { definition };
    }
    changed = rest;
  }
  if (changed === definition) warnings.add('Nothing is sent by this workflow: nothing was changed.');
  return { definition: changed };
}

function verbWidth(text: string): number {
  return (REMOVES.exec(text)?.[0].split(/\s+/) ?? []).length;
}

/** What stands after "don't". */
function negatedPhrase({ tokens }: ChangeRequest): ChangeRequest['tokens'] {
  const from = tokens.findIndex(({ lower }) => !NEGATING.test(lower));
  return from === -1 ? [] : tokens.slice(from);
}

const NEGATING =
  /^(?:please|and|but|just|don't|do|not|does|doesn't|never|no|need|to|must|mustn't|should|shouldn't|refrain|from|avoid)$/;
