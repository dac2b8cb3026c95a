/** Passwords: Argon2id with the parameters that OWASP's Password Storage Cheat Sheet names first (19 MiB, 2 passes). */
import { hash, verify } from '@node-rs/argon2';

// Argon2id is the package's default.
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export function hashPassword(password: string): Promise<string> {
  return hash(password, options);
}

/** A hash that no password matches, made once, so that an unknown user costs the same work as a wrong password. */
let decoy: Promise<string> | null = null;

/** Whether `password` belongs to `passwordHash`; null stands for a user who does not exist and takes the same time. */
export async function verifyPassword(passwordHash: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(crypto.randomUUID());
  const matches = await verify(passwordHash ?? (await decoy), password);
  return passwordHash !== null && matches;
}
