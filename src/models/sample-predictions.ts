/**
 * The evaluated samples of a report. They are stored in a separate artifact that the report references, because lists of reports
 * are read without them.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { getBytes } from '../artifacts/content.ts';
import type { EvaluationReport } from './model.ts';

/** Zero-based index of the sample in the dataset version. */
const index = z.number().int();
const valueSchema = z.object({ index, actual: z.number(), predicted: z.number() });

const samplePredictionsSchema = z.discriminatedUnion('objective', [
  z.object({
    objective: z.literal('CLASSIFICATION'),
    /** `actual` and `predicted` index the classes of the report. The most informative samples of each matrix cell come first. */
    examples: z.array(
      z.object({ index, actual: z.number().int(), predicted: z.number().int(), probability: z.number() }),
    ),
  }),
  z.object({
    objective: z.literal('REGRESSION'),
    /** Samples in dataset order. */
    points: z.array(valueSchema),
    /** Samples with the largest absolute residuals, largest first. */
    largestResiduals: z.array(valueSchema),
  }),
  z.object({
    objective: z.literal('FORECASTING'),
    /** Steps of consecutive forecasts, in order. `at` is a date. */
    points: z.array(
      z.object({ timestamp: z.string(), actual: z.number(), forecast: z.number(), naiveForecast: z.number() }),
    ),
  }),
]);

const evaluatedSchema = z.object({ datasetVersionId: z.uuid(), findings: samplePredictionsSchema });

export type SamplePredictions = z.infer<typeof samplePredictionsSchema>;
export type Evaluated = z.infer<typeof evaluatedSchema>;
export type RegressionExample = z.infer<typeof valueSchema>;

/** Stores the samples of a report under their own key, so that they can be deleted with it. Returns the report with the key. */
export async function storeEvaluated(
  store: ArtifactAccess,
  report: EvaluationReport,
  evaluated: Evaluated | null,
): Promise<EvaluationReport> {
  if (report.objective !== evaluated?.findings.objective) return report;
  const key = `evaluations/${randomUUID()}`;
  const bytes = Buffer.from(JSON.stringify(evaluated));
  await store.put(key, bytes, bytes.length);
  return { ...report, evaluatedKey: key };
}

/** Reads stored samples, with the size of their JSON in bytes. @throws NotFound */
export async function readEvaluated(
  store: ArtifactAccess,
  key: string,
): Promise<{ evaluated: Evaluated; bytes: number }> {
  const json = await getBytes(store, key);
  return { evaluated: evaluatedSchema.parse(JSON.parse(json.toString('utf8'))), bytes: json.length };
}
