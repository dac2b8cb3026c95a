/**
 * Token buckets against guessing: each key has `capacity` tries, and gets one back every `refillSeconds`. Kept in this
 * process: with n gateways an attacker has at most n times the tries.
 */
import { RateLimited } from '../errors.ts';

/** More keys than this are not remembered; the oldest go first. */
const mostKeys = 100_000;

export interface RateLimit {
  /** Takes a try. @throws RateLimited when none is left */
  take(key: string): void;
  /** Forgets the tries of a key: it proved to be honest. */
  reset(key: string): void;
}

/** @param now milliseconds, as Date.now */
export function createRateLimit(options: { capacity: number; refillSeconds: number; now?: () => number }): RateLimit {
  const { capacity, refillSeconds, now = Date.now } = options;
  const buckets = new Map<string, { tries: number; at: number }>();
  return {
    take(key) {
      const time = now();
      const bucket = buckets.get(key) ?? { tries: capacity, at: time };
      const refilled = (time - bucket.at) / 1000 / refillSeconds;
      const tries = Math.min(capacity, bucket.tries + refilled);
      if (tries < 1) throw new RateLimited(Math.ceil((1 - tries) * refillSeconds));
      // Deleted first, so that the map's order is the order of use.
      buckets.delete(key);
      buckets.set(key, { tries: tries - 1, at: time });
      const [oldest] = buckets.keys();
      if (buckets.size > mostKeys && oldest !== undefined) buckets.delete(oldest);
    },
    reset(key) {
      buckets.delete(key);
    },
  };
}
