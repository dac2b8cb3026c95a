/**
 * Token buckets: each key has `capacity` tokens and regains one every `refillSeconds`. Buckets live in this process, so n
 * gateways together grant a key n times as many tokens.
 */
import { RateLimited } from './errors.ts';

/** Beyond this number of keys, the least recently used ones are dropped. */
const maxKeys = 100_000;

export interface RateLimit {
  /** Takes `count` tokens (default: 1). @throws RateLimited when there are too few */
  consume(key: string, count?: number): void;
  /** Returns the number of tokens that the bucket of a key has now. */
  remaining(key: string): number;
  /** Refills the bucket of a key, such as after a successful sign-in. */
  reset(key: string): void;
}

/**
 * @param why sentence of the error message that precedes the advice to retry
 * @param now monotonic clock in milliseconds. Default: `performance.now`
 */
export function createRateLimit(options: {
  capacity: number;
  refillSeconds: number;
  why?: string;
  now?: () => number;
}): RateLimit {
  const { capacity, refillSeconds, why, now = () => performance.now() } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();

  function tokensOf(key: string, time: number): number {
    const bucket = buckets.get(key);
    return bucket ? Math.min(capacity, bucket.tokens + (time - bucket.at) / 1000 / refillSeconds) : capacity;
  }

  return {
    remaining: (key) => tokensOf(key, now()),
    consume(key, count = 1) {
      const time = now();
      const tokens = tokensOf(key, time);
      // A request for more than the capacity would never succeed, so it takes a full bucket instead.
      const needed = Math.min(count, capacity);
      if (tokens < needed) throw new RateLimited(Math.ceil((needed - tokens) * refillSeconds), why);
      // Deleted first, so that the map is ordered by last use.
      buckets.delete(key);
      buckets.set(key, { tokens: tokens - needed, at: time });
      const [oldest] = buckets.keys();
      if (buckets.size > maxKeys && oldest !== undefined) buckets.delete(oldest);
    },
    reset(key) {
      buckets.delete(key);
    },
  };
}
