import { defaultPayloadConverter } from '@temporalio/common';
import { Keyring } from './keyring';
import { EncryptionCodec } from './payload.codec';

const one = { id: 'one', secret: Buffer.alloc(32, 1).toString('base64') };
const two = { id: 'two', secret: Buffer.alloc(32, 2).toString('base64') };
const otherTwo = { id: 'two', secret: Buffer.alloc(32, 3).toString('base64') };

describe('Keyring', () => {
  it('encrypts by the first key and decrypts by all', () => {
    const sealed = new Keyring([one]).seal(Buffer.from('secret'));
    expect(sealed.keyId).toBe('one');
    expect(sealed.bytes.includes('secret')).toBe(false);
    expect(new Keyring([two, one]).open(sealed).toString()).toBe('secret');
    expect(new Keyring([two, one]).seal(Buffer.from('x')).keyId).toBe('two');
  });

  it('never writes the same thing twice the same way', () => {
    const keyring = new Keyring([one]);
    expect(keyring.seal(Buffer.from('x')).bytes).not.toEqual(keyring.seal(Buffer.from('x')).bytes);
  });

  it('refuses what was changed, and names a key that is missing', () => {
    const sealed = new Keyring([two]).seal(Buffer.from('secret'));
    const changed = { ...sealed, bytes: Buffer.from(sealed.bytes) };
    changed.bytes[changed.bytes.length - 1] = (changed.bytes.at(-1) ?? 0) ^ 1;
    expect(() => new Keyring([two]).open(changed)).toThrow();
    expect(() => new Keyring([otherTwo]).open(sealed)).toThrow();
    expect(() => new Keyring([one]).open(sealed)).toThrow('"two"');
  });
});

describe('EncryptionCodec', () => {
  const payload = defaultPayloadConverter.toPayload({ text: 'secret' });
  const codec = (...keys: (typeof one)[]) => new EncryptionCodec(() => new Keyring(keys));

  it('gives back what it took, after a rotation too', async () => {
    const encoded = await codec(one).encode([payload]);
    expect(Buffer.from(encoded[0]?.data ?? []).includes('secret')).toBe(false);
    const [decoded] = await codec(two, one).decode(encoded);
    expect(defaultPayloadConverter.fromPayload(decoded ?? {})).toEqual({ text: 'secret' });
  });

  it('leaves payloads as they are without a key, and reads plain ones with one', async () => {
    expect(await codec().encode([payload])).toEqual([payload]);
    expect(await codec(one).decode([payload])).toEqual([payload]);
  });
});
