import { useEncryptionKeys } from '../encryption';
import { sealedBytes, sealedJson, sealedText } from './sealed.column';

const one = { id: 'one', secret: Buffer.alloc(32, 1).toString('base64') };
const two = { id: 'two', secret: Buffer.alloc(32, 2).toString('base64') };

afterEach(() => useEncryptionKeys([]));

describe('sealed columns', () => {
  /** As Drizzle asks of a column. */
  interface Mapper {
    mapToDriverValue(value: unknown): unknown;
    mapFromDriverValue(value: unknown): unknown;
  }
  const column = (type: typeof sealedJson | typeof sealedText | typeof sealedBytes) => {
    const builder = (type as (name: string) => unknown)('name') as { build(table: object): Mapper };
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
