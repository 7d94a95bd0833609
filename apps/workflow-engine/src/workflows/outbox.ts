import { CancellationScope, condition, isCancellation, sleep } from '@temporalio/workflow';
import { GraphFailure } from './graph-failure';

/** Bytes of one call's input; Temporal warns of payloads over 256 KB. */
const MAX_CALL_BYTES = 240 * 1024;

/** Bytes that one workflow task sends; Temporal's gRPC messages end at 4 MB. */
const MAX_MESSAGE_BYTES = 3 * 1024 * 1024;

/** Calls whose answers come with later tasks, at the same time: each answer adds to a history that is not asked first. */
const MAX_UNDER_WAY = 100;

/** What a call is to bring into the message of a workflow task. */
export interface Parcel {
  /** Bytes of its input, or, of a local activity, of its result at most. */
  bytes: number;
  /** Its answer comes with a later task. */
  remote: boolean;
}

/**
 * Bounds what one workflow task sends: the inputs of calls and, since local activities are recorded with the task
 * they end in, their results. A message that is too large is refused each time it is sent, and the run would stand
 * still for ever.
 */
export class Outbox {
  /** Bytes of all that was put into messages so far. */
  private counted = 0;
  /** How much of {@link counted} surely has been sent. */
  private sent = 0;
  /** Bytes that calls under way may still put into a message. */
  private promised = 0;
  private underWay = 0;
  /** Counts what may have made room. */
  private changes = 0;
  private ticking = false;

  /** Reserves room for a call, if there is any. */
  take({ bytes, remote }: Parcel): boolean {
    if (remote && this.underWay >= MAX_UNDER_WAY) return false;
    const filled = this.counted - this.sent + this.promised;
    if (filled > 0 && filled + bytes > MAX_MESSAGE_BYTES) return false;
    this.promised += bytes;
    if (remote) this.underWay += 1;
    return true;
  }

  /** Resolves when there may be room again. */
  async changed({ bytes }: Parcel): Promise<void> {
    if (this.counted - this.sent + bytes > MAX_MESSAGE_BYTES) this.sendMessage();
    const { changes } = this;
    await condition(() => this.changes !== changes);
  }

  /** Makes a call that {@link take} let pass and whose input goes to Temporal. */
  async send<T>({ bytes }: Parcel, call: () => Promise<T>): Promise<T> {
    this.promised -= bytes;
    this.counted += bytes;
    const upToHere = this.counted;
    let wasSent = true;
    try {
      return await call();
    } catch (error) {
      // A cancelled call fails at once, whether it was sent or not.
      wasSent = !isCancellation(error);
      throw error;
    } finally {
      this.underWay -= 1;
      if (wasSent) this.sent = Math.max(this.sent, upToHere);
      this.changes += 1;
    }
  }

  /** Makes a call that {@link take} let pass and whose result is recorded with the task it ends in. */
  async receive<T>({ bytes }: Parcel, call: () => Promise<T>): Promise<T> {
    try {
      const result = await call();
      this.counted += bytesOf(result);
      return result;
    } finally {
      this.promised -= bytes;
      this.changes += 1;
    }
  }

  /** What a timer comes after was sent. Not cancelled with the node that came first: others wait for it too. */
  private sendMessage(): void {
    if (this.ticking) return;
    this.ticking = true;
    const { counted } = this;
    void CancellationScope.nonCancellable(async () => {
      await sleep(1);
      this.ticking = false;
      this.sent = Math.max(this.sent, counted);
      this.changes += 1;
    });
  }
}

/** @throws GraphFailure `call_too_large` for an input past 240 KiB */
export function parcelOf(input: unknown): Parcel {
  const bytes = bytesOf(input);
  if (bytes <= MAX_CALL_BYTES) return { bytes, remote: true };
  throw new GraphFailure(
    'call_too_large',
    `What it sends with one call is larger than ${MAX_CALL_BYTES / 1024} KiB`,
  );
}

const utf8 = new TextEncoder();

/** Bytes of a value as it goes through Temporal's history. */
function bytesOf(value: unknown): number {
  if (value instanceof Uint8Array) return value.length;
  return value === undefined ? 0 : utf8.encode(JSON.stringify(value)).length;
}
