import {
  incomingEdges,
  outgoingEdges,
  topologicalOrder,
  type NodeDefinition,
  type WorkflowDefinition,
} from '@aiwf/definition';
import { waysAfter, type Way } from './decisions';
import { nameOf, type Names } from './names';
import { phraseOf } from './node-phrases';
import { counted, listed, sentence, shortened } from './wording';

/** Steps in one sentence. */
const MOST_IN_A_ROW = 4;
const TYPE_NAMES: Readonly<Record<NodeDefinition['type'], string>> = {
  agent: 'agent',
  crew: 'crew',
  http_request: 'request',
  condition: 'decision',
  transform: 'computation',
  map: 'list of repetitions',
  loop: 'loop',
  workflow: 'workflow',
  wait: 'wait',
  approval: 'approval',
};

/** The steps of a workflow in their order: what runs in a row, side by side, and in which case. */
export function stepsInOrder(definition: WorkflowDefinition, names: Names): string[] {
  return new StepTeller(definition, names).tell();
}

/** All steps with their names, by depth in the graph, where telling each would be too long. */
export function stepsByName(definition: WorkflowDefinition, most: number): string[] {
  const order = topologicalOrder(definition);
  const byId = new Map(definition.nodes.map((node) => [node.id, node]));
  const named = order.flatMap((id) => byId.get(id) ?? []);
  const counts = new Map<string, number>();
  for (const { type } of named) counts.set(TYPE_NAMES[type], (counts.get(TYPE_NAMES[type]) ?? 0) + 1);
  const kinds = [...counts].map(([name, count]) => counted(count, name));
  return [
    sentence(`Its steps are ${listed(kinds)}`),
    sentence(`In order: ${shortened(named.map(nameOf), most).join(', ')}`),
  ];
}

class StepTeller {
  private readonly byId: ReadonlyMap<string, NodeDefinition>;
  private readonly incoming;
  private readonly outgoing;
  private readonly told = new Set<string>();
  /** What each step waits for, as text. */
  private readonly waits = new Map<string, string>();
  private readonly sentences: string[] = [];

  constructor(
    private readonly definition: WorkflowDefinition,
    private readonly names: Names,
  ) {
    this.byId = new Map(definition.nodes.map((node) => [node.id, node]));
    this.incoming = incomingEdges(definition);
    this.outgoing = outgoingEdges(definition);
  }

  tell(): string[] {
    const order = topologicalOrder(this.definition);
    const undoing = this.definition.nodes.filter(({ id }) => this.undoes(id));
    for (const node of undoing) this.told.add(node.id);
    for (const id of order) {
      if (this.told.has(id)) continue;
      const beside = this.besides(id, order);
      if (beside.length > 1) this.tellBeside(beside);
      else this.tellRow(id);
    }
    return this.sentences;
  }

  private undoes(id: string): boolean {
    return (this.definition.edges ?? []).some(({ target, kind }) => kind === 'compensation' && target === id);
  }

  /** Steps not told yet that wait for just what one waits for. */
  private besides(id: string, order: readonly string[]): string[] {
    const waitsFor = this.waitsFor(id);
    return order.filter((other) => !this.told.has(other) && this.waitsFor(other) === waitsFor);
  }

  private waitsFor(id: string): string {
    const known = this.waits.get(id);
    if (known !== undefined) return known;
    const waits = (this.incoming.get(id) ?? [])
      .map((edge) => JSON.stringify([edge.source, edge.branch, edge.when, edge.kind]))
      .join();
    this.waits.set(id, waits);
    return waits;
  }

  private tellBeside(ids: readonly string[]): void {
    const phrases = ids.map((id) => this.phrase(id));
    this.say(`${this.opening(ids[0] ?? '')}${listed(phrases)} run side by side`);
    for (const id of ids) this.tellWays(id);
  }

  /** One step, and those that follow it alone. */
  private tellRow(first: string): void {
    const opening = this.opening(first);
    const row = [first];
    this.told.add(first);
    for (
      let next = this.onlyNext(first);
      next !== undefined && row.length < MOST_IN_A_ROW;
      next = this.onlyNext(next)
    ) {
      row.push(next);
      this.told.add(next);
    }
    this.say(`${opening}${row.map((id) => this.phrase(id)).join(', then ')}`);
    this.tellWays(row.at(-1) ?? first);
  }

  /** The step that follows one always and alone, if it waits for nothing else. */
  private onlyNext(id: string): string | undefined {
    const edges = (this.outgoing.get(id) ?? []).filter(({ kind }) => kind !== 'error');
    const [edge] = edges;
    if (edge === undefined || edges.length > 1 || (edge.branch ?? edge.when) !== undefined) return undefined;
    const waits = this.incoming.get(edge.target) ?? [];
    return waits.length === 1 && !this.told.has(edge.target) ? edge.target : undefined;
  }

  /** The ways that part after a step, and those that part after the first steps on them. */
  private tellWays(id: string): void {
    const node = this.byId.get(id);
    const ways = node === undefined ? [] : waysAfter(node, this.outgoing.get(id) ?? [], this.names);
    if (node === undefined || ways.length === 0) return;
    const begun: string[] = [];
    const told = ways.map((way) => this.way(way, begun));
    this.say(`after ${nameOf(node)}: ${told.join('; ')}`);
    for (const next of begun) this.tellWays(next);
  }

  /** @param begun - Receives the last step that is told of each way. */
  private way({ when, targets }: Way, begun: string[]): string {
    if (targets.length === 0) return `${when}, nothing more`;
    const told = targets.map((target) => {
      const isOwn = !this.told.has(target) && (this.incoming.get(target) ?? []).length === 1;
      if (!isOwn) return `on to ${this.nameOf(target)}`;
      const phrase = this.phrase(target);
      const next = this.onlyNext(target);
      begun.push(next ?? target);
      return next === undefined ? phrase : `${phrase}, then ${this.phrase(next)}`;
    });
    return `${when}, ${listed(told)}`;
  }

  /** What has to be over before a step starts. */
  private opening(id: string): string {
    const edges = this.incoming.get(id) ?? [];
    const sources = [...new Set(edges.map(({ source }) => source))];
    if (sources.length === 0) return this.sentences.length === 0 ? 'first, ' : '';
    const join = this.byId.get(id)?.join;
    const after = listed(
      shortened(
        sources.map((source) => this.nameOf(source)),
        4,
      ),
      join === 'any' ? 'or' : 'and',
    );
    if (edges.every(({ kind }) => kind === 'error')) return `if ${after} fails: `;
    const first = join === 'any' ? ', whichever is first' : '';
    return `after ${after}${first}: `;
  }

  private phrase(id: string): string {
    this.told.add(id);
    const node = this.byId.get(id);
    return node === undefined ? `“${id}”` : phraseOf(node, this.names);
  }

  private nameOf(id: string): string {
    return this.names.get(id) ?? `“${id}”`;
  }

  private say(text: string): void {
    this.sentences.push(sentence(text));
  }
}
