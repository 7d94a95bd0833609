import { type DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import type { RateLimitConfig } from '../config/rate-limit.config';
import { BoundedThrottlerStorage } from './bounded-throttler.storage';
import { WINDOW_MS } from './usage';
import { UserLimitGuard } from './user-limit.guard';

/** Rate limits by user, as a global guard. `blockDuration` 0: the window slides, and nobody is shut out past it. */
@Module({})
export class ThrottlingModule {
  static forRoot({ enabled, userPerMinute, generationsPerMinute }: RateLimitConfig): DynamicModule {
    const throttlers = [
      { name: 'default', limit: userPerMinute, ttl: WINDOW_MS, blockDuration: 0 },
      { name: 'generation', limit: generationsPerMinute, ttl: WINDOW_MS, blockDuration: 0 },
    ];
    return {
      module: ThrottlingModule,
      imports: [ThrottlerModule.forRoot({ throttlers, storage: new BoundedThrottlerStorage() })],
      providers: enabled ? [{ provide: APP_GUARD, useClass: UserLimitGuard }] : [],
    };
  }
}
