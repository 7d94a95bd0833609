import { findExpressionReferences, type Reference } from '@aiwf/definition';
import { graphSites, sitesOf, type Site } from './sites';
import type { Scope } from './scopes';

/** What a scope reads: of each node the sites that read it, and of each input. */
export interface Readers {
  readonly nodes: ReadonlyMap<string, readonly Site[]>;
  readonly inputs: ReadonlyMap<string, readonly Site[]>;
  /** Everything is read somewhere (`nodes` or `inputs` as a whole), so nothing can be said to be unread. */
  readonly everyNode: boolean;
  readonly everyInput: boolean;
}

/** What one text or expression reads. */
export function referencesOf({ expressions }: Site): readonly Reference[] {
  return expressions.flatMap((expression) => findExpressionReferences(expression));
}

const readersByScope = new WeakMap<Scope, Readers>();

/** Who reads what in a scope. The definition is valid, so that everything in it compiles. */
export function readersOf(scope: Scope): Readers {
  const known = readersByScope.get(scope);
  if (known) return known;
  const readers = findReaders(scope);
  readersByScope.set(scope, readers);
  return readers;
}

function findReaders(scope: Scope): Readers {
  const nodes = new Map<string, Site[]>();
  const inputs = new Map<string, Site[]>();
  const whole = { nodes: false, inputs: false };
  for (const site of [...scope.nodes.flatMap(sitesOf), ...graphSites(scope)]) {
    for (const { root, path } of referencesOf(site)) {
      if (root !== 'nodes' && root !== 'inputs') continue;
      const [name] = path;
      const readers = root === 'nodes' ? nodes : inputs;
      if (name === undefined) whole[root] = true;
      else
        readers
          .set(name, readers.get(name) ?? [])
          .get(name)
          ?.push(site);
    }
  }
  return { nodes, inputs, everyNode: whole.nodes, everyInput: whole.inputs };
}
