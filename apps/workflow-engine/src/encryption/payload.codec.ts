import type { Payload, PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';
import type { Keyring } from './keyring';
import { processKeyring } from './process-keyring';

const ENCODING = 'encoding';
const ENCRYPTED = 'binary/encrypted';
const KEY_ID = 'encryption-key-id';

/** Encrypts every payload whole, with its metadata, so that nothing readable stands in Temporal's history. */
export class EncryptionCodec implements PayloadCodec {
  constructor(private readonly keyring: () => Keyring = processKeyring) {}

  encode(payloads: Payload[]): Promise<Payload[]> {
    const keyring = this.keyring();
    if (!keyring.encrypts) return Promise.resolve(payloads);
    return Promise.resolve(payloads.map((payload) => sealed(payload, keyring)));
  }

  decode(payloads: Payload[]): Promise<Payload[]> {
    return Promise.resolve(payloads.map((payload) => opened(payload, this.keyring())));
  }
}

function sealed(payload: Payload, keyring: Keyring): Payload {
  const { keyId, bytes } = keyring.seal(temporal.api.common.v1.Payload.encode(payload).finish());
  return { metadata: { [ENCODING]: Buffer.from(ENCRYPTED), [KEY_ID]: Buffer.from(keyId) }, data: bytes };
}

/** What was written before there was a key is plain. */
function opened(payload: Payload, keyring: Keyring): Payload {
  const { metadata, data } = payload;
  const keyId = metadata?.[KEY_ID];
  if (!data || !keyId || textOf(metadata[ENCODING]) !== ENCRYPTED) return payload;
  const plain = keyring.open({ keyId: textOf(keyId), bytes: Buffer.from(data) });
  return temporal.api.common.v1.Payload.decode(plain);
}

function textOf(bytes: Uint8Array | null | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
