import { HttpProblem } from '@aiwf/platform';
import { DecisionLostError, DecisionRefusedError, RunRefusedError } from '../../temporal';

/** Calls Temporal for a caller who waits; that it is away is told as 503. */
export async function reachingTemporal<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof HttpProblem || error instanceof DecisionRefusedError) throw error;
    if (error instanceof RunRefusedError) throw new HttpProblem('conflict', { detail: error.message });
    const detail =
      error instanceof DecisionLostError
        ? 'The run did not answer in time: look whether the request is still open, and send it again if it is'
        : 'Temporal does not answer, nothing was changed: send it again';
    throw new HttpProblem('service_unavailable', { detail, cause: error });
  }
}
