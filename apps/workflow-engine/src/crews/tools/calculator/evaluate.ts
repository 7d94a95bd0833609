import { ToolError } from '../tool.error';
import { CONSTANTS, FUNCTIONS } from './functions';
import { tokenize, type Token } from './tokens';

/** Characters of an expression. */
export const MAX_EXPRESSION_LENGTH = 500;

const MAX_DEPTH = 50;

/** How strongly an infix operator binds to its left; `^` binds to its right by one less, so it groups from there. */
const BINDING = new Map([
  ['+', 10],
  ['-', 10],
  ['*', 20],
  ['/', 20],
  ['%', 20],
  ['^', 40],
]);

/** Between the products and `^`: `-2^2` is `-(2^2)`, `-2*3` is `(-2)*3`. */
const SIGN_BINDING = 30;

/**
 * The value of an arithmetic expression in double precision, by top-down operator precedence (Pratt 1973).
 * @throws ToolError `invalid_arguments` when it is too long, too deep, malformed, or has no finite value
 */
export function evaluate(source: string): number {
  if (source.length > MAX_EXPRESSION_LENGTH) {
    throw new ToolError(
      'invalid_arguments',
      `The expression is longer than ${MAX_EXPRESSION_LENGTH} characters.`,
    );
  }
  return new Evaluation(tokenize(source)).result();
}

class Evaluation {
  private position = 0;
  private depth = 0;

  constructor(private readonly tokens: Token[]) {}

  result(): number {
    const value = this.expression(0);
    const rest = this.next();
    if (rest.kind !== 'end') throw unexpected(rest);
    if (!Number.isFinite(value)) {
      throw new ToolError('invalid_arguments', 'The result is not a finite real number.');
    }
    return value;
  }

  private expression(minimum: number): number {
    this.depth++;
    if (this.depth > MAX_DEPTH) {
      throw new ToolError('invalid_arguments', `The expression is nested deeper than ${MAX_DEPTH} levels.`);
    }
    let left = this.operand();
    for (;;) {
      const token = this.peek();
      const binding = token.kind === 'symbol' ? (BINDING.get(token.text) ?? 0) : 0;
      if (token.kind !== 'symbol' || binding <= minimum) break;
      this.next();
      left = apply(token.text, left, this.expression(token.text === '^' ? binding - 1 : binding));
    }
    this.depth--;
    return left;
  }

  private operand(): number {
    const token = this.next();
    switch (token.kind) {
      case 'number':
        return token.value;
      case 'name':
        return this.named(token.text);
      case 'symbol':
        if (token.text === '-') return -this.expression(SIGN_BINDING);
        if (token.text === '+') return this.expression(SIGN_BINDING);
        if (token.text === '(') return this.closing(this.expression(0));
        throw unexpected(token);
      case 'end':
        throw unexpected(token);
      default:
        return token satisfies never;
    }
  }

  private named(name: string): number {
    const constant = CONSTANTS.get(name);
    if (constant !== undefined) return constant;
    const called = FUNCTIONS.get(name);
    if (called === undefined) {
      const known = [...FUNCTIONS.keys(), ...CONSTANTS.keys()].join(', ');
      throw new ToolError('invalid_arguments', `Unknown name "${name.slice(0, 50)}"; known are ${known}.`);
    }
    this.expect('(');
    const values = [this.expression(0)];
    while (this.take(',')) values.push(this.expression(0));
    this.expect(')');
    if (called.arity !== 'many' && values.length !== called.arity) {
      throw new ToolError('invalid_arguments', `${name} takes ${called.arity} value, not ${values.length}.`);
    }
    return called.apply(...values);
  }

  private closing(value: number): number {
    this.expect(')');
    return value;
  }

  private expect(symbol: string): void {
    if (!this.take(symbol)) throw unexpected(this.peek(), symbol);
  }

  private take(symbol: string): boolean {
    const token = this.peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.position++;
    return true;
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: 'end', at: 0 };
  }

  private next(): Token {
    const token = this.peek();
    this.position++;
    return token;
  }
}

function apply(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '^':
      return left ** right;
    default:
      if (right === 0) throw new ToolError('invalid_arguments', 'Division by zero.');
      return operator === '/' ? left / right : left % right;
  }
}

function unexpected(token: Token, wanted?: string): ToolError {
  const found = token.kind === 'end' ? 'end' : `"${token.kind === 'number' ? token.value : token.text}"`;
  const expected = wanted === undefined ? '' : `, expected "${wanted}"`;
  return new ToolError(
    'invalid_arguments',
    `Unexpected ${found} at position ${token.at} of the expression${expected}.`,
  );
}
