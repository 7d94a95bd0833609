import type { ASTNode } from '@marcbachmann/cel-js';
import { childrenOf } from './syntax';

/** The names an expression may start from. */
export const ROOTS = ['inputs', 'nodes', 'input', 'execution'] as const;

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

export function isRoot(name: string): name is Root {
  return (ROOTS as readonly string[]).includes(name);
}

/** All references of a syntax tree, in source order. */
export function referencesOf(tree: ASTNode): Reference[] {
  const found: Reference[] = [];
  const visit = (node: ASTNode): void => {
    const reference = asReference(node);
    if (reference !== undefined) found.push(reference);
    else if (node.op === '[]') node.args.forEach(visit);
    else childrenOf(node).forEach(visit);
  };
  visit(tree);
  return found;
}

/** The reference that `node` is as a whole: a root with nothing but written-out steps after it. */
function asReference(node: ASTNode): Reference | undefined {
  if (node.op === 'id') {
    return isRoot(node.args) ? { root: node.args, path: [], position: node.start } : undefined;
  }
  if (node.op !== '.' && node.op !== '[]') return undefined;
  const parent = asReference(node.args[0]);
  const step = node.op === '.' ? node.args[1] : literalKey(node.args[1]);
  if (parent === undefined || step === undefined) return undefined;
  return { ...parent, path: [...parent.path, step] };
}

function literalKey(node: ASTNode): string | undefined {
  return node.op === 'value' && typeof node.args === 'string' ? node.args : undefined;
}
