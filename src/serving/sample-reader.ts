/** Reading samples of datasets, in processes of their organisation. */
import type { z } from 'zod';
import type { SampleReader, SampleSource } from '../datasets/sample-service.ts';
import { InvalidInput, RateLimited } from '../errors.ts';
import { lastRowsSchema, samplesSchema } from './answers.ts';
import { JobEnded } from './job.ts';
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
      throw error instanceof JobEnded ? endOf(error, field) : error;
    }
  }

  return {
    samples: (source, indices) => read(source, { call: 'samples', indices }, samplesSchema, 'indices'),
    lastRows: (source, wanted) => read(source, { call: 'lastRows', ...wanted }, lastRowsSchema, 'count'),
  };
}

function endOf({ reason }: JobEnded, field: string): Error {
  if (reason === 'time') return new InvalidInput(field, 'Reading the file takes longer than one request may.');
  if (reason === 'memory')
    return new InvalidInput(field, 'Reading the file needs more memory than one request may take.');
  if (reason === 'contention')
    return new RateLimited(10, 'Reading the file took long while others waited for a process.');
  return new Error(`The process that read a dataset was ended (${reason}).`);
}
