/**
 * The samples that a report shows besides its numbers. They lie in an artifact of their own, which the report names: reports are read
 * in lists, these only when somebody looks.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { readBytes } from '../artifacts/content.ts';
import type { EvaluationReport } from './model.ts';

/** Numbers of the row or the image in the dataset version, from 0. */
const index = z.number().int();
const valueSchema = z.object({ index, actual: z.number(), predicted: z.number() });

const findingsSchema = z.discriminatedUnion('objective', [
  z.object({
    objective: z.literal('CLASSIFICATION'),
    /** Classes by their place in the report; of each cell of its matrix, the most telling ones first. */
    examples: z.array(
      z.object({ index, actual: z.number().int(), predicted: z.number().int(), probability: z.number() }),
    ),
  }),
  z.object({
    objective: z.literal('REGRESSION'),
    /** In the order of the dataset. */
    points: z.array(valueSchema),
    /** The furthest off first. */
    largest: z.array(valueSchema),
  }),
  z.object({
    objective: z.literal('FORECASTING'),
    /** Steps one after the other, as forecast by one forecast after the other; `at` is a date. */
    points: z.array(z.object({ at: z.string(), actual: z.number(), forecast: z.number(), naive: z.number() })),
  }),
]);

const evaluatedSchema = z.object({ datasetVersionId: z.uuid(), findings: findingsSchema });

export type Findings = z.infer<typeof findingsSchema>;
export type Evaluated = z.infer<typeof evaluatedSchema>;
export type EvaluatedValue = z.infer<typeof valueSchema>;

/** The report with its samples stored beside it: under a key of its own, so that they can go when it goes. */
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

/** With the bytes of its JSON. @throws NotFound */
export async function readEvaluated(
  store: ArtifactAccess,
  key: string,
): Promise<{ evaluated: Evaluated; bytes: number }> {
  const json = await readBytes(store, key);
  return { evaluated: evaluatedSchema.parse(JSON.parse(json.toString('utf8'))), bytes: json.length };
}
