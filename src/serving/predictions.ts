/** Schemas for the results of sandboxed processes. Sizes are bounded, because untrusted data may have compromised the process. */
import { z } from 'zod';
import type { DatasetSample, RowValues } from '../datasets/read-samples.ts';
import type { Prediction } from '../shared/predictions.ts';
import type { GenerationResult } from './requests.ts';

const maxPredictions = 1000;
/** Maximum number of classes, components or boxes of one prediction. */
export const maxParts = 100_000;
const maxImageLength = 2 ** 26;

const label = z.string().max(100_000);
const dataUrl = z.string().max(maxImageLength).startsWith('data:image/png;base64,');
const number = z.number();

const predictionSchema = z.object({
  label: label.nullable(),
  value: number.nullable(),
  probabilities: z
    .array(z.object({ label, probability: number }))
    .max(maxParts)
    .nullable(),
  embedding: z.array(number).max(maxParts).nullable(),
  forecast: z
    .array(z.object({ timestamp: z.string().max(40), value: number }))
    .max(maxParts)
    .nullable(),
  boxes: z
    .array(z.object({ label, confidence: number, x: number, y: number, width: number, height: number }))
    .max(maxParts)
    .nullable(),
  reconstruction: dataUrl.nullable(),
}) satisfies z.ZodType<Prediction>;

export const answersSchema = z.array(predictionSchema).max(maxPredictions);

export const generatedSchema = z.object({
  texts: z.array(z.string().max(1_000_000)).max(100),
  images: z.array(dataUrl).max(100),
  grid: dataUrl.nullable(),
}) satisfies z.ZodType<GenerationResult>;

const maxCellLength = 100_000;

/** Cells by column name. z.record would drop a column named "__proto__". */
const cellsSchema = z.custom<RowValues>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.entries(value).every(([name, cell]) => name.length <= maxCellLength && isCell(cell)),
);

function isCell(cell: unknown): boolean {
  return typeof cell === 'string' ? cell.length <= maxCellLength : cell === null || Number.isFinite(cell);
}

const index = z.number().int();

const sampleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('row'), index, cells: cellsSchema }),
  z.object({
    kind: z.literal('image'),
    index,
    name: z.string().max(10_000).nullable(),
    dataUrl: z
      .string()
      .max(2 ** 20)
      .startsWith('data:image/png;base64,'),
  }),
  z.object({ kind: z.literal('unavailable'), index, reason: z.string().max(10_000) }),
]) satisfies z.ZodType<DatasetSample>;

export const samplesSchema = z.array(sampleSchema).max(100);
export const lastRowsSchema = z.array(cellsSchema).max(5000);

export const importedSchema = z.object({
  format: z.enum(['LAYERS_MODEL', 'GRAPH_MODEL']),
  artifactKey: z.string().max(200),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  sizeBytes: z.number().int().nonnegative(),
});
