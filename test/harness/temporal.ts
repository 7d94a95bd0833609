import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client, Connection } from '@temporalio/client';

/** Where the test run's Temporal dev server listens. */
export function temporalAddress(): string {
  const address = process.env.TEST_TEMPORAL_ADDRESS;
  if (!address) {
    throw new Error(
      'TEST_TEMPORAL_ADDRESS is not set: run these tests with "npm test", which starts a Temporal server',
    );
  }
  return address;
}

/** A client of that server, as an operator's own tools are. */
export async function temporalClient(): Promise<Client> {
  // A page of a history has 256 events, whatever their size.
  const channelArgs = { 'grpc.max_receive_message_length': -1 };
  return new Client({ connection: await Connection.connect({ address: temporalAddress(), channelArgs }) });
}

/** Runs Temporal's own command line against that server; the binary is the one the set-up provides. */
export async function temporalCli(...args: string[]): Promise<void> {
  await promisify(execFile)(temporalBinary(), [...args, '--address', temporalAddress()], { timeout: 20_000 });
}

const COMMAND = 'temporal';

/** Temporal's command, as the set-up looks for it: on PATH, then in its cache. @throws Error where it is missing */
export function temporalBinary(): string {
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const cached = join(cache, 'aiwf', 'temporal-1.5.1', COMMAND);
  const onPath = spawnSync(COMMAND, ['--version'], { timeout: 20_000 }).status === 0;
  if (onPath) return COMMAND;
  if (existsSync(cached)) return cached;
  throw new Error(`There is no Temporal command line, on PATH or as ${cached}`);
}
