/** A function of the calculator; `many` takes one argument or more. */
export interface CalculatorFunction {
  arity: 1 | 'many';
  apply(...values: number[]): number;
}

/** The functions, by name. A Map, so that `constructor` and its like are unknown names. */
export const FUNCTIONS: ReadonlyMap<string, CalculatorFunction> = new Map<string, CalculatorFunction>([
  ['sqrt', { arity: 1, apply: Math.sqrt }],
  ['abs', { arity: 1, apply: Math.abs }],
  ['round', { arity: 1, apply: Math.round }],
  ['floor', { arity: 1, apply: Math.floor }],
  ['ceil', { arity: 1, apply: Math.ceil }],
  ['min', { arity: 'many', apply: Math.min }],
  ['max', { arity: 'many', apply: Math.max }],
]);

/** The constants, by name. */
export const CONSTANTS: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['e', Math.E],
]);
