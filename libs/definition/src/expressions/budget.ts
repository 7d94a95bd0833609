import { DEFINITION_CAPS } from '../caps';
import { measureJson } from '../json/measure';
import { ExpressionError } from './expression.error';

/** Counts the steps of one evaluation, and bounds what it builds, so that it ends by count and never by clock. */
export class Budget {
  private left: number;

  /**
   * @param steps - How many may be taken.
   * @param whole - What this is a part of: its steps are taken there as well, and what it lets be built holds here.
   * @param maxSize - Size of what may be built, see `DEFINITION_CAPS.maxResultSize`.
   */
  constructor(
    private readonly steps: number,
    private readonly whole?: Budget,
    private readonly maxSize: number = whole?.maxSize ?? DEFINITION_CAPS.maxResultSize,
  ) {
    this.left = steps;
  }

  /** Steps taken so far. */
  get spent(): number {
    return this.steps - this.left;
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

  /** @throws ExpressionError `result_too_large`, when a text of this length may not be built. */
  checkText(length: number): void {
    if (length > this.maxSize) throw this.tooLarge();
  }

  /** @throws ExpressionError `result_too_large` or `too_deep`, when `value` could not be written out. */
  checkResult(value: unknown): number {
    const { size, tooDeep } = measureJson(value, this.maxSize);
    if (tooDeep) {
      throw new ExpressionError(
        'too_deep',
        `The result nests deeper than ${DEFINITION_CAPS.maxJsonDepth} levels.`,
      );
    }
    if (size > this.maxSize) throw this.tooLarge();
    return size;
  }

  private tooLarge(): ExpressionError {
    return new ExpressionError('result_too_large', `The result is larger than ${this.maxSize} characters.`);
  }
}
