/** Parses JSON columns that can have megabytes. Repositories select them as text, which shows their size. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { z } from 'zod';

/** A parsed JSON column, with the size of its text in bytes. */
export interface LargeJson<T> {
  value: T;
  textBytes: number;
}

/** Parses and validates in two turns of the event loop, because both are slow. @throws ZodError */
export async function parseLargeJson<Schema extends z.ZodType>(
  text: string,
  schema: Schema,
): Promise<LargeJson<z.output<Schema>>> {
  const value: unknown = JSON.parse(text);
  await nextTurn();
  return { value: schema.parse(value), textBytes: Buffer.byteLength(text) };
}
