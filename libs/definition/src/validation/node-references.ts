import { ancestors, causes } from '../graph/graph';
import { suggestion } from '../json/suggest';
import type { NodeDefinition } from '../types';
import type { ExpressionSite } from './expression-sites';
import { checkNodePath } from './output-rules';
import type { ProblemList } from './problem';
import type { Region } from './region';

/** Who reads: a node, or the edges that leave it; `undefined`: what is read once all nodes of the region are settled. */
interface Reader {
  id: string | undefined;
  /** Whether it may read the node of that id too. */
  included: boolean;
}

/** Checks references to nodes: that there is such a node, and that it is settled before it is read. */
export class NodeRules {
  private readonly byId = new Map<string, { node: NodeDefinition; region: Region }>();
  private readonly incoming = new Map<Region, ReturnType<typeof causes>>();
  private readonly upstream = new Map<Region, Map<string, Set<string>>>();

  constructor(
    regions: readonly Region[],
    private readonly problems: ProblemList,
  ) {
    for (const region of regions) {
      for (const node of region.graph.nodes) {
        if (!this.byId.has(node.id)) this.byId.set(node.id, { node, region });
      }
    }
  }

  /** @param path - The steps after `nodes`. */
  check(site: ExpressionSite, path: readonly string[], at: string): void {
    const [id, ...rest] = path;
    if (id === undefined) {
      const hint = 'Write nodes.<id>.output, so that it can be checked.';
      this.problems.add('unknown_reference', at, '"nodes" is read without naming a node.', hint);
      return;
    }
    const found = this.byId.get(id);
    if (found === undefined) {
      const message = `There is no node "${id}".`;
      this.problems.add('unknown_reference', at, message, suggestion(id, this.byId.keys()));
      return;
    }
    const reader = readerIn(found.region, site);
    if (reader === undefined) this.reportInside(id, found.region, at);
    else if (!this.mayRead(found.region, reader, id)) this.reportOrder(id, reader, at);
    checkNodePath(found.node, rest, at, this.problems);
  }

  private mayRead(region: Region, reader: Reader, id: string): boolean {
    if (reader.id === undefined) return true;
    if (reader.id === id) return reader.included;
    return this.upstreamOf(region, reader.id).has(id);
  }

  private upstreamOf(region: Region, id: string): Set<string> {
    const incoming = this.incoming.get(region) ?? causes(region.graph);
    this.incoming.set(region, incoming);
    const known = this.upstream.get(region) ?? new Map<string, Set<string>>();
    this.upstream.set(region, known);
    const found = known.get(id) ?? ancestors(incoming, id);
    known.set(id, found);
    return found;
  }

  private reportInside(id: string, region: Region, at: string): void {
    const holder = region.holder?.node.id ?? '';
    const message = `"${id}" is in the body of "${holder}", which can't be read into.`;
    const hint = `Let the body's "output" give it, and read nodes.${holder}.output.`;
    this.problems.add('not_upstream', at, message, hint);
  }

  private reportOrder(id: string, reader: Reader, at: string): void {
    const own = id === reader.id;
    const who = reader.included ? `the edges of "${reader.id}"` : `"${reader.id}"`;
    this.problems.add(
      'not_upstream',
      at,
      own ? `"${id}" reads its own output.` : `"${id}" is not upstream of ${who}.`,
      own
        ? 'A node can read only what ran before it.'
        : `Add edges from "${id}" that lead to "${reader.id}", or read another node.`,
    );
  }
}

/** Who reads, as `region` sees it: in a body it is the node that holds it. `undefined`: the region isn't around it. */
function readerIn(region: Region, site: ExpressionSite): Reader | undefined {
  if (site.region === region) return { id: site.reader, included: site.includesReader };
  for (let { holder } = site.region; holder !== undefined; { holder } = holder.region) {
    if (holder.region === region) return { id: holder.node.id, included: false };
  }
  return undefined;
}
