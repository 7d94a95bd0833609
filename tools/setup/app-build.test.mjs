import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { appEntry, ensureBuild } from './app-build.mjs';
import { temporaryFolder, withCommands, writeFile } from './fixtures.mjs';

/** A checkout whose `nest build` writes the entry of the app it is asked for, and notes that it was. */
function checkout(t) {
  const folder = temporaryFolder(t);
  writeFile(folder, 'apps/ai-gateway/src/main.ts', '1');
  writeFile(folder, 'apps/ai-gateway/src/database/migrations/0000.sql', 'create table t ();');
  writeFile(folder, 'apps/workflow-engine/src/main.ts', '1');
  const env = withCommands(folder, {
    nest: `
      const fs = require('node:fs'), app = process.argv[3], at = 'dist/' + app + '/apps/' + app + '/src';
      fs.appendFileSync('builds', app + '\\n');
      if (fs.existsSync('broken')) { console.error('TS2304'); process.exit(1); }
      fs.mkdirSync(at, { recursive: true });
      fs.writeFileSync(at + '/main.js', '');`,
  });
  const builds = () => readFileSync(join(folder, 'builds'), 'utf8').trim().split('\n').length;
  return { folder, env, builds };
}

test('builds both apps, and puts the migrations beside the compiled code', async (t) => {
  const { folder, env } = checkout(t);
  await ensureBuild(folder, env);
  assert.ok(existsSync(appEntry(folder, 'ai-gateway')));
  assert.ok(existsSync(appEntry(folder, 'workflow-engine')));
  const migrations = 'dist/ai-gateway/apps/ai-gateway/src/database/migrations/0000.sql';
  assert.equal(readFileSync(join(folder, migrations), 'utf8'), 'create table t ();');
});

test('builds again when a source changed, not for a spec, and drops what is gone', async (t) => {
  const { folder, env, builds } = checkout(t);
  await ensureBuild(folder, env);
  writeFile(folder, 'apps/ai-gateway/src/main.spec.ts', '1');
  await ensureBuild(folder, env);
  assert.equal(builds(), 2);
  const stale = writeFile(folder, 'dist/ai-gateway/stale.js', '');
  writeFile(folder, 'apps/ai-gateway/src/main.ts', '2');
  await ensureBuild(folder, env);
  assert.equal(builds(), 4);
  assert.ok(!existsSync(stale));
});

test('a failed build is one line and done again', async (t) => {
  const { folder, env, builds } = checkout(t);
  t.mock.method(process.stderr, 'write', () => true);
  writeFile(folder, 'broken', '');
  await assert.rejects(ensureBuild(folder, env), /^SetupError: Building ai-gateway failed/);
  writeFile(folder, 'apps/ai-gateway/src/main.ts', '1');
  await assert.rejects(ensureBuild(folder, env));
  assert.equal(builds(), 4);
});
