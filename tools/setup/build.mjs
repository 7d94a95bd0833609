/**
 * `npm run build`: builds both apps when a source changed.
 */
import { ensureBuild } from './app-build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { lock } from './file-lock.mjs';
import { findRuntime, requireSetupNode, runtimeEnvironment } from './node-runtime.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { runEntryPoint } from './setup-error.mjs';
import { join } from 'node:path';

await runEntryPoint(async (signal) => {
  requireSetupNode();
  const release = await lock(join(PROJECT_ROOT, '.data', 'set-up.lock'), { signal });
  try {
    await ensureDependencies(PROJECT_ROOT, process.env, { signal });
    const env = runtimeEnvironment(PROJECT_ROOT, findRuntime(PROJECT_ROOT, process.env), process.env);
    await ensureBuild(PROJECT_ROOT, env, { signal });
  } finally {
    release();
  }
});
