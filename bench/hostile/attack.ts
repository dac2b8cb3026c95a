/** The interface of attacks, and what they work with. Each attack runs in its own process (attack-runner.ts). */
import type { Tally } from './tally.ts';
import type { Wire } from './wire.ts';

export interface Attack {
  name: string;
  /** What the attacker does, including its rates. */
  does: string;
  /** Prepares what the attack needs. Resolves with a function that runs one round, which ends soon after its signal. */
  prepare(stranger: Stranger): Promise<(signal: AbortSignal) => Promise<void>>;
}

export interface Stranger {
  /** URL of the gateway. */
  url: URL;
  wire: Wire;
  /** Counts the gateway's responses. */
  tally: Tally;
}

/**
 * Calls `fire` at a fixed rate until the signal, and resolves when all calls have ended. Calls beyond `maxOpen` concurrent ones
 * are skipped, because an attacker's number of connections is limited, too.
 */
export async function atRate(
  options: { perSecond: number; maxOpen: number; signal: AbortSignal },
  fire: (number: number) => Promise<void>,
): Promise<void> {
  const { perSecond, maxOpen, signal } = options;
  const open = new Set<Promise<void>>();
  let number = 0;
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      if (open.size >= maxOpen) return;
      const fired: Promise<void> = fire(number++).finally(() => open.delete(fired));
      open.add(fired);
    }, 1000 / perSecond);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      resolve();
    });
  });
  await Promise.all(open);
}
