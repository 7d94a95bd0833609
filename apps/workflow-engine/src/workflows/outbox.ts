import { CancellationScope, sleep } from '@temporalio/workflow';
import { GraphFailure } from './graph-failure';

/** Characters of one call's input as JSON, so at most 1.5 MB; Temporal's payloads end at 2 MB. */
const MAX_CALL_CHARACTERS = 512 * 1024;

/** Characters of the inputs that one workflow task sends, so at most 3 MB; Temporal's gRPC messages end at 4 MB. */
const MAX_TASK_CHARACTERS = 1024 * 1024;

/**
 * Sends calls with large inputs a few at a time. A workflow task answers Temporal in one message; one that is too
 * large is refused each time it is sent, and the run would stand still for ever.
 */
export class Outbox {
  private characters = 0;
  /** Counts the messages that are surely gone: what a timer comes after was sent. */
  private message = 0;
  private nextMessage: Promise<void> | undefined;

  /**
   * Makes the call, later if too much is on its way already.
   *
   * @throws GraphFailure `call_too_large` for an input past 512 Ki characters
   */
  async send<Input, Output>(call: (input: Input) => Promise<Output>, input: Input): Promise<Output> {
    const size = JSON.stringify(input).length;
    if (size > MAX_CALL_CHARACTERS) {
      throw new GraphFailure(
        'call_too_large',
        `What it sends is larger than ${MAX_CALL_CHARACTERS} characters`,
      );
    }
    while (this.characters + size > MAX_TASK_CHARACTERS) await this.untilNextMessage();
    this.characters += size;
    const { message } = this;
    try {
      return await call(input);
    } finally {
      if (message === this.message) this.characters -= size;
    }
  }

  /** All who wait share one timer, so it isn't cancelled with the node that came first. */
  private untilNextMessage(): Promise<void> {
    this.nextMessage ??= CancellationScope.nonCancellable(async () => {
      await sleep(1);
      this.nextMessage = undefined;
      this.message += 1;
      this.characters = 0;
    });
    return this.nextMessage;
  }
}
