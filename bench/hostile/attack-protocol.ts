/** Messages between the benchmark and an attacker's process, over Node's IPC channel. */
import type { Counts } from './tally.ts';

export type ToAttacker = { type: 'begin' } | { type: 'halt' };

export type FromAttacker =
  | { type: 'prepared' }
  /** `counts` has the outcomes of the round's requests. */
  | { type: 'halted'; counts: Counts };
