import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the build of this app is. */
const BUILT = 'dist/workflow-engine';

/**
 * Finds the workflow code, bundled for Temporal's sandbox, from wherever this code runs, built or from source.
 *
 * @throws Error when the project was not built
 */
export function workflowBundlePath(): string {
  return builtFile('workflow-bundle.js');
}

/** Finds the program of the thread that workflow code runs in, in the same way. */
export function workflowThreadPath(): string {
  return builtFile('apps/workflow-engine/src/worker/workflow-thread.main.js');
}

function builtFile(path: string): string {
  const file = join(BUILT, path);
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, file);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`${file} is missing: run "npm run build"`);
}
