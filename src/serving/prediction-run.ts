/** Runs one request to a model in a process of its organization. */
import type { z } from 'zod';
import { InvalidInput, RateLimited } from '../errors.ts';
import { type JobEnded, type OwnEnd, refusalOf } from './job.ts';
import type { Pool } from './pool.ts';
import type { ModelRequest } from './requests.ts';

/**
 * @param call   request to predictor-process.ts, without the artifact key
 * @param schema schema of the result
 * @param bytes  approximate size of the request in memory
 * @throws InvalidInput, RateLimited
 */
export async function runPrediction<T>(
  pool: Pool,
  { organizationId, artifactKey, signal }: ModelRequest,
  call: object,
  schema: z.ZodType<T>,
  bytes: number,
): Promise<T> {
  try {
    return await pool.run({
      organizationId,
      request: { ...call, artifactKey },
      grant: { reads: [artifactKey], writes: [] },
      bytes,
      signal,
      read: (result) => schema.parse(result),
    });
  } catch (error) {
    throw refusalOf(error, toClientError);
  }
}

function toClientError(ended: JobEnded, end: OwnEnd): Error {
  if (end === 'nonsense') return ended;
  if (end === 'death') return new RateLimited(10, 'Two processes died while computing the request.');
  const reason = {
    time: 'The request exceeded its time limit (AIAS_PREDICT_SECONDS) and was stopped.',
    memory: 'The request exceeded its memory limit (AIAS_PREDICTOR_MEMORY_BYTES).',
  }[end];
  return new InvalidInput('input', `${reason} Send fewer samples per request, or launch a PREDICT task.`);
}
