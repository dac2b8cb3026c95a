/**
 * Encodes a time series as samples: windows of `length` past steps, and the `horizon` steps after them.
 *
 *   step    the features of one time step: the target and inputs at that step, the calendar of the next step, and the future
 *           covariates of the `horizon` steps after it
 *   base    the seasonal naive forecast, that is, the target one season before the forecast step
 *   target  (value - base) / standard deviation of these differences: the network learns the residual
 *
 * Rows are sorted by date and aligned to a regular grid of months, or of the most frequent distance between two rows. If more
 * than a fifth of the grid has no row, the rows are used in order instead. Missing values are forward-filled as inputs; they are
 * never used as training or test targets. Statistics are fitted on the training steps alone.
 */
import { z } from 'zod';
import { dateFormats } from '../../../shared/dates.ts';
import { featureSchema } from '../table-encoder.ts';

export const seriesEncoderSchema = z.object({
  time: z.object({
    name: z.string(),
    format: z.enum(dateFormats),
    unit: z.enum(['days', 'months', 'rows']),
    /** Days or months from step to step; for rows, the mean distance in days. */
    every: z.number().positive(),
  }),
  target: z.object({
    name: z.string(),
    mean: z.number(),
    standardDeviation: z.number().positive(),
    /** Standard deviation of the differences from the base. */
    deviation: z.number().positive(),
  }),
  inputs: z.array(featureSchema),
  ahead: z.array(featureSchema),
  length: z.number().int().positive(),
  horizon: z.number().int().positive(),
  /** Season length in steps; 1 if no seasonality is known. */
  season: z.number().int().positive(),
});

export type SeriesEncoder = z.infer<typeof seriesEncoderSchema>;

export interface SeriesColumns {
  time: string;
  target: string;
  inputs: string[];
  /** Future covariates: columns whose values are known for future steps. */
  ahead: string[];
}

/** Returns the columns that the encoder reads. */
export function columnsOf({ time, target, inputs, ahead }: SeriesEncoder): SeriesColumns {
  const names = (features: SeriesEncoder['inputs']) => features.map(({ name }) => name);
  return { time: time.name, target: target.name, inputs: names(inputs), ahead: names(ahead) };
}
