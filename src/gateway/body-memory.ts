/** How much memory the bodies of operations may take together: of one address, and in all. */
import { RateLimited } from '../errors.ts';

/** Whose body it is. A caller who is signed in has more room than one who is not. */
export type Caller = 'anonymous' | 'signedIn';

export interface BodyMemoryLimits {
  maxBytes: number;
  maxBytesPerAddress: Record<Caller, number>;
  /** The first bytes of each do not count, so that an address which is full holds up no sign-in of others behind the same proxy. */
  freeBytes: number;
}

/** What one request holds. */
export interface HeldMemory {
  /** Takes more bytes. @throws RateLimited when there is no room for them */
  take(bytes: number): void;
  /** Gives all of it back. Nothing is taken afterwards. */
  release(): void;
}

export type BodyMemory = ReturnType<typeof createBodyMemory>;

const retrySeconds = 1;

export function createBodyMemory({ maxBytes, maxBytesPerAddress, freeBytes }: BodyMemoryLimits) {
  let total = 0;
  const perAddress = new Map<string, number>();
  const keyOf = (caller: Caller, address: string) => `${caller} ${address}`;
  const heldBy = (key: string) => perAddress.get(key) ?? 0;

  function add(key: string, bytes: number): void {
    total += bytes;
    const held = heldBy(key) + bytes;
    if (held > 0) perAddress.set(key, held);
    else perAddress.delete(key);
  }

  return {
    /** Whether that many bytes more may be held for an address. */
    hasRoom: (caller: Caller, address: string, bytes: number) =>
      heldBy(keyOf(caller, address)) + bytes <= maxBytesPerAddress[caller],

    /** Begins an account of one request. It is to be released when the request was answered. */
    open(caller: Caller, address: string): HeldMemory {
      const key = keyOf(caller, address);
      let [taken, held] = [0, 0];
      let isReleased = false;
      return {
        take(given) {
          if (isReleased) return; // the client has left, and what it sent is about to be dropped
          const bytes = Math.max(0, taken + given - freeBytes - held);
          if (heldBy(key) + bytes > maxBytesPerAddress[caller]) {
            throw new RateLimited(retrySeconds, 'Requests from this address are too large for so many at once.');
          }
          if (total + bytes > maxBytes) {
            throw new RateLimited(retrySeconds, 'The gateway has too many large requests at once.');
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
