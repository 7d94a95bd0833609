export { EncryptionCodec } from './payload.codec';
export { useEncryptionKeys } from './process-keyring';
export { sealedBytes, sealedJson, sealedText } from './sealed.column';
