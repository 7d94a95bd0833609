import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { EncryptionKey } from '@aiwf/platform';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Bytes with the id of the key that encrypted them: nonce, tag and ciphertext, one after another. */
export interface Sealed {
  keyId: string;
  bytes: Buffer;
}

/** The keys of AES-256-GCM: the first one encrypts, all of them decrypt. */
export class Keyring {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly current: string | undefined;

  constructor(keys: readonly EncryptionKey[]) {
    this.keys = new Map(keys.map(({ id, secret }) => [id, Buffer.from(secret, 'base64')]));
    this.current = keys[0]?.id;
  }

  /** Whether what is stored from now on is encrypted. */
  get encrypts(): boolean {
    return this.current !== undefined;
  }

  /** @throws Error without a key */
  seal(plain: Uint8Array): Sealed {
    const keyId = this.current;
    if (keyId === undefined) throw new Error('There is no key to encrypt with');
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key(keyId), nonce);
    const encrypted = Buffer.concat([cipher.update(plain), cipher.final()]);
    return { keyId, bytes: Buffer.concat([nonce, cipher.getAuthTag(), encrypted]) };
  }

  /** @throws Error for a key that is not at hand, and for bytes that were changed */
  open({ keyId, bytes }: Sealed): Buffer {
    const nonce = bytes.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv(ALGORITHM, this.key(keyId), nonce);
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
  }

  private key(id: string): Buffer {
    const key = this.keys.get(id);
    if (key) return key;
    throw new Error(
      `What was stored is encrypted with the key "${id}", which PAYLOAD_ENCRYPTION_KEY no longer names`,
    );
  }
}
