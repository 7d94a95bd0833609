import { classifyModelError } from '../index';

const named = (name: string, fields: object = {}) =>
  Object.assign(new Error('went wrong'), { name, ...fields });

describe('classifyModelError', () => {
  it.each([
    [
      'OpenAI’s exhausted quota',
      named('Error', { status: 429, code: 'insufficient_quota' }),
      'quota_exhausted',
      false,
    ],
    [
      'the same inside the error’s body',
      named('Error', { status: 429, error: { code: 'insufficient_quota' } }),
      'quota_exhausted',
      false,
    ],
    [
      'a quota that LangChain recognised by its message',
      named('RateLimitQuotaExhaustedError', { status: 429, rateLimitType: 'stop' }),
      'quota_exhausted',
      false,
    ],
    [
      'a rate limit that LangChain thinks too long to wait for',
      named('RateLimitCapacityError', { status: 429, rateLimitType: 'capacity', retryAfterMs: 90_000 }),
      'rate_limited',
      true,
    ],
    ['a context overflow', named('ContextOverflowError', { status: 400 }), 'context_overflow', false],
    ['an aborted call', named('AbortError'), 'cancelled', false],
    ['a cancelled activity', named('CancelledFailure'), 'cancelled', false],
    ['Gemini’s safety block', named('EmptyContentError', { finishReason: 'SAFETY' }), 'refused', false],
    ['Gemini’s refused prompt', named('EmptyContentError', { blockReason: 'OTHER' }), 'refused', false],
    [
      'Gemini’s lost answer',
      named('EmptyContentError', { finishReason: 'MALFORMED_FUNCTION_CALL' }),
      'bad_response',
      true,
    ],
    ['an unparsable structured answer', named('OutputParserException'), 'bad_response', true],
    ['a socket that broke', named('TypeError', { cause: { code: 'ECONNRESET' } }), 'unavailable', true],
    [
      'a connect timeout',
      named('TypeError', { cause: { code: 'UND_ERR_CONNECT_TIMEOUT' } }),
      'timeout',
      true,
    ],
    ['a status on the response', named('Error', { response: { status: 502 } }), 'unavailable', true],
    ['an early request', named('Error', { status: 425 }), 'unavailable', true],
    ['something else that was thrown', 'no error at all', 'unknown', true],
  ])('knows %s', (_what, error, code, retryable) => {
    expect(classifyModelError(error)).toMatchObject({ code, retryable });
  });

  it('reads how long to wait from Gemini’s error details, where the message alone would say quota', () => {
    const error = named('RateLimitQuotaExhaustedError', {
      status: 429,
      rateLimitType: 'stop',
      errorDetails: [
        { '@type': 'type.googleapis.com/google.rpc.QuotaFailure' },
        { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.5s' },
      ],
    });
    expect(classifyModelError(error)).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      retryAfterMs: 34_500,
    });
  });

  it('caps the wait LangChain read', () => {
    expect(
      classifyModelError(named('RateLimitCapacityError', { status: 429, retryAfterMs: 90_000 })),
    ).toMatchObject({
      retryAfterMs: 60_000,
    });
  });

  it.each([
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{ 'retry-after-ms': 'NaN', 'retry-after': '4' }, 4_000],
    [{}, undefined],
  ])('reads plain headers %j as a wait of %s ms', (headers, expected) => {
    expect(classifyModelError(named('Error', { status: 503, headers })).retryAfterMs).toBe(expected);
  });

  it('names no wait for what another try doesn’t help', () => {
    const error = named('Error', { status: 400, headers: { 'retry-after': '4' } });
    expect(classifyModelError(error)).not.toHaveProperty('retryAfterMs');
  });

  it('keeps 500 characters of the message, without LangChain’s link and without keys', () => {
    const keys = [
      'sk-proj-abcdefghijklmnop',
      'AIzaSyA1234567890abcdefg',
      'Bearer eyJhbGciOi.abc',
      'https://host/?key=abc123def',
    ];
    const message = `Incorrect: ${keys.join(' ')} ${'x'.repeat(600)}`;
    const failure = classifyModelError(new Error(message));
    expect(failure.message).toHaveLength(500);
    expect(failure.message).toMatch(
      /^Incorrect: \[redacted\] \[redacted\] Bearer \[redacted\] https:\/\/host\/\?key=\[redacted\] x+$/,
    );
    expect(classifyModelError(new Error('gone\n\nTroubleshooting URL: https://docs')).message).toBe('gone');
  });
});
