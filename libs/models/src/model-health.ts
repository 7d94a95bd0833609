import { classifyModelError } from './failures/model-failure';

/** What health endpoints show of the model. It is never `down`: without it everything but new answers works. */
export interface ModelHealth {
  status: 'up' | 'degraded';
  /** Why it is degraded, without secrets. */
  reason?: string;
}

/** Judges the model by its latest calls, since asking it costs money. */
export class ModelHealthRecord {
  constructor(private current: ModelHealth = { status: 'up' }) {}

  /** Success clears; what only a person can mend degrades; what passes by itself changes nothing. */
  record(error?: unknown): void {
    if (error === undefined) {
      this.current = { status: 'up' };
      return;
    }
    const failure = classifyModelError(error);
    switch (failure.code) {
      case 'unauthorized':
      case 'model_not_found':
      case 'quota_exhausted':
        this.current = { status: 'degraded', reason: `${failure.code}: ${failure.message}` };
        return;
      case 'rate_limited':
      case 'bad_request':
      case 'context_overflow':
      case 'refused':
      case 'timeout':
      case 'unavailable':
      case 'bad_response':
      case 'cancelled':
      case 'unknown':
        return;
      default:
        failure.code satisfies never;
    }
  }

  read(): ModelHealth {
    return this.current;
  }
}
