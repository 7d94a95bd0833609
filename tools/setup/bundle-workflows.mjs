/**
 * Bundles compiled workflow code for the Temporal worker:
 * `node bundle-workflows.mjs <workflows.js> <preloaded.js> <failure-converter.js> <bundle.js>`.
 *
 * Runs as a process of its own, since it needs an installed dependency and the set-up has none.
 */
import { writeFileSync } from 'node:fs';

const [workflowsPath, preloaded, failureConverterPath, bundlePath] = process.argv.slice(2);
const { bundleWorkflowCode, DefaultLogger } = await import('@temporalio/worker');
const { code } = await bundleWorkflowCode({
  workflowsPath,
  preloadModules: [preloaded],
  failureConverterPath,
  // Stack traces need lines; columns and the sources themselves are twice the size of the code.
  webpackConfigHook: (config) => ({ ...config, devtool: 'inline-nosources-cheap-source-map' }),
  logger: new DefaultLogger('WARN'),
});
writeFileSync(bundlePath, code);
