/** One request to a model, in a process of its organisation. */
import type { z } from 'zod';
import { InvalidInput, RateLimited } from '../errors.ts';
import { type JobEnded, type OwnEnd, refusalOf } from './job.ts';
import type { Pool } from './pool.ts';
import type { ModelRequest } from './predictor.ts';

/**
 * @param call   what predictor-process.ts is asked for
 * @param bytes  its size, approximately
 * @throws InvalidInput, RateLimited
 */
export async function runPrediction<T>(
  pool: Pool,
  { organizationId, artifactKey, signal }: ModelRequest,
  call: object,
  answer: z.ZodType<T>,
  bytes: number,
): Promise<T> {
  try {
    return await pool.run({
      organizationId,
      request: { ...call, artifactKey },
      grant: { reads: [artifactKey], writes: [] },
      bytes,
      signal,
      read: (result) => answer.parse(result),
    });
  } catch (error) {
    throw refusalOf(error, ownRefusal);
  }
}

function ownRefusal(ended: JobEnded, end: OwnEnd): Error {
  if (end === 'nonsense') return ended;
  if (end === 'death') return new RateLimited(10, 'Two processes ended while they computed the request.');
  const why = {
    time: 'The model computed for longer than one request may (AIAS_PREDICT_SECONDS) and was ended.',
    memory: 'The request needs more memory than one request may take (AIAS_PREDICTOR_MEMORY_BYTES).',
  }[end];
  return new InvalidInput('input', `${why} Send fewer samples at once, or launch a PREDICT task.`);
}
