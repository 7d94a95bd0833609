import { AsyncLocalStorage } from 'node:async_hooks';

const scope = new AsyncLocalStorage<{ request_id: string }>();

/** Runs what a request leads to; all that is logged by it has the request's id. */
export function inRequest(requestId: string, work: () => void): void {
  scope.run({ request_id: requestId }, work);
}

/** What a line of the log says of the request it belongs to; nothing outside of one. */
export function requestIdInScope(): object {
  return { ...scope.getStore() };
}
