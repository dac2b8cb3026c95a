/**
 * Token buckets: each key has `capacity` tokens, and gets one back every `refillSeconds`. Buckets are kept in
 * this process: n gateways together give a key n times as many tokens.
 */
import { RateLimited } from './errors.ts';

/** When there are more keys than this, the least recently used ones are forgotten. */
const maxKeys = 100_000;

export interface RateLimit {
  /** Takes tokens, one if not said otherwise. @throws RateLimited when there are too few */
  take(key: string, count?: number): void;
  /** Fills a key's bucket: it proved to be honest. */
  reset(key: string): void;
}

/**
 * @param why a sentence for those who are refused, before when to try again
 * @param now milliseconds of a clock that never goes back, as `performance.now` is by default
 */
export function createRateLimit(options: {
  capacity: number;
  refillSeconds: number;
  why?: string;
  now?: () => number;
}): RateLimit {
  const { capacity, refillSeconds, why, now = () => performance.now() } = options;
  const buckets = new Map<string, { tokens: number; at: number }>();
  return {
    take(key, count = 1) {
      const time = now();
      const bucket = buckets.get(key) ?? { tokens: capacity, at: time };
      const refilled = (time - bucket.at) / 1000 / refillSeconds;
      const tokens = Math.min(capacity, bucket.tokens + refilled);
      // What is more than a bucket holds would never be served: it empties a full one.
      const needed = Math.min(count, capacity);
      if (tokens < needed) throw new RateLimited(Math.ceil((needed - tokens) * refillSeconds), why);
      // Deleted first, so that the map's order is the order of use.
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
