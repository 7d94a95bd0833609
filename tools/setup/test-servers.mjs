/**
 * What tests stand on besides the code: an environment without anybody's settings, the build, the embedded model,
 * Temporal.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEmbeddedModel } from './embedded-model.mjs';
import { parseEnvFile } from './env-file.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { ensureBuilt } from './set-up.mjs';
import { describeFailure } from './setup-error.mjs';
import { ensureTemporal } from './temporal-binary.mjs';

/** The shell's environment without the product's settings: a developer's key or port must not decide a test. */
export function withoutSettings(env) {
  const example = readFileSync(join(PROJECT_ROOT, '.env.example'), 'utf8');
  const settings = parseEnvFile(example.replaceAll(/^# ?/gm, ''));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !(name in settings)));
}

/**
 * Builds, and fetches what the steps need; each that fails is one failed check, and the rest goes on.
 *
 * @param env what `ensureInstalled` answered
 * @returns `{ model, temporal }`: path and command, as far as needed and to be had
 */
export async function provideForTests(steps, env, signal, tally) {
  const attempt = async (name, work) => {
    try {
      const result = await work();
      tally.addCheck(true);
      return result;
    } catch (error) {
      signal.throwIfAborted();
      console.error(`✗ ${name}: ${describeFailure(error)}`);
      tally.addCheck(false);
      tally.addFailure(name, describeFailure(error));
      return undefined;
    }
  };
  const needed = (what) => steps.some((step) => step[what]);
  await attempt('build', () => ensureBuilt(PROJECT_ROOT, env, { signal }));
  return {
    model:
      needed('needsModel') &&
      (await attempt('embedded model', () => ensureEmbeddedModel(process.env, { signal }))),
    temporal: needed('needsTemporal') && (await attempt('Temporal', () => ensureTemporal(env, { signal }))),
  };
}
