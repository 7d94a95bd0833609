import {
  isJsonObject,
  type EdgeDefinition,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { joinTokens, readChange, type Token } from '../../../grammar';
import { findNodes } from '../find-nodes';
import { changeGraph, graphAt, type EditableGraph } from '../regions';
import type { Changed, ChangeRequest } from '../request';
import { labelled } from '../../graph/template-text';
import { mapStrings, reads, valueOf } from '../values';

const MATERIAL = /^[^\n]{1,80}:\n\{\{ [^\n]+ \}\}$/;

/** A step without the paragraph that shows what the step before it made. */
function unaware(node: NodeDefinition, of: string): NodeDefinition {
  if (node.type !== 'agent') return node;
  const parts = node.config.prompt.split('\n\n');
  const kept = parts.filter((part) => !(MATERIAL.test(part) && part.includes(`nodes.${of}.`)));
  return kept.length === parts.length
    ? node
    : { ...node, config: { ...node.config, prompt: kept.join('\n\n') } };
}

/** A step that showed what the last of them made, with what all of them have made. */
function awareOfAll(
  node: NodeDefinition,
  { nodes }: EditableGraph,
  chain: readonly string[],
): NodeDefinition {
  if (node.type !== 'agent') return node;
  const last = chain.at(-1) ?? '';
  const parts = node.config.prompt.split('\n\n');
  const at = parts.findIndex((part) => MATERIAL.test(part) && part.includes(`nodes.${last}.`));
  const unseen = chain.filter((id) => !node.config.prompt.includes(`nodes.${id}.`));
  if (at === -1 || unseen.length === 0) return node;
  const values = nodes.filter(({ id }) => unseen.includes(id)).flatMap((one) => valueOf(one) ?? []);
  parts.splice(at, 0, ...labelled(values));
  return { ...node, config: { ...node.config, prompt: parts.join('\n\n') } };
}

/** The steps of a chain, first to last; absent where they don't follow one another. */
function chainOf({ edges }: EditableGraph, ids: readonly string[]): readonly string[] | undefined {
  const first = ids.filter(
    (id) => !edges.some(({ source, target }) => target === id && ids.includes(source)),
  );
  const chain = [...first];
  for (const id of chain) {
    const next = edges
      .filter(({ source, target }) => source === id && ids.includes(target))
      .map(({ target }) => target);
    for (const target of next) if (!chain.includes(target)) chain.push(target);
  }
  return chain.length === ids.length ? chain : undefined;
}

function sideBySide(graph: EditableGraph, chain: readonly string[]): EditableGraph | undefined {
  const [first] = chain;
  if (first === undefined) return undefined;
  const inside = new Set(chain);
  const after = new Set(
    graph.edges
      .filter(({ source, target }) => inside.has(source) && !inside.has(target))
      .map(({ target }) => target),
  );
  const nodes = graph.nodes.map((node) => {
    if (after.has(node.id)) return awareOfAll(node, graph, chain);
    if (!inside.has(node.id)) return node;
    return chain.filter((id) => id !== node.id).reduce(unaware, node);
  });
  const depends = nodes.some(
    (node) => inside.has(node.id) && chain.some((id) => id !== node.id && reads(node, id)),
  );
  if (depends) return undefined;
  const into = graph.edges.filter(({ source, target }) => inside.has(target) && !inside.has(source));
  const out = graph.edges.filter(({ source, target }) => inside.has(source) && !inside.has(target));
  const kept = graph.edges.filter(({ source, target }) => !inside.has(source) && !inside.has(target));
  const targets = [...new Set(out.map(({ target }) => target))];
  const edges: EdgeDefinition[] = [
    ...kept,
    ...into.flatMap(({ target: _, ...way }) => chain.map((target): EdgeDefinition => ({ ...way, target }))),
    ...chain.flatMap((source) => targets.map((target): EdgeDefinition => ({ source, target }))),
  ];
  const seen = new Set<string>();
  return {
    ...graph,
    nodes,
    edges: edges.filter((edge) => !seen.has(JSON.stringify(edge)) && seen.add(JSON.stringify(edge))),
  };
}

/** The result shows all that was made side by side where it showed the last. */
function withAllResults(definition: WorkflowDefinition, chain: readonly string[]): WorkflowDefinition {
  const { output } = definition;
  const last = chain.at(-1);
  if (!isJsonObject(output) || last === undefined) return definition;
  const { result } = output;
  if (
    typeof result !== 'string' ||
    !new RegExp(`^\\{\\{ nodes\\.${last}\\.output\\.text \\}\\}$`).test(result)
  )
    return definition;
  const all = chain
    .map((id) => mapStrings(result, (text) => text.replaceAll(`nodes.${last}.`, `nodes.${id}.`)))
    .join('\n\n');
  return { ...definition, output: { ...output, result: all } };
}

function namedSteps(request: ChangeRequest, tokens: readonly Token[]): string[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (token.type === 'comma' || /^(?:and|with|as)$/.test(token.lower)) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  const found = parts.flatMap((part) =>
    findNodes(request.definition, part).filter(({ path }) => path.length === 0),
  );
  return [...new Set(found.map(({ node }) => node.id))];
}

/** "Do the research in parallel", "run the summary and the translation at the same time". */
export function runInParallel(request: ChangeRequest): Changed {
  const { definition, tokens, text, warnings } = request;
  if (!/\b(?:in parallel|at the same time|simultaneously|concurrently|side by side)\b/i.test(text))
    return undefined;
  const { instructions } = readChange(text);
  const isPlain =
    /^(?:please )?(?:do|run|make|perform|execute|put|start|let)\b/i.test(text) ||
    instructions.every(({ verb }) => verb === '');
  const said =
    instructions.length > 0
      ? instructions.flatMap((one): Token[] => [...one.tokens, { type: 'comma', text: ',', lower: ',' }])
      : tokens;
  const named = namedSteps(
    request,
    said.filter(({ lower }) => !/^(?:do|run|make|perform|execute|put|start|let|be|done|both)$/.test(lower)),
  );
  if (!isPlain && named.length < 2) return undefined;
  const graph = graphAt(definition, []);
  const [only] = named;
  const before =
    named.length === 1
      ? graph.edges.find(({ target, branch }) => target === only && branch === undefined)?.source
      : undefined;
  const ids = before === undefined ? named : [before, ...named];
  const chain = ids.length > 1 ? chainOf(graph, ids) : undefined;
  if (!chain) {
    warnings.add(`"${joinTokens(tokens)}" names no steps that follow one another: nothing was changed.`);
    return { definition };
  }
  const changed = sideBySide(graph, chain);
  if (!changed) {
    warnings.add(
      `One of these steps works on what another makes, so that they can't run at the same time: nothing was changed.`,
    );
    return { definition };
  }
  return {
    definition: withAllResults(
      changeGraph(definition, [], () => changed),
      chain,
    ),
  };
}
