import { isBuiltIn, type PlanningTool } from './planning-tool';

/** Up to so many tools are all offered; of more, the likeliest. */
const MAX_UNSEARCHED = 30;
/** Tools that are offered of many, the built-in ones among them. */
const MAX_CANDIDATES = 20;

/** How much a word's repetition counts, and how much a text's length (Robertson and Zaragoza 2009, 3.2). */
const K1 = 1.2;
const B = 0.75;

/** A word of the name tells more than one of the description. */
const NAME_WEIGHT = 3;

/** Words without their endings, cut apart at capitals and underscores: `listOpenIssues` is about issues. */
function wordsOf(text: string): string[] {
  const words = text
    .normalize('NFKC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase();
  return (words.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) =>
    word.length > 4 ? word.replace(/(?:ing|ed|es|s|e)$/, '') : word.replace(/s$/, ''),
  );
}

interface IndexedTool {
  readonly tool: PlanningTool;
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

function indexed(tool: PlanningTool): IndexedTool {
  const counts = new Map<string, number>();
  const add = (words: string[], weight: number): void =>
    words.forEach((word) => counts.set(word, (counts.get(word) ?? 0) + weight));
  add(wordsOf(tool.name), NAME_WEIGHT);
  add(wordsOf(tool.description), 1);
  return { tool, counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

/** Finds the tools that a text is likely about, by BM25 over their names and descriptions; of equals, the first. */
export class ToolSearch {
  private readonly index: readonly IndexedTool[];
  private readonly meanLength: number;

  constructor(private readonly tools: readonly PlanningTool[]) {
    this.index = tools.length > MAX_UNSEARCHED ? tools.map(indexed) : [];
    this.meanLength = this.index.reduce((sum, { length }) => sum + length, 0) / this.index.length;
  }

  /** The tools to plan with: the very list when there are few; else the built-in ones and the likeliest, in its order. */
  candidatesFor(text: string): readonly PlanningTool[] {
    if (this.index.length === 0) return this.tools;
    const weights = this.weigh(new Set(wordsOf(text)));
    const ranked = this.index
      .map((entry) => ({ tool: entry.tool, score: this.score(entry, weights) }))
      .toSorted(
        (a, b) => Number(isBuiltIn(b.tool.name)) - Number(isBuiltIn(a.tool.name)) || b.score - a.score,
      );
    const chosen = new Set(ranked.slice(0, MAX_CANDIDATES).map(({ tool }) => tool));
    return this.tools.filter((tool) => chosen.has(tool));
  }

  /** Rare words weigh more. */
  private weigh(words: ReadonlySet<string>): Map<string, number> {
    const weights = new Map<string, number>();
    for (const word of words) {
      const having = this.index.filter(({ counts }) => counts.has(word)).length;
      if (having > 0) weights.set(word, Math.log(1 + (this.index.length - having + 0.5) / (having + 0.5)));
    }
    return weights;
  }

  private score({ counts, length }: IndexedTool, weights: ReadonlyMap<string, number>): number {
    const norm = K1 * (1 - B + (B * length) / this.meanLength);
    let score = 0;
    for (const [word, weight] of weights) {
      const count = counts.get(word) ?? 0;
      score += (weight * count * (K1 + 1)) / (count + norm);
    }
    return score;
  }
}
