/** Limits the memory of what is in transit, such as request bodies or responses, per caller and in total. */
import { RateLimited } from '../../errors.ts';

/** Kind of caller. Signed-in callers have a larger limit than anonymous ones. */
export type CallerKind = 'anonymous' | 'signedIn';

export interface MemoryLimits {
  /** What is in transit, in the plural, and what a caller who exceeds a limit can do, for error messages. */
  what: string;
  advice: string;
  maxBytes: number;
  maxBytesPerCaller: Record<CallerKind, number>;
  /** Bytes of each that do not count, so that a caller at its limit does not block sign-ins behind the same proxy. */
  freeBytes: number;
}

/** Memory held by one request or response. */
export interface HeldMemory {
  /** Reserves more bytes. @throws RateLimited when a limit is exceeded */
  take(bytes: number): void;
  /** Releases everything. Later calls of take() do nothing. */
  release(): void;
}

export type MemoryBudget = ReturnType<typeof createMemoryBudget>;

const retrySeconds = 1;

export function createMemoryBudget({ what, advice, maxBytes, maxBytesPerCaller, freeBytes }: MemoryLimits) {
  let total = 0;
  const perCaller = new Map<string, number>();
  const keyOf = (kind: CallerKind, caller: string) => `${kind} ${caller}`;
  const heldBy = (key: string) => perCaller.get(key) ?? 0;

  function add(key: string, bytes: number): void {
    total += bytes;
    const held = heldBy(key) + bytes;
    if (held > 0) perCaller.set(key, held);
    else perCaller.delete(key);
  }

  return {
    /** Returns whether a caller, such as an address, can hold this many more bytes. */
    hasRoom: (kind: CallerKind, caller: string, bytes: number) =>
      heldBy(keyOf(kind, caller)) + bytes <= maxBytesPerCaller[kind],

    /** Starts counting for one request or response. The caller releases it when the response is closed. */
    open(kind: CallerKind, caller: string): HeldMemory {
      const key = keyOf(kind, caller);
      let [taken, held] = [0, 0];
      let isReleased = false;
      return {
        take(given) {
          if (isReleased) return; // the client disconnected, and its data is about to be dropped
          const bytes = Math.max(0, taken + given - freeBytes - held);
          if (heldBy(key) + bytes > maxBytesPerCaller[kind]) {
            throw new RateLimited(retrySeconds, `You have too many large ${what} at once. ${advice}`);
          }
          if (total + bytes > maxBytes) {
            throw new RateLimited(retrySeconds, `The gateway has too many large ${what} at once. ${advice}`);
          }
          taken += given;
          held += bytes;
          add(key, bytes);
        },
        release() {
          if (!isReleased) add(key, -held);
          isReleased = true;
        },
      };
    },
  };
}
