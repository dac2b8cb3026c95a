/** Passwords: Argon2id with the parameters that OWASP's Password Storage Cheat Sheet names first (19 MiB, 2 passes). */

import { availableParallelism } from 'node:os';
import { hash, verify } from '@node-rs/argon2';
import { RateLimited } from '../errors.ts';

// Argon2id is the package's default.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/**
 * Hashing takes a thread of the process and 19 MiB for about 10 ms, and strangers can ask for it: a quarter of the processors at
 * most are busy with it; this many wait, and the rest is told to come back.
 */
const share = availableParallelism() / 4;
const maxRunning = Math.max(1, Math.floor(share));
/** How long a thread rests after each hash, as a part of the time that the hash took: one of two processors is more than a quarter. */
const rest = Math.max(0, maxRunning / share - 1);
const maxWaiting = 100;
let running = 0;
const waiting: (() => void)[] = [];

/** @throws RateLimited when too many wait already */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxRunning) {
    if (waiting.length >= maxWaiting) throw new RateLimited(1);
    // Whoever ends hands its place over, so `running` stays.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  const began = performance.now();
  try {
    return await work();
  } finally {
    setTimeout(handOver, (performance.now() - began) * rest);
  }
}

function handOver(): void {
  const next = waiting.shift();
  if (next) next();
  else running--;
}

/** @throws RateLimited when too many wait already */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, options));
}

/** A hash that no password matches, made once, so that an unknown user costs the same work as a wrong password. */
let decoy: Promise<string> | null = null;

/** Whether `password` belongs to `passwordHash`; null stands for a user who does not exist and takes the same time. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hash(crypto.randomUUID(), options);
  const known = passwordHash ?? (await decoy);
  const matches = await inTurn(() => verify(known, password));
  return passwordHash !== null && matches;
}
