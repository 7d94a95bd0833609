import type { EngineExecutionStarted } from '@aiwf/contracts';
import { fiveCalls } from '../harness/graphs';
import { ended, post, statusUrl } from '../harness/http';
import { task } from './world/mind';
import type { World } from './world/world';

const USER = 'chaos';
const EXECUTION = 'exec_chaos-first';

/** A run whose calls are answered at once, as many as an engine needs to make its next ones local. */
export async function learnThatCallsAreShort({ engine }: World): Promise<void> {
  await post<EngineExecutionStarted>(`${engine.url}/workflow/execute`, {
    workflow_data: fiveCalls((id) => task(EXECUTION, `nodes/${id}`, 'say')),
    user_id: USER,
    execution_id: EXECUTION,
  });
  await ended(statusUrl.engine(engine.url, EXECUTION, USER));
}
