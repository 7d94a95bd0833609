import type { Spread, WorkflowStatistics } from '@aiwf/contracts';
import { combine, range, ZERO, type Range } from '../range';
import type { ModelUsage, Usage } from '../usage';

/** Calls of a model from which on they tell how long its answers are. */
const ENOUGH_CALLS = 5;

/** What earlier runs took, as estimates use it. */
export class History {
  private readonly nodes: ReadonlyMap<string, WorkflowStatistics['nodes'][number]>;
  private readonly reachedBy: ReadonlyMap<string, number>;
  private used = false;

  /** @param statistics absent: there are none, or none are at hand */
  constructor(private readonly statistics: WorkflowStatistics | undefined) {
    this.nodes = new Map(statistics?.nodes.map((node) => [node.path, node]));
    this.reachedBy = new Map(statistics?.reached.map(({ node_id, runs }) => [node_id, runs]));
  }

  /** Whether anything of it went into the estimate. */
  get counted(): boolean {
    return this.used;
  }

  /** Runs of the workflow that were read. */
  get runs(): number {
    return this.statistics?.runs ?? 0;
  }

  /** Tokens that the answers of a model mostly have. */
  answerTokens(model: string): number | undefined {
    const found = this.statistics?.models.find((each) => each.model === model);
    if (!found || found.calls < ENOUGH_CALLS) return undefined;
    this.used = true;
    return found.output_tokens.p50;
  }

  /** How often a map or a loop goes round. */
  repeats(path: string): Range | undefined {
    const found = this.statistics?.repeats.find((each) => each.path === path);
    if (!found) return undefined;
    this.used = true;
    return widened(found.count, this.runs);
  }

  /** In which part of the runs a node ran; undefined where nothing is known of it. */
  reached(nodeId: string): number | undefined {
    if (this.runs === 0) return undefined;
    this.used = true;
    return (this.reachedBy.get(nodeId) ?? 0) / this.runs;
  }

  /** What is assumed of a node, made narrower by what it took before. */
  narrowed(path: string, assumed: Usage): Usage {
    const before = this.nodes.get(path);
    if (!before) return assumed;
    this.used = true;
    const seconds = scaledSpread(widened(before.duration_ms, before.times), 1 / 1_000);
    const within = (field: 'calls' | 'input' | 'output', spread: Spread) =>
      scaling(sumOf(assumed.models, field), widened(spread, before.times));
    const calls = within('calls', before.llm_calls);
    const input = within('input', before.input_tokens);
    const output = within('output', before.output_tokens);
    return {
      gives: assumed.gives,
      seconds: narrower(assumed.seconds, seconds),
      models: assumed.models.map((each) => ({
        ...each,
        calls: calls(each.calls),
        input: input(each.input),
        output: output(each.output),
      })),
    };
  }
}

/** A spread, the wider the fewer times it was seen. */
function widened({ p10, p50, p90 }: Spread, seen: number): Range {
  const factor = 1 + 1 / Math.sqrt(Math.max(seen, 1));
  return range(p10 / factor, p50, p90 * factor);
}

/** The part of what is assumed that was seen; what was seen where all of it is more than was assumed. */
function narrower(assumed: Range, seen: Range): Range {
  if (seen.low > assumed.high) return seen;
  if (seen.high < assumed.low) return assumed;
  return range(
    Math.max(assumed.low, seen.low),
    Math.min(Math.max(seen.likely, assumed.low), assumed.high),
    Math.min(assumed.high, seen.high),
  );
}

/** Brings a sum into what was seen of it, each of its parts in the same proportion. */
function scaling(sum: Range, seen: Range): (part: Range) => Range {
  const wanted = narrower(sum, seen);
  return (part) =>
    combine([part, sum, wanted], ([own = 0, all = 0, now = 0]) => (all === 0 ? 0 : (own * now) / all));
}

function sumOf(models: readonly ModelUsage[], field: 'calls' | 'input' | 'output'): Range {
  return models.reduce((sum, each) => combine([sum, each[field]], ([a = 0, b = 0]) => a + b), ZERO);
}

function scaledSpread({ low, likely, high }: Range, by: number): Range {
  return { low: low * by, likely: likely * by, high: high * by };
}
