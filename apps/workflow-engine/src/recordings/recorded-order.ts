import type { RecordedNode, RecordedRun } from '@aiwf/contracts';
import { framesOf, graphOf } from './node-paths';

/** Errors of runs that nothing in their graph ended, but somebody at Temporal, or Temporal itself. */
const FROM_OUTSIDE: ReadonlySet<string> = new Set(['terminated', 'lost', 'refused']);

/** Whether a run was broken off by something that is not in its graph. */
export function isEndedFromOutside({ status, error }: Pick<RecordedRun, 'status' | 'error'>): boolean {
  return status === 'cancelled' || (status === 'failed' && FROM_OUTSIDE.has(error?.code ?? ''));
}

/** In which order the nodes of a recorded run ended. */
export class RecordedOrder {
  private readonly nodes: readonly RecordedNode[];
  private readonly first = new Map<string, number>();

  constructor(private readonly run: Pick<RecordedRun, 'path' | 'status' | 'error' | 'definition'>) {
    this.nodes = run.path;
    for (const [index, { path }] of this.nodes.entries()) {
      if (!this.first.has(path)) this.first.set(path, index);
    }
  }

  /** How a node ended; undefined for one that did not. */
  endOf(path: string): RecordedNode | undefined {
    const index = this.first.get(path);
    return index === undefined ? undefined : this.nodes[index];
  }

  /** See {@link isEndedFromOutside}. */
  get endedFromOutside(): boolean {
    return isEndedFromOutside(this.run);
  }

  /**
   * The nodes that ended before a node, as far as it has to wait for them. A failure that stops its graph is told once
   * all that works in the graph has ended, so nothing in there can wait for it.
   */
  before(path: string): string[] {
    const index = this.first.get(path);
    if (index === undefined) return [];
    const graph = graphOf(path);
    return this.nodes
      .slice(0, index)
      .filter((node) => !(isStop(node) && graphOf(node.path) === graph))
      .map((node) => node.path);
  }

  /** The nodes that ended before a node reached its time limit, or, for the empty path, before the run was broken off. */
  beforeTheEndOf(path: string): string[] {
    const cut = this.nodes.findIndex((node) => node.path === path || this.isCutOff(node, path));
    const until = cut === -1 ? this.nodes : this.nodes.slice(0, cut);
    return until.map((node) => node.path);
  }

  /** A node that was cancelled with everything around it, or that undoes another. */
  private isCutOff(node: RecordedNode, frame: string): boolean {
    if (frame === '' && this.undoing.has(node.path)) return true;
    const around = framesOf(node.path);
    const from = frame === '' ? 0 : around.indexOf(frame) + 1;
    if (node.status !== 'cancelled' || (frame !== '' && from === 0)) return false;
    return around.slice(from).every((path) => this.endOf(path)?.status === 'cancelled');
  }

  private get undoing(): ReadonlySet<string> {
    const edges = this.run.definition.edges ?? [];
    const undo = edges.filter(({ kind }) => kind === 'compensation');
    return new Set(undo.map(({ target }) => `nodes/${target}`));
  }
}

function isStop({ status, handled }: RecordedNode): boolean {
  return status === 'cancelled' || (status === 'failed' && handled !== true);
}
