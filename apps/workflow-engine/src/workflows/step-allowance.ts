import { Budget, ExpressionError } from '@aiwf/definition';

/** Steps of one evaluation in workflow code. */
const MAX_STEPS = 2_000;

/** Size of what one evaluation in workflow code builds, as `DEFINITION_CAPS.maxResultSize` counts it. */
const MAX_SIZE = 128 * 1024;

/** Steps that workflow code takes until it lets others work. */
const MAX_STEPS_AT_ONCE = 200_000;

/**
 * Bounds what workflow code computes itself, by count. Temporal gives up on a workflow that computes for seconds without
 * waiting for anything, and tries the same again for ever.
 */
export class StepAllowance {
  private left = MAX_STEPS_AT_ONCE;

  /** Whether another evaluation may be tried here. */
  mayTake(): boolean {
    return this.left > 0;
  }

  /** The result of an evaluation, or undefined for one that takes too much to be made here. */
  within<T>(evaluate: (budget: Budget) => T): T | undefined {
    const budget = new Budget(MAX_STEPS, undefined, MAX_SIZE);
    try {
      return evaluate(budget);
    } catch (error) {
      if (error instanceof ExpressionError && TOO_MUCH.has(error.code)) return undefined;
      throw error;
    } finally {
      this.left -= budget.spent;
    }
  }

  /** Something was waited for. */
  renew(): void {
    this.left = MAX_STEPS_AT_ONCE;
  }
}

const TOO_MUCH: ReadonlySet<string> = new Set(['budget_exceeded', 'result_too_large']);
