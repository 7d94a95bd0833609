/**
 * Provides the Temporal development server, a real server in one binary.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { makeCachedFile } from './cached-file.mjs';
import { requireDiskSpace } from './disk-space.mjs';
import { step } from './progress.mjs';
import { cacheFolder } from './project.mjs';
import { runCommand } from './run-command.mjs';
import { describeFailure, SetupError } from './setup-error.mjs';
import { compileTemporal } from './temporal-compile.mjs';
import { downloadTemporal } from './temporal-download.mjs';

/** The newest release that builds from the Go module proxy. */
const TEMPORAL_VERSION = '1.5.1';

const EXECUTABLE = process.platform === 'win32' ? 'temporal.exe' : 'temporal';
const MAKE_MEGABYTES = 2_500;
const PROBE_TIMEOUT_MS = 20_000;

/**
 * The command that runs Temporal's server: the one on PATH, else the one in the cache, which is downloaded first or,
 * where the download is out of reach, compiled (some minutes, once).
 */
export async function ensureTemporal(env, { signal } = {}) {
  const cached = join(cacheFolder(env), `temporal-${TEMPORAL_VERSION}`, EXECUTABLE);
  if (await runs('temporal', env, signal)) return 'temporal';
  if (existsSync(cached)) return cached;
  return makeCachedFile(cached, async (folder) => {
    try {
      return await step('Downloading Temporal', 'the release server', () =>
        downloadTemporal(TEMPORAL_VERSION, folder, EXECUTABLE, { signal }),
      );
    } catch (error) {
      if (signal?.aborted) throw error;
      console.log(`… Temporal could not be downloaded (${describeFailure(error)}); compiling it instead`);
    }
    await requireDiskSpace(cacheFolder(env), MAKE_MEGABYTES, 'compiling Temporal');
    return step('Compiling Temporal (four to five minutes on two cores, once)', 'the Go compiler', () =>
      compileTemporal(TEMPORAL_VERSION, folder, EXECUTABLE, env, { signal }),
    );
  }).catch((error) => {
    if (!(error instanceof SetupError)) throw error;
    throw new SetupError(`${error.message} Or set TEMPORAL_ADDRESS to a running Temporal server.`);
  });
}

async function runs(command, env, signal) {
  const { code } = await runCommand(command, ['--version'], { env, signal, timeoutMs: PROBE_TIMEOUT_MS });
  return code === 0;
}
