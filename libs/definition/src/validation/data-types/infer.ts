import type { ASTNode } from '@marcbachmann/cel-js';
import { asReference, type Reference } from '../../expressions/references';
import { bindingOf, childrenOf, type Binding } from '../../expressions/syntax';
import { mayBe, type DataType } from './data-type';
import { FUNCTION_SIGNATURES, METHOD_SIGNATURES, type Signature } from './signatures';

/** What an expression reads, as far as its type is known. */
export type TypeOfReference = (reference: Reference) => DataType;

/** Thrown where an expression joins types that never go together. */
export class TypeMismatch extends Error {
  /** @param position offset in the expression's source, in UTF-16 code units */
  constructor(
    message: string,
    readonly position: number,
  ) {
    super(message);
  }
}

const COMPARABLE: readonly DataType[] = ['text', 'number', 'bool'];
const ADDABLE: readonly DataType[] = ['text', 'number', 'list'];
const WALKED: readonly DataType[] = ['list', 'map'];

type Variables = ReadonlyMap<string, DataType>;

/**
 * The type of what an expression gives. Recursion is bounded by the parser's cap on nodes.
 *
 * @throws TypeMismatch where evaluating it would fail whatever the values are
 */
export function inferType(tree: ASTNode, typeOf: TypeOfReference): DataType {
  return new Inference(typeOf).of(tree, new Map());
}

class Inference {
  constructor(private readonly typeOf: TypeOfReference) {}

  of(node: ASTNode, variables: Variables): DataType {
    const binding = bindingOf(node);
    if (binding !== undefined) return this.ofBinding(node, binding, variables);
    const reference = asReference(node, [...variables.keys()]);
    if (reference !== undefined) return this.typeOf(reference);
    switch (node.op) {
      case 'value':
        return ofLiteral(node.args);
      case 'id':
        return variables.get(node.args) ?? 'any';
      case 'list':
        this.ofAll(node, variables);
        return 'list';
      case 'map':
        this.ofAll(node, variables);
        return 'map';
      case '?:': {
        const [condition, yes, no] = node.args;
        this.need(condition, variables, ['bool'], '"?:"');
        const types = [this.of(yes, variables), this.of(no, variables)];
        return types[0] === types[1] ? (types[0] ?? 'any') : 'any';
      }
      case '&&':
      case '||':
        for (const side of node.args) this.need(side, variables, ['bool'], `"${node.op}"`);
        return 'bool';
      case '!_':
        return this.need(node.args, variables, ['bool'], '"!"');
      case '-_':
        return this.need(node.args, variables, ['number'], '"-"');
      case '==':
      case '!=':
        this.ofAll(node, variables);
        return 'bool';
      case 'in':
        this.of(node.args[0], variables);
        this.need(node.args[1], variables, WALKED, '"in"');
        return 'bool';
      case '<':
      case '<=':
      case '>':
      case '>=':
        this.pair(node, node.args, variables, COMPARABLE);
        return 'bool';
      case '+':
        return this.pair(node, node.args, variables, ADDABLE);
      case '-':
      case '*':
      case '/':
      case '%':
        return this.pair(node, node.args, variables, ['number']);
      case 'call':
        return this.ofCall(node.args[0], node.args[1], FUNCTION_SIGNATURES, variables);
      case 'rcall':
        return this.ofCall(node.args[0], [node.args[1], ...node.args[2]], METHOD_SIGNATURES, variables);
      default:
        this.ofAll(node, variables);
        return 'any';
    }
  }

  private ofAll(node: ASTNode, variables: Variables): void {
    for (const child of childrenOf(node)) this.of(child, variables);
  }

  private ofBinding(
    node: ASTNode,
    { kind, variable, outer, inner }: Binding,
    variables: Variables,
  ): DataType {
    const name = node.op === 'rcall' ? node.args[0] : '';
    if (kind === 'bind') {
      const inside = new Map([...variables, [variable, this.of(outer, variables)]]);
      return inner.map((child) => this.of(child, inside)).at(-1) ?? 'any';
    }
    this.need(outer, variables, WALKED, `${name}()`);
    const inside = new Map<string, DataType>([...variables, [variable, 'any']]);
    // The last part of a map() gives its items; every other part is a test.
    const tests = name === 'map' ? inner.slice(0, -1) : inner;
    for (const test of tests) this.need(test, inside, ['bool'], `${name}()`);
    if (name === 'map') for (const given of inner.slice(-1)) this.of(given, inside);
    return name === 'map' || name === 'filter' ? 'list' : 'bool';
  }

  private ofCall(
    name: string,
    args: readonly ASTNode[],
    signatures: { readonly [name: string]: Signature },
    variables: Variables,
  ): DataType {
    const signature = Object.hasOwn(signatures, name) ? signatures[name] : undefined;
    args.forEach((argument, index) => {
      this.need(argument, variables, signature?.takes[index] ?? ['any'], `${name}()`);
    });
    return name === 'has' ? 'bool' : (signature?.gives ?? 'any');
  }

  /** Two sides of one type, which is what they give. */
  private pair(
    node: ASTNode,
    [left, right]: readonly [ASTNode, ASTNode],
    variables: Variables,
    types: readonly DataType[],
  ): DataType {
    const sides = [this.of(left, variables), this.of(right, variables)] as const;
    const known = sides.filter((type) => type !== 'any');
    const [first, second] = known;
    const fits = known.every((type) => types.includes(type)) && (second === undefined || first === second);
    if (fits) return first ?? 'any';
    throw new TypeMismatch(`"${node.op}" does not take ${sides.map(named).join(' and ')}.`, node.start);
  }

  private need(node: ASTNode, variables: Variables, types: readonly DataType[], what: string): DataType {
    const type = this.of(node, variables);
    if (mayBe(type, types)) return type;
    throw new TypeMismatch(`${what} needs ${types.map(named).join(' or ')}, not ${named(type)}.`, node.start);
  }
}

function ofLiteral(value: Extract<ASTNode, { op: 'value' }>['args']): DataType {
  switch (typeof value) {
    case 'string':
      return 'text';
    case 'number':
    case 'bigint':
      return 'number';
    case 'boolean':
      return 'bool';
    default:
      return value === null ? 'null' : 'any';
  }
}

const NAMES: { readonly [type in DataType]: string } = {
  any: 'anything',
  text: 'text',
  number: 'a number',
  bool: 'true or false',
  null: 'null',
  list: 'a list',
  map: 'an object',
};

/** A type as a message names it. */
export function named(type: DataType): string {
  return NAMES[type];
}
