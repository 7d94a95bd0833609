import type { ModelFailure } from '@aiwf/models';
import { HttpProblem } from '@aiwf/platform';

const seconds = (milliseconds: number): string => String(Math.ceil(milliseconds / 1000));

/** What the caller is told when the model cannot be asked. Says what to change, and nothing secret. */
export function modelProblem(failure: ModelFailure, model: string, cause: unknown): HttpProblem {
  const unavailable = (detail: string): HttpProblem => {
    const headers =
      failure.retryAfterMs === undefined ? undefined : { 'Retry-After': seconds(failure.retryAfterMs) };
    return new HttpProblem('model_unavailable', {
      detail: `The language model ${model} ${detail}`,
      headers,
      cause,
    });
  };
  switch (failure.code) {
    case 'timeout':
    case 'cancelled':
      return new HttpProblem('model_timeout', {
        detail: `The language model ${model} did not answer in time`,
        cause,
      });
    case 'unauthorized':
      return unavailable('refused the key: check the API key variable of its provider');
    case 'model_not_found':
      return unavailable('does not exist at its provider: check LLM_MODEL and LLM_BASE_URL');
    case 'quota_exhausted':
      return unavailable('has no quota left at its provider');
    case 'rate_limited':
      return unavailable('is rate limited by its provider: try again later');
    case 'refused':
      return new HttpProblem('unusable_prompt', {
        detail: `The language model ${model} declined the prompt`,
        cause,
      });
    case 'context_overflow':
      return new HttpProblem('unusable_prompt', {
        detail: `The prompt is too long for the language model ${model}`,
        cause,
      });
    case 'bad_request':
      return unavailable('does not take the request: it may lack structured output or tools');
    case 'unavailable':
    case 'bad_response':
    case 'unknown':
      return unavailable('cannot be reached, or fails');
    default:
      return failure.code satisfies never;
  }
}
