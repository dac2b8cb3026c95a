/** Reading samples of datasets, in processes of their organisation. */
import type { z } from 'zod';
import type { SampleReader, SampleSource } from '../datasets/sample-service.ts';
import { InvalidInput, RateLimited } from '../errors.ts';
import { lastRowsSchema, samplesSchema } from './answers.ts';
import { type JobEnded, type OwnEnd, refusalOf } from './job.ts';
import type { Pool } from './pool.ts';

export function createSampleReader(pool: Pool): SampleReader {
  async function read<T>(source: SampleSource, call: object, answer: z.ZodType<T>, field: string): Promise<T> {
    const { organizationId, ...file } = source;
    try {
      return await pool.run({
        organizationId,
        request: { ...call, ...file },
        grant: { reads: [source.artifactKey], writes: [] },
        bytes: 1000,
        read: (result) => answer.parse(result),
      });
    } catch (error) {
      throw refusalOf(error, (ended, end) => ownRefusal(ended, end, field));
    }
  }

  return {
    samples: (source, indices) => read(source, { call: 'samples', indices }, samplesSchema, 'indices'),
    lastRows: (source, wanted) => read(source, { call: 'lastRows', ...wanted }, lastRowsSchema, 'count'),
  };
}

function ownRefusal(ended: JobEnded, end: OwnEnd, field: string): Error {
  if (end === 'nonsense') return ended;
  if (end === 'death') return new RateLimited(10, 'Two processes ended while they read the file.');
  const why = { time: 'takes longer than one request may', memory: 'needs more memory than one request may take' }[end];
  return new InvalidInput(field, `Reading the file ${why}.`);
}
