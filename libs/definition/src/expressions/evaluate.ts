import type { ASTNode } from '@marcbachmann/cel-js';
import { DEFINITION_CAPS } from '../caps';
import type { Json, JsonObject } from '../types';
import { hasField, PROTOTYPE_KEY, readField, readIndex } from './access';
import { Budget } from './budget';
import { compileExpression } from './compile';
import { runComprehension, type Evaluator, type Locals } from './comprehension';
import { ExpressionError, isAbsorbable } from './expression.error';
import { FUNCTIONS, METHODS } from './functions';
import { applyBinary, negate } from './operators';
import { READABLE_AT } from './references';
import { toJson } from './result';
import { bindingOf } from './syntax';
import { typeName, type Value, type ValueMap } from './values';

/** What expressions and templates read. */
export interface Scope {
  /** Inputs of the run, defaults applied. */
  inputs: JsonObject;
  /**
   * What nodes gave, by their ids. The output of a node that was skipped, or that failed where its `on_error` let the
   * run go on, is `null`; the latter has an `error` beside it.
   */
  nodes: { [id: string]: { output: Json; error?: { code: string; message: string } } };
  /** The node's own rendered `inputs`; absent where there is no node, as on edges. */
  input?: JsonObject;
  execution: { id: string };
  /** In the body of a map: the item. */
  item?: Json;
  /** In the body of a map or a loop: the number of the item or round, from 0. */
  index?: Json;
  /** In the body and `until` of a loop: what the round before gave. */
  previous?: Json;
  /** In the `until` of a loop and in a guardrail: what is judged. */
  output?: Json;
}

/**
 * Evaluates one CEL expression against a scope. Pure: the same source and scope give the same result on every
 * machine. Bounded by count, see {@link DEFINITION_CAPS}.
 *
 * Numbers: `7 / 2` is 3, since literals without a point are ints, as in CEL; numbers of the scope are doubles, so
 * `inputs.n / 2` may be 3.5; where an int meets a double it becomes one. The result is JSON: an int becomes a number
 * if |n| <= 2^53 - 1. Beside CEL's operators and `has`, `all`, `exists`, `exists_one`, `filter`, `map`, `cel.bind`
 * there are `size`, `string`, `int`, `double`, `bool`, `dyn` and, on text and lists, `size`, `startsWith`,
 * `endsWith`, `contains`, `indexOf`, `lastIndexOf`, `substring`, `split`, `join`, `trim`, `lowerAscii`,
 * `upperAscii`. Unlike CEL's, `has` is false, not an error, where a step before the last is missing or null.
 *
 * @param whole - What this is a part of, or a smaller budget than an expression may have.
 * @throws ExpressionError for anything that goes wrong.
 */
export function evaluateExpression(source: string, scope: Scope, whole?: Budget): Json {
  const { tree } = compileExpression(source);
  const budget = new Budget(DEFINITION_CAPS.maxExpressionVisits, whole);
  return toJson(new Evaluation(scope, budget).run(tree, undefined), budget);
}

/** One evaluation of one syntax tree. Recursion is bounded by the parser's cap on nodes. */
class Evaluation implements Evaluator {
  constructor(
    private readonly scope: Scope,
    readonly budget: Budget,
  ) {}

  run(node: ASTNode, locals: Locals | undefined): Value {
    this.budget.spend(1);
    const binding = bindingOf(node);
    if (binding?.kind === 'bind') {
      const [body] = binding.inner;
      const value = this.run(binding.outer, locals);
      return body === undefined ? value : this.run(body, { name: binding.variable, value, outer: locals });
    }
    switch (node.op) {
      case 'value':
        return literal(node.args);
      case 'id':
        return this.lookUp(node.args, locals);
      case '.':
        return readField(this.run(node.args[0], locals), node.args[1], nameOf(node.args[0]), this.budget);
      case '[]':
        return readIndex(
          this.run(node.args[0], locals),
          this.run(node.args[1], locals),
          nameOf(node.args[0]),
          this.budget,
        );
      case 'list':
        return node.args.map((element) => this.run(element, locals));
      case 'map':
        return this.makeMap(node.args, locals);
      case '?:':
        return this.run(node.args[this.test(node.args[0], locals, '?:') ? 1 : 2], locals);
      case '&&':
        return this.decide(node.args, locals, false);
      case '||':
        return this.decide(node.args, locals, true);
      case '!_':
        return !this.test(node.args, locals, '!');
      case '-_':
        return negate(this.run(node.args, locals));
      case 'call':
        return this.call(node.args[0], node.args[1], locals);
      case 'rcall': {
        if (binding !== undefined) return runComprehension(this, node.args[0], binding, locals);
        const [name, receiver, args] = node.args;
        const values = [receiver, ...args].map((argument) => this.run(argument, locals));
        return METHODS[name]?.call(this.budget, ...values) ?? null;
      }
      case '.?':
      case '[?]':
        throw new ExpressionError('unsupported', 'Optional access is not part of this language.', node.start);
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
        return applyBinary(
          node.op,
          this.run(node.args[0], locals),
          this.run(node.args[1], locals),
          this.budget,
        );
      default:
        return node satisfies never;
    }
  }

