/**
 * The only random number generator of a run: xoshiro128** (Blackman & Vigna, "Scrambled Linear Pseudorandom Number
 * Generators", 2021), seeded by splitmix32. Each purpose has its own stream: hashSeed(seed, 'shuffle', epoch) seeds the order
 * of one epoch, independently of any other draws. A run can therefore resume anywhere without storing generator state. The
 * labels are part of the result: never change one.
 */
export interface Random {
  /** Returns a uniform number in [0, 1) with 24 random bits. */
  next(): number;
  /** Returns a uniform integer in 0 .. bound - 1. */
  integer(bound: number): number;
  /** Returns a standard normal number (Box-Muller). */
  normal(): number;
  /** Returns 0 .. length - 1 in random order (Fisher-Yates). */
  permutation(length: number): Int32Array;
}

export function createRandom(seed: number): Random {
  const mix = splitmix32(seed);
  const state = Uint32Array.from([mix(), mix(), mix(), mix()]);
  const next32 = () => {
    const [a = 0, b = 0, c = 0, d = 0] = state;
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const [c2, d2] = [c ^ a, d ^ b];
    state[1] = b ^ c2;
    state[0] = a ^ d2;
    state[2] = c2 ^ (b << 9);
    state[3] = rotate(d2, 11);
    return result;
  };
  const next = () => (next32() >>> 8) / 2 ** 24;
  // 53 bits keep the result uniform even for bounds in the millions.
  const integer = (bound: number) => Math.floor((((next32() >>> 5) * 2 ** 26 + (next32() >>> 6)) / 2 ** 53) * bound);
  return {
    next,
    integer,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    permutation(length) {
      const order = Int32Array.from({ length }, (_, index) => index);
      for (let index = length - 1; index > 0; index--) {
        const other = integer(index + 1);
        const swap = order[index] ?? 0;
        order[index] = order[other] ?? 0;
        order[other] = swap;
      }
      return order;
    },
  };
}

/** Derives the seed (uint32) of one purpose from the run's seed and labels that name the purpose (FNV-1a, then mixed). */
export function hashSeed(seed: number, ...labels: (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const character of [seed, ...labels].join('\u0000')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  }
  return splitmix32(hash)();
}

function splitmix32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
}

function rotate(value: number, bits: number): number {
  return (value << bits) | (value >>> (32 - bits));
}
