import type { EnvironmentReader } from './environment.reader';

/** A key of AES-256. */
export interface EncryptionKey {
  /** Stands beside what it encrypts, so that older keys go on decrypting. */
  readonly id: string;
  /** 32 bytes, in base64. */
  readonly secret: string;
}

const KEY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;

/** Reads `PAYLOAD_ENCRYPTION_KEY`: keys as `id:base64`, the one that encrypts first; none: nothing is encrypted. */
export function readEncryptionKeys(env: EnvironmentReader): readonly EncryptionKey[] {
  const keys = env.text('PAYLOAD_ENCRYPTION_KEY', '').split(',').filter(Boolean);
  const read = keys.map((key) => KEY.exec(key.trim()));
  if (!read.every((match) => match !== null)) {
    env.problem(
      'PAYLOAD_ENCRYPTION_KEY must be id:key, the key being 32 bytes in base64 (`openssl rand -base64 32`); to rotate, ' +
        'put the new one first: id2:key2,id1:key1',
    );
    return [];
  }
  const found = read.map(([, id = '', secret = '']) => ({ id, secret }));
  if (new Set(found.map(({ id }) => id)).size < found.length) {
    env.problem('PAYLOAD_ENCRYPTION_KEY names the same id twice');
  }
  return found;
}
