/**
 * What tests stand on besides the code: an environment without anybody's settings, the build, the embedded model, one
 * Temporal server.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureEmbeddedModel } from './embedded-model.mjs';
import { parseEnvFile } from './env-file.mjs';
import { freePort } from './ports.mjs';
import { PROJECT_ROOT } from './project.mjs';
import { ensureBuilt } from './set-up.mjs';
import { describeFailure } from './setup-error.mjs';
import { temporalProcess } from './stack.mjs';
import { superviseDuring } from './supervisor.mjs';
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

/** Runs `body` with the address of a server in memory, on a free port, that all steps share. */
export async function withTemporal(command, env, signal, body) {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-temporal-'));
  const port = await freePort();
  const server = temporalProcess(command, { host: '127.0.0.1', port, cwd: folder, env });
  const output = {
    records: join(folder, 'processes.json'),
    line: () => {},
    say: (text) => console.log(`… ${text}`),
  };
  try {
    await superviseDuring([server], { ...output, signal }, () => body(`127.0.0.1:${port}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
