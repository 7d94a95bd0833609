import { Worker } from '@temporalio/worker';
import { workflowBundlePath } from '../../apps/workflow-engine/src/worker/workflow-bundle';
import type { HistoryFile, RecordedHistory } from './history-file';

/** Workflow code as the worker runs it; `code` takes its place. */
type Bundle = { codePath: string } | { code: string };

/** What replaying histories on workflow code came to: why it refused them, in words; empty: it took all the same steps. */
export async function refusals(
  histories: readonly RecordedHistory[],
  bundle: Bundle = { codePath: workflowBundlePath() },
): Promise<string[]> {
  const refused: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(
    { workflowBundle: bundle, sinks: { progress: { write: { fn: () => undefined } } } },
    histories,
  )) {
    if (error) refused.push(`${workflowId}: ${error.message}`);
  }
  return refused;
}

/** What to do about refused histories. */
export function explained({ version, name }: HistoryFile, refused: readonly string[]): string {
  return (
    `Runs that version ${version} began would stand still: for "${name}" the workflow code takes other steps than it took ` +
    'then. Keep the old steps for such runs behind patched(), and leave the history as it is: ' +
    `CONTRIBUTING.md, "Changing workflow code".\n${refused.join('\n')}`
  );
}
