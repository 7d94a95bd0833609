import { GraphFailure } from './graph-failure';

/** Counts the model calls of a run against `limits.max_llm_calls`, before each is made. */
export class LlmCallBudget {
  private spent = 0;

  constructor(private readonly limit: number | undefined) {}

  /** @throws GraphFailure `llm_call_limit` when the next call would be one too many */
  reserve(): void {
    if (this.limit !== undefined && this.spent >= this.limit) {
      throw new GraphFailure(
        'llm_call_limit',
        `The run has made the ${this.limit} model calls it may make (limits.max_llm_calls)`,
      );
    }
    this.spent += 1;
  }
}
