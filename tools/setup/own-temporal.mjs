/**
 * A Temporal server of this process alone: in memory, on a free port, gone with it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './ports.mjs';
import { temporalProcess } from './stack.mjs';
import { superviseDuring } from './supervisor.mjs';

/**
 * Runs `body` while the server runs.
 *
 * @param command Temporal's command
 * @param body gets the server's address and a folder that is removed with it
 */
export async function withOwnTemporal(command, env, signal, body) {
  const folder = mkdtempSync(join(tmpdir(), 'aiwf-temporal-'));
  const port = await freePort();
  const server = temporalProcess(command, { host: '127.0.0.1', port, cwd: folder, env });
  const output = {
    records: join(folder, 'processes.json'),
    line: () => {},
    say: (text) => console.log(`… ${text}`),
  };
  try {
    return await superviseDuring([server], { ...output, signal }, () =>
      body({ address: `127.0.0.1:${port}`, folder }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
