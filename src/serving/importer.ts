/** Tests imported networks. Each archive is read by a new process, which ends afterwards. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InvalidData } from '../errors.ts';
import type { ImportArchive } from '../models/import-service.ts';
import { type JobEnded, type OwnEnd, refusalOf } from './job.ts';
import type { Pool } from './pool.ts';
import { importedSchema } from './predictions.ts';

export function createImporter(pool: Pool): ImportArchive {
  return async ({ organizationId, path, options }) => {
    try {
      return await pool.run({
        organizationId,
        async request(scratch) {
          const copy = await scratch.createInput();
          await pipeline(createReadStream(path), copy.file.createWriteStream());
          return { call: 'import', path: copy.path, options };
        },
        grant: { reads: [], writes: ['models'] },
        bytes: 0,
        read(result, hasStored) {
          const imported = importedSchema.parse(result);
          if (imported.artifactKey === `models/${imported.sha256}` && hasStored(imported.artifactKey)) return imported;
          throw new Error(`the importer reported an artifact that it did not store: ${imported.artifactKey}`);
        },
      });
    } catch (error) {
      throw refusalOf(error, toClientError);
    }
  };
}

function toClientError(_: JobEnded, end: OwnEnd): Error {
  if (end === 'death' || end === 'nonsense')
    return new InvalidData('The process that read the archive and tested the network crashed.');
  const limit = {
    time: 'time limit of an import (AIAS_IMPORT_SECONDS)',
    memory: 'memory limit of an import (AIAS_PREDICTOR_MEMORY_BYTES)',
  }[end];
  return new InvalidData(`Reading the archive and testing the network exceeded the ${limit}.`);
}
