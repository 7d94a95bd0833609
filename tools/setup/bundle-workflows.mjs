/**
 * Bundles compiled workflow code for the Temporal worker: `node bundle-workflows.mjs <engine's compiled src> <bundle.js>`.
 *
 * Runs as a process of its own, since it needs an installed dependency and the set-up has none.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [source, bundlePath] = process.argv.slice(2);
const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
const { code } = await bundleWorkflowCode({
  workflowsPath: join(source, 'workflows', 'index.js'),
  // Loaded once for all workflows of a worker, so no module of it keeps anything of a run. Loaded for each run, its functions
  // would be new ones to V8, and none would be called often enough to be compiled.
  preloadModules: [join(source, 'workflows', 'stack-traces.js'), join(source, 'workflows', 'index.js')],
  workflowInterceptorModules: ['arrivals.js', 'untold.js'].map((name) => join(source, 'workflows', name)),
  failureConverterPath: join(source, 'encryption', 'failure-converter.js'),
  // Stack traces need lines; columns and the sources themselves are twice the size of the code.
  webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-cheap-source-map' }),
  logger: new DefaultLogger('WARN'),
});
writeFileSync(bundlePath, code);
