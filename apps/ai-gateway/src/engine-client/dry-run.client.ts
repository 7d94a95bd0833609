import type { DryRun, EngineDryRunRequest } from '@aiwf/contracts';
import { Injectable } from '@nestjs/common';
import { readDryRun } from './engine.answers';
import { EngineCaller } from './engine.caller';

/** The engine gives up after 30 seconds and tells what it knows, which takes a little longer. */
const TIMEOUT_MS = 45_000;

/** What the engine would do. */
@Injectable()
export class DryRunClient {
  constructor(private readonly engine: EngineCaller) {}

  /**
   * Asks once; only an engine that could not be reached at all is asked again.
   *
   * @param gone aborted once nobody waits for the answer any more
   * @throws HttpProblem 504 `dry_run_timeout` with what is known, else as `EngineCaller.call`
   */
  dryRun(body: EngineDryRunRequest, requestId: string, gone: AbortSignal): Promise<DryRun> {
    const request = {
      method: 'POST',
      path: '/workflow/dry-run',
      body,
      requestId,
      timeoutMs: TIMEOUT_MS,
      once: true,
      gone,
    } as const;
    return this.engine.call('dry-run', request, readDryRun);
  }
}
