import { SCHEMA_CAPS } from './keywords';

/** Thrown where checking a value would take more work than is allowed; what is done by then is its answer. */
export class TooMuchWork extends Error {}

/** Counts the steps of checking one value, so that it ends by count and never by clock. */
export class Work {
  private left: number = SCHEMA_CAPS.maxVisits;

  /** @throws TooMuchWork once all steps are taken. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new TooMuchWork(`It takes more than ${SCHEMA_CAPS.maxVisits} steps to check.`);
  }

  /** @throws TooMuchWork where schemas apply too deep inside one another, as a reference to itself does. */
  enter(depth: number): void {
    this.spend(1);
    if (depth > SCHEMA_CAPS.maxDepth) {
      throw new TooMuchWork(
        `Its schema applies more than ${SCHEMA_CAPS.maxDepth} schemas inside one another.`,
      );
    }
  }

  /** Charges for reading through `length` characters. */
  spendText(length: number): void {
    this.spend(Math.ceil(length / 64));
  }
}
