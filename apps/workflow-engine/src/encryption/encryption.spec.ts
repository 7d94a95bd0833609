import { defaultPayloadConverter } from '@temporalio/common';
import { Keyring } from './keyring';
import { EncryptionCodec } from './payload.codec';
import { useEncryptionKeys } from './process-keyring';
import { sealedBytes, sealedJson, sealedText } from './sealed.column';

const one = { id: 'one', secret: Buffer.alloc(32, 1).toString('base64') };
const two = { id: 'two', secret: Buffer.alloc(32, 2).toString('base64') };
const otherTwo = { id: 'two', secret: Buffer.alloc(32, 3).toString('base64') };

afterEach(() => useEncryptionKeys([]));

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

describe('sealed columns', () => {
  /** As Drizzle asks of a column. */
  interface Mapper {
    mapToDriverValue(value: unknown): unknown;
    mapFromDriverValue(value: unknown): unknown;
  }
  const column = (type: typeof sealedJson | typeof sealedText | typeof sealedBytes) => {
    const builder = type('name') as unknown as { build(table: object): Mapper };
    return builder.build({});
  };
  const parsed = (value: unknown) => (typeof value === 'string' ? (JSON.parse(value) as unknown) : value);

  it.each([[{ a: 'secret' }], [['secret']], ['secret'], ['123'], [0], [{ $plain: 'secret' }]])(
    'keep the JSON %j, plain and sealed',
    (value) => {
      const json = column(sealedJson);
      const plain = parsed(json.mapToDriverValue(value));
      useEncryptionKeys([one]);
      const sealed = json.mapToDriverValue(value) as string;
      expect(sealed).not.toContain('secret');
      expect(json.mapFromDriverValue(parsed(sealed))).toEqual(value);
      expect(json.mapFromDriverValue(plain)).toEqual(value);
      useEncryptionKeys([two, one]);
      expect(json.mapFromDriverValue(parsed(sealed))).toEqual(value);
    },
  );

  it('read rows of earlier versions', () => {
    expect(column(sealedJson).mapFromDriverValue({ a: 1 })).toEqual({ a: 1 });
    expect(column(sealedText).mapFromDriverValue('as it was')).toBe('as it was');
  });

  it('keep texts and bytes', () => {
    const [text, bytes] = [column(sealedText), column(sealedBytes)];
    useEncryptionKeys([one]);
    const sealedWord = text.mapToDriverValue('secret') as string;
    const sealedData = bytes.mapToDriverValue(Buffer.from('secret')) as Buffer;
    expect(sealedWord + sealedData.toString('latin1')).not.toContain('secret');
    useEncryptionKeys([two, one]);
    expect(text.mapFromDriverValue(sealedWord)).toBe('secret');
    expect(String(bytes.mapFromDriverValue(sealedData))).toBe('secret');
    expect(String(bytes.mapFromDriverValue(Buffer.from('plain')))).toBe('plain');
  });
});
