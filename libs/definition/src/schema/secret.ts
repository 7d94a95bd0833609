import { isJsonObject } from '../json/guards';
import type { SecretReference } from '../types';

/** Whether a header or a query parameter is a secret's name rather than a template. */
export function isSecretReference(value: unknown): value is SecretReference {
  if (!isJsonObject(value) || typeof value.secret !== 'string') return false;
  return Object.entries(value).every(
    ([key, item]) => key === 'secret' || (key === 'prefix' && typeof item === 'string'),
  );
}
