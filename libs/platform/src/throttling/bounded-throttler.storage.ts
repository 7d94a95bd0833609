import { Injectable } from '@nestjs/common';
import { ThrottlerStorageService } from '@nestjs/throttler';

/** Keys counted one by one at most. A key takes about a kilobyte, so this bounds the counts to some 50 MB. */
const MAX_KEYS = 50_000;

/** Counts that keys share once there are `MAX_KEYS`. */
const SHARED_COUNTS = 1024;

/**
 * Counts in memory, bounded. The library drops a key a minute after its last use, so a flood of invented users would
 * fill memory in that time; past the bound new keys share counts, so that memory is bounded and no limit opens.
 */
@Injectable()
export class BoundedThrottlerStorage extends ThrottlerStorageService {
  /** @param key hexadecimal, evenly distributed in its first eight digits */
  override increment(
    ...[key, ...rest]: Parameters<ThrottlerStorageService['increment']>
  ): ReturnType<ThrottlerStorageService['increment']> {
    const counted = this.storage.has(key) || this.storage.size < MAX_KEYS;
    return super.increment(
      counted ? key : `shared-${parseInt(key.slice(0, 8), 16) % SHARED_COUNTS}`,
      ...rest,
    );
  }
}
