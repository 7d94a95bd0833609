/**
 * `npm run build`: builds both apps when a source changed.
 */
import { requireSetupNode } from './node-runtime.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { ensureBuilt, ensureInstalled } from './set-up.mjs';
import { runEntryPoint } from './setup-error.mjs';

await runEntryPoint(async (signal) => {
  requireSetupNode();
  const env = await ensureInstalled(PROJECT_ROOT, process.env, { signal });
  await ensureBuilt(PROJECT_ROOT, env, { signal });
});
