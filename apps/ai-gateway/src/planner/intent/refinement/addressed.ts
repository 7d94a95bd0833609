import { topologicalOrder } from '@aiwf/definition';
import { kindsInName, kindsInProse } from '../words/evidence';
import { stemsOf, wordsOf } from '../words/stems';
import { sitesOf } from '../graph/sites';
import { toolsOf } from '../graph/effects';
import type { PlacedNode } from '../graph/scopes';
import type { InstructionPart } from './instruction.reader';

/** How well a node must fit what is said, against the one that fits best, to be meant as well. */
const NEAR = 0.6;

/** The nodes that a part of an instruction is about; none where it speaks of nothing that is there. */
export function addressedNodes(part: InstructionPart, nodes: readonly PlacedNode[]): PlacedNode[] {
  const scores = nodes.map((placed) => ({ placed, score: scoreOf(part, placed) }));
  const best = Math.max(0, ...scores.map(({ score }) => score));
  return best === 0 ? [] : scores.filter(({ score }) => score >= best * NEAR).map(({ placed }) => placed);
}

function scoreOf({ words, kinds, types, urls, position }: InstructionPart, placed: PlacedNode): number {
  const { node } = placed;
  const name = `${node.id} ${node.name ?? ''} ${roleOf(placed)} ${toolsOf(placed)
    .map(({ tool }) => tool)
    .join(' ')}`;
  const text = sitesOf(placed)
    .flatMap(({ texts }) => texts)
    .join('\n');
  const code = sitesOf(placed)
    .flatMap(({ expressions }) => expressions)
    .join('\n');
  const nameKinds = kindsInName(wordsOf(name));
  const textKinds = kindsInProse(text);
  let score = 0;
  score += 4 * count(words, stemsOf(name)) + count(words, stemsOf(`${text}\n${code}`));
  for (const kind of kinds) score += nameKinds.has(kind) ? 2 : textKinds.has(kind) ? 1 : 0;
  if (types.has(node.type)) score += 6;
  if (urls.some((url) => text.includes(url))) score += 8;
  if (position !== undefined && isAt(placed, position)) score += 8;
  return score;
}

function roleOf(placed: PlacedNode): string {
  return sitesOf(placed)
    .filter(({ field }) => field === 'role')
    .flatMap(({ texts }) => texts)
    .join(' ');
}

function count(words: InstructionPart['words'], stems: ReadonlySet<string>): number {
  return words.filter((word) => word.some((stem) => stems.has(stem))).length;
}

function isAt({ node, region }: PlacedNode, position: number): boolean {
  const order = topologicalOrder(region.graph);
  return order.at(position) === node.id;
}
