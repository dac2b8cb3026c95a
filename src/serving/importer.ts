/** Trying imported networks out: each archive is read by a process that has seen nothing else and is ended afterwards. */
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { InvalidData } from '../errors.ts';
import type { ReadArchive } from '../models/import-service.ts';
import { importedSchema } from './answers.ts';
import { type JobEnded, type OwnEnd, refusalOf } from './job.ts';
import type { Pool } from './pool.ts';

export function createImporter(pool: Pool): ReadArchive {
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
          throw new Error(`an importer named an artifact that it did not store: ${imported.artifactKey}`);
        },
      });
    } catch (error) {
      throw refusalOf(error, ownRefusal);
    }
  };
}

function ownRefusal(_: JobEnded, end: OwnEnd): Error {
  if (end === 'death' || end === 'nonsense')
    return new InvalidData('The process that read the archive and tried the network out died of it.');
  const why = {
    time: 'takes longer than an import may',
    memory: 'needs more memory than an import may take (AIAS_PREDICTOR_MEMORY_BYTES)',
  }[end];
  return new InvalidData(`Reading the archive and trying the network out ${why}.`);
}
