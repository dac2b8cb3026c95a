/** Reads dataset samples in sandboxed processes of the organization that owns them. */
import type { z } from 'zod';
import type { SampleReader, SampleSource } from '../datasets/sample-service.ts';
import { InvalidInput, RateLimited } from '../errors.ts';
import { type JobEnded, type OwnEnd, refusalOf } from './job.ts';
import type { Pool } from './pool.ts';
import { lastRowsSchema, samplesSchema } from './predictions.ts';

export function createSampleReader(pool: Pool): SampleReader {
  async function read<T>(source: SampleSource, call: object, schema: z.ZodType<T>, field: string): Promise<T> {
    const { organizationId, ...file } = source;
    try {
      return await pool.run({
        organizationId,
        request: { ...call, ...file },
        grant: { reads: [source.artifactKey], writes: [] },
        bytes: 1000,
        read: (result) => schema.parse(result),
      });
    } catch (error) {
      throw refusalOf(error, (ended, end) => toClientError(ended, end, field));
    }
  }

  return {
    samples: (source, indices) => read(source, { call: 'samples', indices }, samplesSchema, 'indices'),
    lastRows: (source, wanted) => read(source, { call: 'lastRows', ...wanted }, lastRowsSchema, 'count'),
  };
}

function toClientError(ended: JobEnded, end: OwnEnd, field: string): Error {
  if (end === 'nonsense') return ended;
  if (end === 'death') return new RateLimited(10, 'Two processes died while reading the file.');
  const reason = { time: 'exceeded the time limit of a request', memory: 'exceeded the memory limit of a request' }[
    end
  ];
  return new InvalidInput(field, `Reading the file ${reason}.`);
}
