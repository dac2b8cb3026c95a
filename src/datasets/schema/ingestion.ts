/** GraphQL types of the progress of an ingestion. */
import { builder } from '../../graphql/builder.ts';
import type { DatasetVersion } from '../dataset.ts';
import type { IngestionProgress } from '../ingestion.ts';

const PhaseEnum = builder.enumType('IngestionPhase', {
  description: 'Phase of an ingestion.',
  values: {
    WAITING: { description: 'No worker has claimed the upload yet, or it waits for another attempt.' },
    READING: { description: 'Rows or images are being read.' },
    DESCRIBING: { description: 'Statistics and thumbnails are being computed.' },
  } as const satisfies Record<'WAITING' | IngestionProgress['phase'], { description: string }>,
});

interface IngestionView {
  attempt: number;
  /** Null while the upload waits for a worker. */
  progress: IngestionProgress | null;
}

export const IngestionRef = builder.objectRef<IngestionView>('Ingestion').implement({
  description: 'Progress of the ingestion of an upload. Changes at most four times per second.',
  fields: (t) => ({
    phase: t.field({
      type: PhaseEnum,
      description: 'Current phase.',
      resolve: ({ progress }) => progress?.phase ?? 'WAITING',
    }),
    attempt: t.exposeInt('attempt', {
      description: 'Number of the attempt, from 1. 0 until a worker has claimed the upload.',
    }),
    rowsRead: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Number of rows read. Null for images.',
      resolve: ({ progress }) => progress?.rowsRead,
    }),
    imagesChecked: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Number of images decoded and checked. Null for tables and texts.',
      resolve: ({ progress }) => progress?.imagesChecked,
    }),
    imagesTotal: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Total number of images. Null for tables and texts.',
      resolve: ({ progress }) => progress?.imagesTotal,
    }),
    bytesRead: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Number of bytes of the file read. Null for archives, whose images or rows are counted instead.',
      resolve: ({ progress }) => progress?.bytesRead,
    }),
    bytesTotal: t.field({
      type: 'BigInt',
      nullable: true,
      description: 'Size of the file in bytes.',
      resolve: ({ progress }) => progress?.bytesTotal,
    }),
  }),
});

export function ingestionOf({
  state,
  ingestAttempts,
  ingestReleases,
  ingestion,
}: DatasetVersion): IngestionView | null {
  if (state !== 'INGESTING') return null;
  return { attempt: ingestAttempts - ingestReleases, progress: ingestion };
}