  /** Evaluates a node that must be a bool. */
  test(node: ASTNode, locals: Locals | undefined, where: string): boolean {
    const value = this.run(node, locals);
    if (typeof value === 'boolean') return value;
    throw new ExpressionError(
      'type_mismatch',
      `"${where}" needs true or false, not ${typeName(value)}.`,
      node.start,
    );
  }

  /** `&&` and `||`: one side that decides is enough, even when the other one fails (as CEL has it). */
  private decide(sides: [ASTNode, ASTNode], locals: Locals | undefined, deciding: boolean): boolean {
    const where = deciding ? '||' : '&&';
    let left: boolean;
    try {
      left = this.test(sides[0], locals, where);
    } catch (error) {
      if (!isAbsorbable(error)) throw error;
      this.budget.spendFailure();
      if (this.test(sides[1], locals, where) === deciding) return deciding;
      throw error;
    }
    return left === deciding ? deciding : this.test(sides[1], locals, where);
  }

  private lookUp(name: string, locals: Locals | undefined): Value {
    for (let at = locals; at !== undefined; at = at.outer) if (at.name === name) return at.value;
    switch (name) {
      case 'inputs':
        return this.scope.inputs;
      case 'nodes':
        return this.scope.nodes;
      case 'execution':
        return this.scope.execution;
      case 'input':
      case 'item':
      case 'index':
      case 'previous':
      case 'output': {
        const value = this.scope[name];
        if (value !== undefined) return value;
        throw new ExpressionError('unknown_name', `"${name}" can be read only ${READABLE_AT[name]}.`);
      }
      default:
        throw new ExpressionError('unknown_name', `Unknown name "${name}".`);
    }
  }

  private makeMap(entries: [ASTNode, ASTNode][], locals: Locals | undefined): ValueMap {
    const made: ValueMap = {};
    for (const [keyNode, valueNode] of entries) {
      const key = this.run(keyNode, locals);
      if (typeof key !== 'string' || key === PROTOTYPE_KEY) {
        throw new ExpressionError(
          'invalid_argument',
          `A map key is text, and not "${PROTOTYPE_KEY}".`,
          keyNode.start,
        );
      }
      if (Object.hasOwn(made, key)) {
        throw new ExpressionError('invalid_argument', `The map names "${key}" twice.`, keyNode.start);
      }
      made[key] = this.run(valueNode, locals);
    }
    return made;
  }

  private call(name: string, args: ASTNode[], locals: Locals | undefined): Value {
    const [first] = args;
    if (name === 'has' && first?.op === '.') return hasField(this.find(first.args[0], locals), first.args[1]);
    const values = args.map((argument) => this.run(argument, locals));
    return FUNCTIONS[name]?.call(this.budget, ...values) ?? null;
  }

  /** Follows fields like `run`, but to `undefined` where one is missing, so that `has` never fails on the way. */
  private find(node: ASTNode, locals: Locals | undefined): Value | undefined {
    if (node.op !== '.') return this.run(node, locals);
    this.budget.spend(1);
    const [parentNode, key] = node.args;
    const parent = this.find(parentNode, locals);
    return hasField(parent, key)
      ? readField(parent ?? null, key, nameOf(parentNode), this.budget)
      : undefined;
  }
}

/** What the check let through: bytes and unsigned literals, the only objects, were refused. */
function literal(value: Extract<ASTNode, { op: 'value' }>['args']): Value {
  return typeof value === 'object' ? null : value;
}

/** How an error message names a value: by its source where that is a plain path. */
function nameOf(node: ASTNode): string {
  const source = node.input.slice(node.start, node.end);
  return /^[\w.[\]"']{1,100}$/.test(source) ? source : 'the value';
}
