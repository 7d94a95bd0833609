import type { ASTNode } from '@marcbachmann/cel-js';

/** Methods that bind a variable and run their last argument once for each element. */
export const COMPREHENSIONS: { readonly [name: string]: readonly number[] } = {
  all: [2],
  exists: [2],
  exists_one: [2],
  filter: [2],
  map: [2, 3],
};

/** A call that binds a variable: a comprehension or `cel.bind`. */
export interface Binding {
  kind: 'comprehension' | 'bind';
  variable: string;
  /** Evaluated outside the variable's reach: the list, or the value bound. */
  outer: ASTNode;
  /** Evaluated with the variable bound. */
  inner: ASTNode[];
}

/** Reads a node as a binding call, if it is one. */
export function bindingOf(node: ASTNode): Binding | undefined {
  if (node.op !== 'rcall') return undefined;
  const [name, receiver, args] = node.args;
  const [variable, ...rest] = args;
  if (variable?.op !== 'id') return undefined;
  if (name === 'bind' && receiver.op === 'id' && receiver.args === 'cel' && rest.length === 2) {
    const [value, body] = rest;
    if (value === undefined || body === undefined) return undefined;
    return { kind: 'bind', variable: variable.args, outer: value, inner: [body] };
  }
  if (!Object.hasOwn(COMPREHENSIONS, name) || !COMPREHENSIONS[name]?.includes(args.length)) return undefined;
  return { kind: 'comprehension', variable: variable.args, outer: receiver, inner: rest };
}

/** The nodes directly below one, in source order; a bound variable's own mention is none. */
export function childrenOf(node: ASTNode): ASTNode[] {
  const binding = bindingOf(node);
  if (binding !== undefined) return [binding.outer, ...binding.inner];
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case '!_':
    case '-_':
      return [node.args];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case '[]':
    case '[?]':
    case '?:':
    case '&&':
    case '||':
    case 'list':
    case '==':
    case '!=':
    case 'in':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return node.args;
    default:
      return node satisfies never;
  }
}
