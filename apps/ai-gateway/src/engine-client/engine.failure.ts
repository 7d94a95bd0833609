import { ERROR_DETAILS } from '@aiwf/contracts';
import { HttpProblem } from '@aiwf/platform';

/**
 * Why an attempt failed. All but `unintelligible` may pass: an engine that answers nonsense, or something at its
 * address that is no engine, answers the same a second later.
 */
export type EngineFailureKind = 'unreachable' | 'timeout' | 'unavailable' | 'rate_limited' | 'unintelligible';

/** An attempt that failed for a reason that isn't the caller's. */
export class EngineFailure extends Error {
  override readonly name = 'EngineFailure';

  constructor(
    readonly kind: EngineFailureKind,
    /** For the log; the caller never reads it. */
    message: string,
    /** Asked for by the engine. */
    readonly retryAfterMs?: number,
    /** The request may have had its effect, and must not have it twice. */
    private readonly final = false,
  ) {
    super(message);
  }

  get mayPass(): boolean {
    return this.kind !== 'unintelligible' && !this.final;
  }
}

/** What the caller is told once no further attempt is made. */
export function problemOf(failure: EngineFailure): HttpProblem {
  const headers = retryAfterHeader(failure);
  switch (failure.kind) {
    case 'unreachable':
    case 'unavailable':
      return new HttpProblem('workflow_service_unavailable', { headers, cause: failure });
    case 'timeout':
      return new HttpProblem('workflow_service_timeout', {
        detail: ERROR_DETAILS.workflow_service_unavailable,
        headers,
        cause: failure,
      });
    case 'rate_limited':
      return new HttpProblem('rate_limited', { headers, cause: failure });
    case 'unintelligible':
      return new HttpProblem('workflow_service_unavailable', {
        detail: `${ERROR_DETAILS.workflow_service_unavailable}: its answer could not be understood`,
        cause: failure,
      });
    default: {
      const unknown: never = failure.kind;
      return unknown;
    }
  }
}

function retryAfterHeader({ retryAfterMs }: EngineFailure): Record<string, string> | undefined {
  return retryAfterMs === undefined ? undefined : { 'Retry-After': String(Math.ceil(retryAfterMs / 1_000)) };
}
