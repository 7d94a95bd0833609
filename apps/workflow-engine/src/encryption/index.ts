export { EncryptionCodec } from './payload.codec';
export { processKeyring, useEncryptionKeys } from './process-keyring';
