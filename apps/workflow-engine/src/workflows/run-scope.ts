import type { Json, Scope } from '@aiwf/definition';
import type { FailureReason, Stored, StoredBlob, StoredScope } from './values.contract';

/** The parts of a scope beside `nodes` and `execution`. */
type Local = 'inputs' | 'input' | 'item' | 'previous' | 'output';

/** What a nested scope adds. */
export interface ScopeAdditions {
  inputs?: Stored;
  input?: Stored;
  item?: Stored;
  index?: number;
  previous?: Stored;
  output?: Stored;
}

interface NodeEntry {
  output: Stored;
  error?: FailureReason;
}

/**
 * What the templates and expressions of a graph read. Values that stand in the blob store are known here by their
 * references alone.
 */
export class RunScope {
  private constructor(
    private readonly executionId: string,
    private readonly nodes: Map<string, NodeEntry>,
    private readonly locals: { readonly [local in Local]?: Stored },
    private readonly index: number | undefined,
  ) {}

  static root(executionId: string, inputs: Stored): RunScope {
    return new RunScope(executionId, new Map(), { inputs }, undefined);
  }

  static of(stored: StoredScope): RunScope {
    const { inputs, nodes, execution, input, item, index, previous, output } = stored;
    const locals = { inputs, input, item, previous, output };
    return new RunScope(execution.id, new Map(Object.entries(nodes)), definedOf(locals), index);
  }

  /** The same nodes, with more to read beside them. */
  with({ index, ...additions }: ScopeAdditions): RunScope {
    const locals = { ...this.locals, ...definedOf(additions) };
    return new RunScope(this.executionId, this.nodes, locals, index ?? this.index);
  }

  /** Reads what this one reads; nodes added to it are not seen here. */
  nested(): RunScope {
    return new RunScope(this.executionId, new Map(this.nodes), this.locals, this.index);
  }

  setNode(id: string, output: Stored, error?: FailureReason): void {
    this.nodes.set(id, error === undefined ? { output } : { output, error });
  }

  outputOf(id: string): Stored {
    return this.nodes.get(id)?.output ?? { json: null };
  }

  /** What is read under these names, when all of it is at hand; undefined when some stands in the blob store. */
  plain(reads: Reads): Scope | undefined {
    const nodes: Scope['nodes'] = {};
    for (const [id, entry] of this.entries(reads)) {
      if (!('json' in entry.output)) return undefined;
      nodes[id] = { output: entry.output.json, ...(entry.error ? { error: entry.error } : {}) };
    }
    const { inputs, input, item, previous, output } = this.locals;
    const locals: { [name: string]: Json } = {};
    for (const [name, value] of Object.entries({ inputs, input, item, previous, output })) {
      if (value === undefined) continue;
      if ('json' in value) locals[name] = value.json;
      else if (reads.roots === 'all' || reads.roots.has(name)) return undefined;
    }
    return {
      ...locals,
      inputs: locals.inputs ?? {},
      nodes,
      execution: { id: this.executionId },
      ...(this.index === undefined ? {} : { index: this.index }),
    } as Scope;
  }

  /** What is read under these names, as it goes to an activity or a child. */
  stored(reads: Reads): StoredScope {
    const read = Object.entries(this.locals).filter(
      ([name]) => reads.roots === 'all' || reads.roots.has(name),
    );
    return {
      inputs: { json: {} },
      ...Object.fromEntries(read),
      nodes: Object.fromEntries(this.entries(reads)),
      execution: { id: this.executionId },
      ...(this.index === undefined ? {} : { index: this.index }),
    };
  }

  private *entries({ nodes }: Reads): Iterable<[string, NodeEntry]> {
    for (const id of nodes === 'all' ? this.nodes.keys() : nodes) {
      const entry = this.nodes.get(id);
      if (entry) yield [id, entry];
    }
  }
}

/** What a program reads: names it starts from, and the nodes. */
export interface Reads {
  roots: ReadonlySet<string> | 'all';
  nodes: ReadonlySet<string> | 'all';
}

/** Whether a value stands in the blob store. */
export function isBlob(value: Stored): value is StoredBlob {
  return 'blob' in value;
}

function definedOf<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
