/** What an attack is, and what it works with. Attacks run in processes of their own (attack-runner.ts). */
import type { Tally } from './tally.ts';
import type { Wire } from './wire.ts';

export interface Attack {
  name: string;
  /** What the attacker does, with its rates. */
  does: string;
  /** Makes what is sent and what it needs. Resolves with one round of the attack, which ends soon after its signal. */
  prepare(stranger: Stranger): Promise<(signal: AbortSignal) => Promise<void>>;
}

export interface Stranger {
  /** Address of the gateway. */
  url: URL;
  wire: Wire;
  /** How the gateway has answered. */
  tally: Tally;
}

/**
 * Fires at a fixed rate until the signal, and resolves when all that was fired has ended. What would be more than `maxOpen` at a
 * time is not sent: a stranger has so many connections.
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
