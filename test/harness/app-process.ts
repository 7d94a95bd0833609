import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { waitFor } from '@aiwf/testing';

const ROOT = join(__dirname, '..', '..');

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
export async function startApp(
  app: 'ai-gateway' | 'workflow-engine',
  url: string,
  env: Record<string, string>,
): Promise<AppProcess> {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(ROOT, 'dist', app, 'apps', app, 'src', 'main.js')], {
    cwd: ROOT,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let written = '';
  child.stdout.on('data', (chunk: Buffer) => (written += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const running = {
    url,
    output: () => written,
    kill: () => end(child, 'SIGKILL'),
    stop: () => end(child, 'SIGTERM'),
  };
  try {
    await waitFor(
      async () => {
        if (hasEnded(child)) throw new Error(`it ended: ${written}`);
        return (await fetch(`${url}/readyz`)).ok;
      },
      { what: `${app} to be ready`, timeoutMs: 40_000, intervalMs: 100 },
    );
  } catch (error) {
    await running.kill();
    throw error;
  }
  return running;
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
