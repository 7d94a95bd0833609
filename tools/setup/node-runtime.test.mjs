import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder, withCommands, writeFile } from './fixtures.mjs';
import { findRuntime, requireSetupNode, runtimeEnvironment } from './node-runtime.mjs';

const printing = (version) => `#!/bin/sh\necho ${version}`;

function withInstalledNode(t, version) {
  const root = temporaryFolder(t);
  const node = writeFile(root, 'node_modules/.bin/node', printing(version));
  chmodSync(node, 0o755);
  return { root, node };
}

test('an old Node is refused in one line', () => {
  assert.throws(() => requireSetupNode('20.18.3'), {
    message: 'Node 20.18.3 is not supported: install Node >= 20.19.',
  });
  requireSetupNode('20.19.0');
  requireSetupNode('24.1.0');
});

test('the Node that the lockfile brings is taken first, and stands first on PATH', (t) => {
  const { root, node } = withInstalledNode(t, 'v24.21.0');
  assert.equal(findRuntime(root, process.env), node);
  const { PATH } = runtimeEnvironment(root, node, { PATH: '/usr/bin' });
  assert.equal(PATH, [join(root, 'node_modules', '.bin'), '/usr/bin'].join(delimiter));
});

test('one that does not run here, or is too old, is passed over', (t) => {
  for (const version of ['v22.12.0', '; exit 1']) {
    const { root, node } = withInstalledNode(t, version);
    const commands = withCommands(root, { node: `console.log('v24.9.0')` });
    assert.notEqual(findRuntime(root, commands), node);
  }
});

test('no Node that is new enough: one line says which to install', (t) => {
  const nowhere = temporaryFolder(t);
  assert.throws(
    () => findRuntime(nowhere, { PATH: nowhere }, join(nowhere, 'node')),
    /Node >= 24.9 is needed.*Install Node 24/,
  );
});
