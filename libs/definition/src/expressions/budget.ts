import { DEFINITION_CAPS } from '../caps';
import { measureJson } from '../json/measure';
import { ExpressionError } from './expression.error';

/** Counts the steps of one evaluation, so that it ends by count and never by clock. */
export class Budget {
  private left: number;

  /**
   * @param steps - How many may be taken.
   * @param whole - What this is a part of: its steps are taken there as well.
   */
  constructor(
    private readonly steps: number,
    private readonly whole?: Budget,
  ) {
    this.left = steps;
  }

  /** @throws ExpressionError `budget_exceeded`, once all steps are taken. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) {
      throw new ExpressionError(
        'budget_exceeded',
        `This takes more than ${this.steps} steps of evaluation; make the lists it walks shorter.`,
      );
    }
    this.whole?.spend(steps);
  }

  /** Charges for a failure that is passed over: making an error costs as much as these steps. */
  spendFailure(): void {
    this.spend(20);
  }

  /** Charges for reading through `length` characters. */
  spendText(length: number): void {
    this.spend(Math.ceil(length / 64));
  }
}

/** @throws ExpressionError `result_too_large`, when a text of this length may not be built. */
export function checkTextSize(length: number): void {
  if (length > DEFINITION_CAPS.maxResultSize) throw tooLarge();
}

/** @throws ExpressionError `result_too_large` or `too_deep`, when `value` could not be written out. */
export function checkResultSize(value: unknown): number {
  const { size, tooDeep } = measureJson(value, DEFINITION_CAPS.maxResultSize);
  if (tooDeep) {
    throw new ExpressionError(
      'too_deep',
      `The result nests deeper than ${DEFINITION_CAPS.maxJsonDepth} levels.`,
    );
  }
  if (size > DEFINITION_CAPS.maxResultSize) throw tooLarge();
  return size;
}

function tooLarge(): ExpressionError {
  return new ExpressionError(
    'result_too_large',
    `The result is larger than ${DEFINITION_CAPS.maxResultSize} characters.`,
  );
}
