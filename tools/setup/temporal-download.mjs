/**
 * Downloads Temporal's official release and checks it against the checksums published with it.
 */
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { requireChecksum } from './checksum.mjs';
import { lastLine, runCommand } from './run-command.mjs';
import { SetupError } from './setup-error.mjs';

const OFFICIAL_RELEASES = 'https://github.com/temporalio/cli/releases/download';
const CONNECT_TIMEOUT_MS = 5_000;
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000;
const SYSTEMS = { linux: 'linux', darwin: 'darwin', win32: 'windows' };
const PROCESSORS = { x64: 'amd64', arm64: 'arm64' };

/**
 * Leaves the executable in `folder` and answers with its path.
 *
 * @param options.releases where the releases are, one folder a version
 * @throws SetupError when there is no release for this platform, the server doesn't answer within five seconds, or
 * the checksum differs
 */
export async function downloadTemporal(
  version,
  folder,
  executable,
  { signal, releases = OFFICIAL_RELEASES } = {},
) {
  const platform = [SYSTEMS[process.platform], PROCESSORS[process.arch]];
  if (platform.includes(undefined))
    throw new SetupError(`no release for ${process.platform}-${process.arch}`);
  const archive = `temporal_cli_${version}_${platform.join('_')}.tar.gz`;
  const base = `${releases}/v${version}`;

  const checksums = await (await get(`${base}/checksums.txt`, signal)).text();
  const [expected] =
    checksums
      .split('\n')
      .find((line) => line.trim().endsWith(archive))
      ?.split(/\s+/) ?? [];
  if (!expected) throw new SetupError(`no checksum is published for ${archive}`);

  const response = await get(`${base}/${archive}`, signal);
  await pipeline(Readable.fromWeb(response.body), createWriteStream(join(folder, archive)), {
    signal: either(signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)),
  });
  await requireChecksum(join(folder, archive), expected, archive);

  const { code, output } = await runCommand('tar', ['-xzf', archive, executable], {
    cwd: folder,
    env: process.env,
    signal,
  });
  if (code !== 0) throw new SetupError(`${archive} could not be unpacked: ${lastLine(output)}`);
  return join(folder, executable);
}

/** The time limit is on the answer's headers; a slow body is bounded by the caller. */
async function get(url, signal) {
  const connect = new AbortController();
  const timer = setTimeout(() => connect.abort(), CONNECT_TIMEOUT_MS);
  try {
    const response = await fetch(url, { signal: either(signal, connect.signal) });
    if (response.ok) return response;
    throw new SetupError(`${new URL(url).host} answers ${response.status}`);
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof SetupError) throw error;
    throw new SetupError(
      `${new URL(url).host} is out of reach: ${error.cause?.code ?? 'no answer within 5 s'}`,
    );
  } finally {
    clearTimeout(timer);
  }
}

const either = (signal, other) => (signal ? AbortSignal.any([signal, other]) : other);
