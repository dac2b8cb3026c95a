/** How well a model does: the report that stays with it, or that an EVALUATE task makes. */
import type { Features, Targets } from '../learning/data.ts';
import {
  evaluateClassification,
  evaluateClusters,
  evaluateReduction,
  evaluateRegression,
} from '../learning/evaluate.ts';
import type { Model } from '../learning/model.ts';
import { answerOf } from '../models/answer.ts';
import { classesOf, type ModelManifest } from '../models/bundle.ts';
import type { EvaluationReport } from '../models/model.ts';
import type { PreparedData } from './prepare.ts';

/**
 * On the test samples. What finds something in the data and predicts nothing is judged by all of it where none was held out;
 * any other model then has no report.
 */
export async function judge(
  model: Model,
  manifest: ModelManifest,
  { data, split }: PreparedData,
  signal: AbortSignal,
): Promise<EvaluationReport | null> {
  const rows = split.test.length > 0 || data.targets ? split.test : split.train;
  if (rows.length === 0) return null;
  const answers = await model.predict(data.features, { rows, signal });
  return reportOf(manifest, answers, data.features, data.targets, rows);
}

/** @param answers of `rows`, in this order */
export function reportOf(
  manifest: ModelManifest,
  answers: Float32Array,
  features: Features,
  targets: Targets | null,
  rows: Int32Array,
): EvaluationReport {
  if (manifest.objective === 'CLUSTERING') return evaluateClusters(answers, features, rows);
  if (manifest.objective === 'DIMENSIONALITY_REDUCTION') return evaluateReduction(answers, features, rows);
  if (!targets) throw new Error('There is nothing to compare the answers with.');
  const wanted = Array.from(rows, (row) => targets.values[row] ?? Number.NaN);
  const classes = classesOf(manifest);
  if (classes) return evaluateClassification(answers, Int32Array.from(wanted), classes);
  const unscale = (value: number) => answerOf(manifest, Float32Array.of(value)).value ?? value;
  return evaluateRegression(Array.from(answers, unscale), wanted.map(unscale));
}
