import { CancellationScope, sleep } from '@temporalio/workflow';
import type { Calls } from './calls';
import type { ExecutionSettings } from './run-input';
import type { Stored } from './values.contract';

/** How time passes for a run: as it does, or, where the run retraces a recorded one, as it did there. */
export class RunTime {
  constructor(
    private readonly executionId: string,
    private readonly settings: ExecutionSettings,
    private readonly calls: Calls,
  ) {}

  /** Whether limits in time hold as they did in a recorded run, whatever the clock says. */
  get isRecorded(): boolean {
    return this.settings.retraces !== undefined;
  }

  /**
   * A scope that is cancelled when its time is over.
   *
   * @param id what has the limit, see `RetracedRun`
   * @param ends in milliseconds; null: it has no limit
   */
  scope(id: string, ends: number | null): CancellationScope {
    if (ends === null) return new CancellationScope({ cancellable: true });
    if (!this.isRecorded) {
      return new CancellationScope({ cancellable: true, timeout: Math.max(ends - Date.now(), 1) });
    }
    const scope = new CancellationScope({ cancellable: true });
    void this.timeout(id).then(() => scope.cancel());
    return scope;
  }

  /** Resolves when that reached its time limit in the record; where it did not, never. */
  async timeout(id: string): Promise<void> {
    const { settings, executionId } = this;
    try {
      if (!settings.retraces?.timed_out.includes(id)) return await never;
      await this.calls.recordedEnd({ execution_id: executionId, of: 'timeout', id });
    } catch {
      // What had the limit has ended otherwise.
      return never;
    }
  }

  /** Waits until a time in milliseconds, which a dry run does not, and answers what a recorded wait gave. */
  async wait(path: string, until: number): Promise<Stored | undefined> {
    if (this.isRecorded) {
      return this.calls.recordedEnd({ execution_id: this.executionId, of: 'wait', id: path });
    }
    if (!this.settings.dry_run && until > Date.now()) await sleep(until - Date.now());
    return undefined;
  }
}

const never = new Promise<never>(() => undefined);
