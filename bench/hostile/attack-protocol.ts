/** What the bench and an attacker's process say to each other, over Node's IPC channel. */
import type { Counts } from './tally.ts';

export type ToAttacker = { type: 'begin' } | { type: 'halt' };

export type FromAttacker =
  | { type: 'prepared' }
  /** `counts` says how the requests of the round were answered. */
  | { type: 'halted'; counts: Counts };
