import type { EnvironmentReader } from './environment.reader';

/** How many requests are taken in a minute. */
export interface RateLimitConfig {
  readonly enabled: boolean;
  /** Of one `user_id`. */
  readonly userPerMinute: number;
  /** Of one `user_id`, to the routes that plan a workflow; counted besides `userPerMinute`. */
  readonly generationsPerMinute: number;
  /** From one network address, whoever the user. */
  readonly addressPerMinute: number;
  /** Reverse proxies in front whose `X-Forwarded-For` is believed; 0: none, the socket's address counts. */
  readonly trustProxy: number;
}

const COUNT = { min: 1, max: 1_000_000 };

export function readRateLimitConfig(env: EnvironmentReader): RateLimitConfig {
  return {
    enabled: env.flag('RATE_LIMIT_ENABLED', true),
    userPerMinute: env.number('RATE_LIMIT_USER_PER_MINUTE', 600, COUNT),
    generationsPerMinute: env.number('RATE_LIMIT_GENERATIONS_PER_MINUTE', 60, COUNT),
    addressPerMinute: env.number('RATE_LIMIT_ADDRESS_PER_MINUTE', 6000, COUNT),
    trustProxy: env.number('TRUST_PROXY', 0, { min: 0, max: 10 }),
  };
}
