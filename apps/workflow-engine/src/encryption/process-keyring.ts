import type { EncryptionKey } from '@aiwf/platform';
import { Keyring } from './keyring';

let keyring = new Keyring([]);

/** Sets the keys of this process, at boot, before anything is stored or read. Columns of tables know no injection. */
export function useEncryptionKeys(keys: readonly EncryptionKey[]): void {
  keyring = new Keyring(keys);
}

/** The keys of this process. */
export function processKeyring(): Keyring {
  return keyring;
}
