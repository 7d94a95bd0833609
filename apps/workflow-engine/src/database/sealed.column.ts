import { customType } from 'drizzle-orm/pg-core';
import { processKeyring } from '../encryption';

/** A plain value stands under this name, so that a text is never taken for JSON. */
const PLAIN = '$plain';
const SEALED = '$sealed';
const KEY_ID = '$key';

/** No JSON begins like this. */
const MARK = Buffer.from([0, 0x73, 0x65, 0x61, 0x6c]);

/**
 * A `jsonb` column that is encrypted when there is a key. Rows that were written before, plain or as bare JSON, stay
 * readable.
 */
export const sealedJson = customType<{ data: unknown; driverData: unknown }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(wrapped(value)),
  fromDriver: unwrapped,
});

/** As {@link sealedJson}, for a `text` column; a sealed text begins with a mark. */
export const sealedText = customType<{ data: string; driverData: string }>({
  dataType: () => 'text',
  toDriver: (text) => (processKeyring().encrypts ? JSON.stringify(wrapped(text)) : text),
  fromDriver: (stored) =>
    stored.startsWith(`{"${SEALED}":`) ? (unwrapped(JSON.parse(stored)) as string) : stored,
});

/** As {@link sealedJson}, for bytes. */
export const sealedBytes = customType<{ data: Buffer; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  toDriver: (bytes) => {
    const keyring = processKeyring();
    if (!keyring.encrypts) return bytes;
    const { keyId, bytes: sealed } = keyring.seal(bytes);
    return Buffer.concat([MARK, Buffer.from([Buffer.byteLength(keyId)]), Buffer.from(keyId), sealed]);
  },
  fromDriver: (stored) => {
    const bytes = Buffer.from(stored);
    if (!bytes.subarray(0, MARK.length).equals(MARK)) return bytes;
    const length = bytes[MARK.length] ?? 0;
    const start = MARK.length + 1;
    const keyId = bytes.subarray(start, start + length).toString();
    return processKeyring().open({ keyId, bytes: bytes.subarray(start + length) });
  },
});

function wrapped(value: unknown): object {
  const keyring = processKeyring();
  if (!keyring.encrypts) return { [PLAIN]: value };
  const { keyId, bytes } = keyring.seal(Buffer.from(JSON.stringify(value)));
  return { [SEALED]: bytes.toString('base64'), [KEY_ID]: keyId };
}

function unwrapped(stored: unknown): unknown {
  if (typeof stored !== 'object' || stored === null) return stored;
  if (PLAIN in stored) return stored[PLAIN];
  if (!(SEALED in stored && KEY_ID in stored)) return stored;
  const bytes = Buffer.from(String(stored[SEALED]), 'base64');
  return JSON.parse(
    processKeyring()
      .open({ keyId: String(stored[KEY_ID]), bytes })
      .toString(),
  );
}
