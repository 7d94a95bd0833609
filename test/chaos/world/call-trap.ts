/** Who is called: a model, a page that tools read, or something that has an effect, with an idempotency key or without. */
export type CallKind = 'model' | 'page' | 'keyed' | 'irreversible';

/** How far a call has come: it arrived, what it asks for is done but not answered, or it was answered. */
export type CallPhase = 'arrived' | 'done' | 'answered';

/** A call that is held where it was caught. */
export interface CaughtCall {
  kind: CallKind;
  /** Lets it go on; `dropped`: as if it had never arrived. */
  release(how: 'on' | 'dropped'): void;
}

interface Setting {
  kinds: readonly CallKind[];
  phase: CallPhase;
  skip: number;
  caught: (call: CaughtCall) => void;
}

/** What all servers of a chaos run pass their calls through, so that one of them can be caught in the middle. */
export class CallTrap {
  private setting: Setting | undefined;
  private underWay = 0;

  /** Calls that arrived and have no answer yet. */
  get inFlight(): number {
    return this.underWay;
  }

  /** Counts a call as in flight until `work` ends. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    this.underWay += 1;
    try {
      return await work();
    } finally {
      this.underWay -= 1;
    }
  }

  /** Catches one call; only the last setting holds. @param skip matching calls that are let pass first */
  set(kinds: readonly CallKind[], phase: CallPhase, skip: number): Promise<CaughtCall> {
    return new Promise((caught) => (this.setting = { kinds, phase, skip, caught }));
  }

  unset(): void {
    this.setting = undefined;
  }

  /** To be awaited at each phase of a call. @returns whether the call goes on */
  async pass(kind: CallKind, phase: CallPhase): Promise<boolean> {
    const { setting } = this;
    if (setting?.phase !== phase || !setting.kinds.includes(kind)) return true;
    if (setting.skip > 0) {
      setting.skip -= 1;
      return true;
    }
    this.unset();
    const { promise, resolve } = Promise.withResolvers<'on' | 'dropped'>();
    setting.caught({ kind, release: resolve });
    return (await promise) === 'on';
  }
}
