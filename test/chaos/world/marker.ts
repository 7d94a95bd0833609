import type { CallKind } from './call-trap';

/** What is asked of the server of effects. */
export interface EffectCall {
  kind: CallKind;
  /** What it is for, see {@link markerOf}. */
  marker: string;
  /** Its idempotency key. */
  key?: string | undefined;
}

/** Names an effect for ever: the run and the place in it that ask for it, as the ids of a run's requests name places. */
export function markerOf(executionId: string, path: string): string {
  return `${executionId}:${path.replaceAll('/', '.')}`;
}

/** What whoever called is told, and so is known of an effect that took place. */
export function receiptOf(marker: string): string {
  return `receipt for ${marker}`;
}
