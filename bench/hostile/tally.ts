/** Counts the requests of an attack by their outcome. */

export type Counts = Record<string, number>;

export interface Tally {
  add(outcome: string): void;
  /** Returns the counts since the last call, and resets them. */
  take(): Counts;
}

export function createTally(): Tally {
  let counts: Counts = {};
  return {
    add(outcome) {
      counts[outcome] = (counts[outcome] ?? 0) + 1;
    },
    take() {
      const taken = counts;
      counts = {};
      return taken;
    },
  };
}

export function describeCounts(counts: Counts): string {
  const entries = Object.entries(counts).sort(([, one], [, other]) => other - one);
  return entries.map(([outcome, count]) => `${count} x ${outcome}`).join(', ') || 'nothing was sent';
}
