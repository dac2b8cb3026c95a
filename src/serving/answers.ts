/** What processes may answer, with bounds: they work on foreign data, and may have been taken over by it. */
import { z } from 'zod';
import type { Cells, DatasetSample } from '../datasets/sample.ts';
import type { Answer } from '../models/answer.ts';
import type { Generated } from './predictor.ts';

const maxAnswers = 1000;
/** Classes, components or boxes of one answer. */
export const maxParts = 100_000;
const maxImageLength = 2 ** 26;

const label = z.string().max(100_000);
const dataUrl = z.string().max(maxImageLength).startsWith('data:image/png;base64,');
const number = z.number();

const answerSchema = z.object({
  label: label.nullable(),
  value: number.nullable(),
  probabilities: z
    .array(z.object({ label, probability: number }))
    .max(maxParts)
    .nullable(),
  vector: z.array(number).max(maxParts).nullable(),
  forecast: z
    .array(z.object({ at: z.string().max(40), value: number }))
    .max(maxParts)
    .nullable(),
  boxes: z
    .array(z.object({ label, confidence: number, x: number, y: number, width: number, height: number }))
    .max(maxParts)
    .nullable(),
  image: dataUrl.nullable(),
}) satisfies z.ZodType<Answer>;

export const answersSchema = z.array(answerSchema).max(maxAnswers);

export const generatedSchema = z.object({
  texts: z.array(z.string().max(1_000_000)).max(100),
  images: z.array(dataUrl).max(100),
  grid: dataUrl.nullable(),
}) satisfies z.ZodType<Generated>;

const maxCellLength = 100_000;

/** Cells by the names of their columns; z.record would leave out one that is named "__proto__". */
const cellsSchema = z.custom<Cells>(
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
  bytes: z.number().int().nonnegative(),
});
