/** One request to a model, in a process of its organisation. */
import type { z } from 'zod';
import { InvalidInput, RateLimited } from '../errors.ts';
import { type EndReason, JobAborted, JobEnded } from './job.ts';
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
    // Expected, so that a client that leaves is no defect in the log; only one whose gateway stops reads it.
    if (error instanceof JobAborted) throw new RateLimited(1, 'The request was dropped before it was computed.');
    throw error instanceof JobEnded ? endOf(error.reason) : error;
  }
}

function endOf(reason: EndReason): Error {
  switch (reason) {
    case 'time':
      return new InvalidInput(
        'input',
        'The model computed for longer than one request may (AIAS_PREDICT_SECONDS) and was ended. Send fewer samples at once, or launch a PREDICT task.',
      );
    case 'memory':
      return new InvalidInput(
        'input',
        'The request needs more memory than one request may take (AIAS_PREDICTOR_MEMORY_BYTES). Send fewer samples at once, or launch a PREDICT task.',
      );
    case 'contention':
      return new RateLimited(10, 'The model computed for long while others waited for a process, and was ended.');
    default:
      return new Error(`The process of a prediction was ended (${reason}).`);
  }
}
