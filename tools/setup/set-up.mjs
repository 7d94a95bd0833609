/**
 * Everything a fresh clone lacks; what is there already is left alone.
 */
import { join } from 'node:path';
import { ensureBuild } from './app-build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureEmbeddedModel } from './embedded-model.mjs';
import { lock } from './file-lock.mjs';
import { findRuntime, runtimeEnvironment } from './node-runtime.mjs';
import { ensureTemporal } from './temporal-binary.mjs';

/**
 * Installs the dependencies.
 *
 * @returns the environment in which the project's Node and tools are on PATH
 */
export async function ensureInstalled(root, env, { signal } = {}) {
  await alone(root, signal, () => ensureDependencies(root, env, { signal }));
  return runtimeEnvironment(root, findRuntime(root, env), env);
}

/** Builds the apps. @param runtimeEnv what `ensureInstalled` answered */
export function ensureBuilt(root, runtimeEnv, { signal } = {}) {
  return alone(root, signal, () => ensureBuild(root, runtimeEnv, { signal }));
}

/** One process at a time writes into a checkout. */
async function alone(root, signal, work) {
  let told = false;
  const onWait = (holder) => {
    if (!told) console.log(`… Waiting for the set-up that process ${holder} is doing in this folder`);
    told = true;
  };
  const release = await lock(join(root, '.data', 'set-up.lock'), { signal, onWait });
  try {
    return await work();
  } finally {
    release();
  }
}

/**
 * The whole set-up of a running system.
 *
 * @param options.needsTemporal no server is given
 * @param options.needsModel no provider is configured
 * @returns `{ env, temporal, model }`: environment, Temporal's command, the model's path
 */
export async function setUp(root, env, { needsTemporal, needsModel, signal }) {
  const runtimeEnv = await ensureInstalled(root, env, { signal });
  await ensureBuilt(root, runtimeEnv, { signal });
  return {
    env: runtimeEnv,
    model: needsModel ? await ensureEmbeddedModel(env, { signal }) : undefined,
    temporal: needsTemporal ? await ensureTemporal(env, { signal }) : undefined,
  };
}
