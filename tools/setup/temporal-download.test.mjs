import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, writeFile } from './fixtures.mjs';
import { freePort } from './ports.mjs';
import { downloadTemporal } from './temporal-download.mjs';

/** A release server with one archive for every platform. */
async function releases(t, checksumOf = (archive) => createHash('sha256').update(archive).digest('hex')) {
  const folder = temporaryFolder(t);
  writeFile(folder, 'temporal', 'the server');
  execFileSync('tar', ['-czf', 'archive.tar.gz', 'temporal'], { cwd: folder });
  const archive = readFileSync(join(folder, 'archive.tar.gz'));
  const server = createServer(({ url }, response) => {
    const platforms = ['linux', 'darwin', 'windows'].flatMap((system) => [
      `${system}_amd64`,
      `${system}_arm64`,
    ]);
    const lines = platforms.map(
      (platform) => `${checksumOf(archive)}  temporal_cli_1.0.0_${platform}.tar.gz`,
    );
    if (url === '/v1.0.0/checksums.txt') response.end(lines.join('\n'));
    else if (url.startsWith('/v1.0.0/temporal_cli_1.0.0_')) response.end(archive);
    else response.writeHead(404).end();
  });
  server.listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}`;
}

test('downloads, checks and unpacks the release', async (t) => {
  const path = await downloadTemporal('1.0.0', temporaryFolder(t), 'temporal', {
    releases: await releases(t),
  });
  assert.equal(readFileSync(path, 'utf8'), 'the server');
});

test('refuses an archive that is not the published one', async (t) => {
  const forged = await releases(t, () => '0'.repeat(64));
  await assert.rejects(
    downloadTemporal('1.0.0', temporaryFolder(t), 'temporal', { releases: forged }),
    /is not the published/,
  );
});

test('says that a version is absent, or the server out of reach', async (t) => {
  const there = await releases(t);
  await assert.rejects(
    downloadTemporal('2.0.0', temporaryFolder(t), 'temporal', { releases: there }),
    /answers 404/,
  );
  const gone = `http://127.0.0.1:${await freePort()}`;
  await assert.rejects(
    downloadTemporal('1.0.0', temporaryFolder(t), 'temporal', { releases: gone }),
    /out of reach: ECONNREFUSED/,
  );
});
