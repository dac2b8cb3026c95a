/** Password hashing with Argon2id. OWASP's Password Storage Cheat Sheet lists these parameters first (19 MiB, 2 passes). */

import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { RateLimited } from '../errors.ts';

// The package defaults to Argon2id.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashing occupies a thread and 19 MiB for about 10 ms, and unauthenticated callers can trigger it. So hashing uses at most a
 * quarter of the processors; up to `maxWaiting` further calls wait, and the rest are rejected with RateLimited.
 */
const share = availableParallelism() / 4;
const maxRunning = Math.max(1, Math.floor(share));
/** Pause after each hash, as a fraction of its duration. Keeps the load at a quarter with fewer than 4 processors. */
const pauseFraction = Math.max(0, maxRunning / share - 1);
const maxWaiting = 100;
let running = 0;
const waiting: (() => void)[] = [];

/** Runs `work` when a slot is free. @throws RateLimited if too many calls are waiting */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxRunning) {
    if (waiting.length >= maxWaiting) throw new RateLimited(1);
    // A finished call hands over its slot, so `running` does not change.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    setTimeout(handOver, (performance.now() - startedAt) * pauseFraction);
  }
}

function handOver(): void {
  const next = waiting.shift();
  if (next) next();
  else running--;
}

/** @throws RateLimited if too many calls are waiting */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, options));
}

/** Hash that no password matches, computed once. It makes an unknown user take the same time as a wrong password. */
let dummyHash: Promise<string> | null = null;

/** Returns whether `password` matches `passwordHash`. A null hash (unknown user) takes the same time and never matches. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  dummyHash ??= hash(crypto.randomUUID(), options);
  const known = passwordHash ?? (await dummyHash);
  const matches = await inTurn(() => verify(known, password));
  return passwordHash !== null && matches;
}
