/** A seeded random number generator, so that the example datasets are always identical. */
export interface Chance {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Normal with mean 0 and standard deviation 1. */
  normal(): number;
  pick<Values extends readonly [unknown, ...unknown[]]>(values: Values): Values[number];
}

export function createChance(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32
  function uniform(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  return {
    uniform,
    // Box-Muller transform
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    pick: (values) => values[Math.floor(uniform() * values.length)] ?? values[0],
  };
}
