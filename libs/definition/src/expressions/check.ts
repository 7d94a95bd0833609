import type { ASTNode } from '@marcbachmann/cel-js';
import { DEFINITION_CAPS } from '../caps';
import { suggestion } from '../json/suggest';
import { ExpressionError, type ExpressionErrorCode } from './expression.error';
import { FUNCTIONS, METHODS } from './functions';
import { isReserved, isRoot, ROOTS } from './references';
import { bindingOf, childrenOf, COMPREHENSIONS } from './syntax';

/** Functions of CEL that this language leaves out, and what to do instead. */
const LEFT_OUT: { readonly [name: string]: string } = {
  matches:
    'Use contains, startsWith or endsWith; regular expressions are left out because they can run for ever.',
  timestamp: 'Compare ISO 8601 texts of the same form, which order as their times do.',
  duration: 'Count in seconds, as numbers.',
  type: 'Test a value by comparing it, or with has(…).',
  bytes: 'Work with text.',
  uint: 'Use int(…).',
};

/**
 * Refuses, before anything is evaluated, what the language does not have: unknown names and functions, literals that
 * JSON cannot carry, comprehensions nested too deep. Recursion is bounded by the parser's cap on nodes.
 */
export function checkExpression(tree: ASTNode): void {
  visit(tree, [], 0);
}

function visit(node: ASTNode, bound: readonly string[], nesting: number): void {
  const binding = bindingOf(node);
  if (binding !== undefined) {
    const inside = nesting + (binding.kind === 'comprehension' ? 1 : 0);
    if (inside > DEFINITION_CAPS.maxComprehensionNesting) {
      fail('too_large', `Comprehensions nest deeper than ${DEFINITION_CAPS.maxComprehensionNesting}.`, node);
    }
    if (isReserved(binding.variable))
      fail('unsupported', `"${binding.variable}" is taken; name the variable otherwise.`, node);
    visit(binding.outer, bound, nesting);
    for (const child of binding.inner) visit(child, [...bound, binding.variable], inside);
    return;
  }
  checkOne(node, bound);
  for (const child of childrenOf(node)) visit(child, bound, nesting);
}

function checkOne(node: ASTNode, bound: readonly string[]): void {
  if (node.op === 'id') {
    if (isRoot(node.args) || bound.includes(node.args)) return;
    fail('unknown_name', `Unknown name "${node.args}". ${suggestion(node.args, [...ROOTS, ...bound])}`, node);
  } else if (node.op === 'value') {
    if (typeof node.args !== 'object' || node.args === null) return;
    fail('unsupported', 'Bytes and unsigned literals are left out; write text or a plain number.', node);
  } else if (node.op === 'map') {
    for (const [key] of node.args) {
      if (key.op === 'value' && typeof key.args !== 'string') fail('unsupported', 'Map keys are text.', key);
    }
  } else if (node.op === 'call') {
    if (node.args[0] === 'has') checkHas(node.args[1], node);
    else checkCall(node.args[0], node.args[1].length, FUNCTIONS, node);
  } else if (node.op === 'rcall') {
    checkCall(node.args[0], node.args[2].length, METHODS, node);
  }
}

function checkHas(args: readonly ASTNode[], node: ASTNode): void {
  if (args.length !== 1 || args[0]?.op !== '.') {
    fail('unsupported', 'has(…) takes one field, as in has(inputs.name).', node);
  }
}

function checkCall(
  name: string,
  count: number,
  table: { readonly [name: string]: { arity: readonly number[] } },
  node: ASTNode,
): void {
  const entry = Object.hasOwn(table, name) ? table[name] : undefined;
  if (entry?.arity.includes(count)) return;
  if (entry !== undefined) {
    fail('unknown_function', `${name}() takes ${entry.arity.join(' or ')} arguments, not ${count}.`, node);
  }
  if (Object.hasOwn(LEFT_OUT, name)) {
    fail('unknown_function', `${name}() is not part of this language. ${LEFT_OUT[name]}`, node);
  }
  const known = [...Object.keys(table), ...(table === METHODS ? Object.keys(COMPREHENSIONS) : ['has'])];
  fail('unknown_function', `Unknown function "${name}". ${suggestion(name, known)}`, node);
}

function fail(code: ExpressionErrorCode, message: string, node: ASTNode): never {
  throw new ExpressionError(code, message, node.start);
}
