import type { RecordedRun } from '@aiwf/contracts';

/** What the failures of those who reached their own limit say; a node around them fails with the same code. */
const OWN_LIMIT = {
  node_timeout: /^It took longer than its limit/,
  run_timeout: /^The run took longer than/,
};

/** What reached its time limit in a record, by the ids that `RetracedRun` has. */
export function timedOut({
  path,
  error,
  expired,
}: Pick<RecordedRun, 'path' | 'error' | 'expired'>): string[] {
  const nodes = path
    .filter((node) => reachedLimit(node.error))
    .map((node) => (node.error?.code === 'run_timeout' ? `${node.path}/workflow` : node.path));
  return [...nodes, ...(reachedLimit(error) ? [''] : []), ...expired];
}

function reachedLimit(error: { code: string; message: string } | null | undefined): boolean {
  if (error?.code !== 'node_timeout' && error?.code !== 'run_timeout') return false;
  return OWN_LIMIT[error.code].test(error.message);
}
