/**
 * Everything a fresh clone lacks, in one call; what is there already is left alone.
 */
import { join } from 'node:path';
import { ensureBuild } from './app-build.mjs';
import { ensureDependencies } from './dependencies.mjs';
import { ensureEmbeddedModel } from './embedded-model.mjs';
import { lock } from './file-lock.mjs';
import { findRuntime, runtimeEnvironment } from './node-runtime.mjs';
import { ensureTemporal } from './temporal-binary.mjs';

/**
 * Installs and builds, one process at a time for each checkout.
 *
 * @returns the environment in which the project's Node and tools are on PATH
 */
export async function ensureInstalledAndBuilt(root, env, { signal } = {}) {
  let told = false;
  const onWait = (holder) => {
    if (!told) console.log(`… Waiting for the set-up that process ${holder} is doing in this folder`);
    told = true;
  };
  const release = await lock(join(root, '.data', 'set-up.lock'), { signal, onWait });
  try {
    await ensureDependencies(root, env, { signal });
    const runtimeEnv = runtimeEnvironment(root, findRuntime(root, env), env);
    await ensureBuild(root, runtimeEnv, { signal });
    return runtimeEnv;
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
  const runtimeEnv = await ensureInstalledAndBuilt(root, env, { signal });
  return {
    env: runtimeEnv,
    model: needsModel ? await ensureEmbeddedModel(env, { signal }) : undefined,
    temporal: needsTemporal ? await ensureTemporal(env, { signal }) : undefined,
  };
}
