import { ConfigError } from './config.error';
import { loadEngineConfig } from './engine.config';

const base64 = (byte: number) => Buffer.alloc(32, byte).toString('base64');
const load = (keys: string) => loadEngineConfig({ PAYLOAD_ENCRYPTION_KEY: keys }).encryptionKeys;

it('knows none without the variable', () => {
  expect(loadEngineConfig({}).encryptionKeys).toEqual([]);
});

it('reads one key, or several, the one that encrypts first', () => {
  expect(load(`one:${base64(1)}`)).toEqual([{ id: 'one', secret: base64(1) }]);
  expect(load(`two:${base64(2)}, one:${base64(1)}`).map(({ id }) => id)).toEqual(['two', 'one']);
});

it.each([
  ['a key without an id', base64(1)],
  ['a key that is too short', `one:${Buffer.alloc(16, 1).toString('base64')}`],
  ['a key that is too long', `one:${Buffer.alloc(33, 1).toString('base64')}`],
  ['no base64', `one:${'*'.repeat(43)}=`],
  ['one good and one bad key', `one:${base64(1)},two`],
])('refuses %s, and does not show it', (_what, keys) => {
  expect(() => load(keys)).toThrow(ConfigError);
  expect(() => load(keys)).toThrow(/PAYLOAD_ENCRYPTION_KEY must be id:key/);
  expect(() => load(keys)).not.toThrow(keys);
});

it('refuses the same id twice', () => {
  expect(() => load(`one:${base64(1)},one:${base64(2)}`)).toThrow(/names the same id twice/);
});
