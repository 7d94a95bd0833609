import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Written by the build: workflow code, bundled for Temporal's sandbox. */
const BUNDLE = 'dist/workflow-engine/workflow-bundle.js';

/**
 * Finds the bundle from wherever this code runs, built or from source.
 *
 * @throws Error when the project was not built
 */
export function workflowBundlePath(from: string = __dirname): string {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const candidate = join(folder, BUNDLE);
    if (existsSync(candidate)) return candidate;
  }
  throw new Error(`${BUNDLE} is missing: run "npm run build"`);
}
