import type { DataConverter } from '@temporalio/common';
import { EncryptionCodec } from '../encryption';

/** How payloads go through Temporal's history: encrypted when there is a key, the messages of failures too. */
export const dataConverter: DataConverter = {
  payloadCodecs: [new EncryptionCodec()],
  failureConverterPath: require.resolve('../encryption/failure-converter'),
};
