import type { ASTNode } from '@marcbachmann/cel-js';
import type { Budget } from './budget';
import { ExpressionError, isAbsorbable } from './expression.error';
import type { Binding } from './syntax';
import { isMap, typeName, type Value } from './values';

/** Variables bound by comprehensions and `cel.bind`, innermost first. */
export interface Locals {
  name: string;
  value: Value;
  outer: Locals | undefined;
}

/** What evaluates the parts of a comprehension. */
export interface Evaluator {
  readonly budget: Budget;
  run(node: ASTNode, locals: Locals | undefined): Value;
  /** Evaluates a node that must be a bool; `where` names the construct in the error. */
  test(node: ASTNode, locals: Locals | undefined, where: string): boolean;
}

/** Evaluates `all`, `exists`, `exists_one`, `filter` or `map` over a list, or over the keys of a map. */
export function runComprehension(
  evaluation: Evaluator,
  name: string,
  binding: Binding,
  locals: Locals | undefined,
): Value {
  const items = itemsOf(evaluation, evaluation.run(binding.outer, locals), name);
  const bind = (value: Value): Locals => ({ name: binding.variable, value, outer: locals });
  const [first, second] = binding.inner;
  if (first === undefined) return null;
  switch (name) {
    case 'all':
      return quantify(evaluation.budget, items, false, (item) => evaluation.test(first, bind(item), name));
    case 'exists':
      return quantify(evaluation.budget, items, true, (item) => evaluation.test(first, bind(item), name));
    case 'exists_one':
      return items.filter((item) => evaluation.test(first, bind(item), name)).length === 1;
    case 'filter':
      return items.filter((item) => evaluation.test(first, bind(item), name));
    default: {
      if (second === undefined) return items.map((item) => evaluation.run(first, bind(item)));
      const kept = items.filter((item) => evaluation.test(first, bind(item), name));
      return kept.map((item) => evaluation.run(second, bind(item)));
    }
  }
}

/** `all` and `exists`: one element that decides is enough, even when others fail (as CEL has it). */
function quantify(
  budget: Budget,
  items: Value[],
  deciding: boolean,
  test: (item: Value) => boolean,
): boolean {
  let failure: ExpressionError | undefined;
  for (const item of items) {
    try {
      if (test(item) === deciding) return deciding;
    } catch (error) {
      if (!isAbsorbable(error)) throw error;
      budget.spendFailure();
      failure ??= error;
    }
  }
  if (failure !== undefined) throw failure;
  return !deciding;
}

function itemsOf(evaluation: Evaluator, value: Value, name: string): Value[] {
  if (Array.isArray(value)) return value;
  if (!isMap(value)) {
    throw new ExpressionError('type_mismatch', `${name}() walks a list or a map, not ${typeName(value)}.`);
  }
  const keys = Object.keys(value);
  evaluation.budget.spend(keys.length);
  return keys;
}
