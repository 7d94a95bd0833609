import type { ASTNode } from '@marcbachmann/cel-js';
import { bindingOf, childrenOf } from './syntax';

/** The names an expression may start from. */
export const ROOTS = [
  'inputs',
  'nodes',
  'input',
  'execution',
  'item',
  'index',
  'previous',
  'output',
] as const;

/** One of {@link ROOTS}. */
export type Root = (typeof ROOTS)[number];

/** A place where an expression reads the scope. */
export interface Reference {
  root: Root;
  /** The steps after the root that are written out: `nodes.a.output["x"]` gives `a`, `output`, `x`. */
  path: string[];
  /** Offset of the root in the expression's source. */
  position: number;
}

/** Where a root that is not everywhere can be read; what an error about one says. */
export const READABLE_AT: { readonly [root in Root]?: string } = {
  input: 'inside a node that has "inputs"',
  item: 'in the body of a map',
  index: 'in the body of a map, and in the body and "until" of a loop',
  previous: 'in the body and "until" of a loop',
  output: 'in the "until" of a loop and the expression of a guardrail',
};

export function isRoot(name: string): name is Root {
  return (ROOTS as readonly string[]).includes(name);
}

/**
 * Whether a comprehension's variable may have this name. A variable may hide the roots that only some places have,
 * so that `inputs.people.map(item, item.name)` means the same inside a map's body and outside.
 */
export function isReserved(name: string): boolean {
  return name === 'inputs' || name === 'nodes' || name === 'input' || name === 'execution';
}

/** All references of a syntax tree, in source order; what a variable hides is none. */
export function referencesOf(tree: ASTNode): Reference[] {
  const found: Reference[] = [];
  const visit = (node: ASTNode, bound: readonly string[]): void => {
    const binding = bindingOf(node);
    if (binding !== undefined) {
      visit(binding.outer, bound);
      for (const child of binding.inner) visit(child, [...bound, binding.variable]);
      return;
    }
    const reference = asReference(node, bound);
    if (reference !== undefined) found.push(reference);
    else for (const child of childrenOf(node)) visit(child, bound);
  };
  visit(tree, []);
  return found;
}

/** The reference that `node` is as a whole: a root with nothing but written-out steps after it. */
export function asReference(node: ASTNode, bound: readonly string[]): Reference | undefined {
  if (node.op === 'id') {
    if (!isRoot(node.args) || bound.includes(node.args)) return undefined;
    return { root: node.args, path: [], position: node.start };
  }
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const parent = asReference(node.args[0], bound);
  const step = node.op === '.' ? node.args[1] : literalKey(node.args[1]);
  if (parent === undefined || step === undefined) return undefined;
  return { ...parent, path: [...parent.path, step] };
}

function literalKey(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}
