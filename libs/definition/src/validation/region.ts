import type { Root } from '../expressions/references';
import { pointerTo } from '../json/pointer';
import type { NodeDefinition, Subgraph, WorkflowDefinition } from '../types';

/** One graph of a definition, its own or the body of a map or a loop, with what can be read from everywhere in it. */
export interface Region {
  readonly graph: Subgraph;
  /** JSON pointer to the graph. */
  readonly path: string;
  /** The node whose body it is. */
  readonly holder?: { readonly node: NodeDefinition; readonly region: Region };
  /** Names of `input.<name>` for what has no `inputs` of its own; `undefined` where `input` can't be read. */
  readonly inputNames: readonly string[] | undefined;
  /** The roots that bodies add. */
  readonly roots: readonly Root[];
  /** How many maps, loops and workflows it stands in. */
  readonly nesting: number;
}

/** A node and where it stands. */
export interface PlacedNode {
  readonly node: NodeDefinition;
  readonly path: string;
  readonly region: Region;
}

const ADDED: { readonly [type in 'map' | 'loop']: readonly Root[] } = {
  map: ['item', 'index'],
  loop: ['previous', 'index'],
};

/**
 * The graphs of a definition, outer ones first. The definitions that its workflow nodes hold are not among them: those
 * see nothing of this one. Recursion is bounded: the definition's depth was checked.
 *
 * @param path - JSON pointer to the definition.
 * @param nesting - How many maps, loops and workflows it stands in.
 */
export function regionsOf(definition: WorkflowDefinition, path: string, nesting: number): Region[] {
  return withBodies({ graph: definition, path, inputNames: undefined, roots: [], nesting });
}

/** The nodes directly in a region. */
export function nodesOf(region: Region): PlacedNode[] {
  const list = pointerTo(region.path, 'nodes');
  return region.graph.nodes.map((node, index) => ({ node, path: pointerTo(list, index), region }));
}

/** Names of `input.<name>` for a node's own templates. */
export function inputNamesOf(node: NodeDefinition, region: Region): readonly string[] {
  return node.inputs === undefined ? (region.inputNames ?? []) : Object.keys(node.inputs);
}

function withBodies(region: Region): Region[] {
  const bodies = nodesOf(region).flatMap(({ node, path }) => {
    if (node.type !== 'map' && node.type !== 'loop') return [];
    return withBodies({
      graph: node.config.body,
      path: `${path}/config/body`,
      holder: { node, region },
      inputNames: inputNamesOf(node, region),
      roots: [...new Set([...region.roots, ...ADDED[node.type]])],
      nesting: region.nesting + 1,
    });
  });
  return [region, ...bodies];
}
