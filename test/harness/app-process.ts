import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitFor } from '@aiwf/testing';

/** The checkout's root. */
export const ROOT = join(__dirname, '..', '..');

export type AppName = 'ai-gateway' | 'workflow-engine';

/** One of the two apps, built and running as a process of its own. */
export interface AppProcess {
  readonly url: string;
  /** Everything it wrote so far. */
  output(): string;
  /** Ends it at once, with no chance to clean up, and waits until it is gone. */
  kill(): Promise<void>;
  /** Asks it to end and waits until it has; ends it by force after 20 s. */
  stop(): Promise<void>;
}

/**
 * Starts a built app and waits until it is ready.
 *
 * @param env its whole environment besides PATH and HOME
 */
export async function startApp(app: AppName, url: string, env: Record<string, string>): Promise<AppProcess> {
  const { child, output } = spawnApp(app, env);
  const running = {
    pid: child.pid,
    url,
    output,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  };
  try {
    await waitFor(
      async () => {
        if (hasEnded(child)) throw new Error(`it ended: ${output()}`);
        return (await fetch(`${url}/readyz`)).ok;
      },
      { what: `${app} to be ready`, timeoutMs: 90_000, intervalMs: 100 },
    );
  } catch (error) {
    await running.kill();
    throw error;
  }
  return running;
}

/** Runs an app that is expected to end by itself, such as over a bad setting; ends it by force after 20 s. */
export async function runApp(
  app: AppName,
  env: Record<string, string>,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnApp(app, env);
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await once(child, 'close');
  clearTimeout(force);
  return { code: child.exitCode, output: output() };
}

function spawnApp(app: AppName, env: Record<string, string>) {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'dist', app, 'apps', app, 'src', 'main.js')], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
  return { child, output: () => written };
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  if (hasEnded(child)) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  const force = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(force);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
