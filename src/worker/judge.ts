/** How well a model does: the report that stays with it, or that an EVALUATE task makes. */

import { TrainingFailure } from '../learning/context.ts';
import type { Data } from '../learning/data.ts';
import { unpackDetections } from '../learning/detection.ts';
import {
  evaluateClassification,
  evaluateClusters,
  evaluateDetections,
  evaluateForecasts,
  evaluateLikelihood,
  evaluateReduction,
  evaluateRegression,
} from '../learning/evaluate.ts';
import type { Model } from '../learning/model.ts';
import { forecastOf, unscaled } from '../models/answer.ts';
import { classesOf, type ModelManifest, targetOf } from '../models/bundle.ts';
import type { Findings } from '../models/evaluated.ts';
import type { EvaluationReport } from '../models/model.ts';
import { quoted } from '../text.ts';
import { findingsOf } from './findings.ts';
import type { PreparedData } from './prepare.ts';

/** A report, and samples that show what it says; null where there is nothing to show of a sample. */
interface Judgement {
  report: EvaluationReport;
  findings: Findings | null;
}

/**
 * On the test samples. What finds something in the data and predicts nothing is judged by all of it where none was held out;
 * any other model then has no report. Nor has a model that imitates without a likelihood.
 */
export async function judge(
  model: Model,
  manifest: ModelManifest,
  { data, split }: PreparedData,
  signal: AbortSignal,
): Promise<Judgement | null> {
  const finds = manifest.objective === 'CLUSTERING' || manifest.objective === 'DIMENSIONALITY_REDUCTION';
  const rows = split.test.length > 0 || !finds ? split.test : split.train;
  if (rows.length === 0) return null;
  if (manifest.objective === 'GENERATION') {
    const likelihood = await model.likelihood?.(data.features, { rows, signal });
    return likelihood ? { report: evaluateLikelihood(likelihood, rows.length), findings: null } : null;
  }
  const answers = await model.predict(data.features, { rows, signal });
  return { report: reportOf(manifest, answers, data, rows), findings: findingsOf(manifest, answers, data, rows) };
}

/** @param answers of `rows`, in this order */
export function reportOf(
  manifest: ModelManifest,
  answers: Float32Array,
  data: Data,
  rows: Int32Array,
): EvaluationReport {
  const { features, targets, boxes } = data;
  const { objective } = manifest;
  if (objective === 'CLUSTERING') return evaluateClusters(answers, features, rows);
  if (objective === 'DIMENSIONALITY_REDUCTION') return evaluateReduction(answers, features, rows);
  const outputs = answers.length / rows.length;
  const answer = (index: number) => answers.subarray(index * outputs, (index + 1) * outputs);
  if (boxes) {
    const found = Array.from(rows, (_, index) => unpackDetections(answer(index)));
    const wanted = Array.from(rows, (row) => boxes.perImage[row] ?? []);
    return evaluateDetections(found, wanted, boxes.classes);
  }
  if (!targets) throw new Error('There is nothing to compare the answers with.');
  if (objective === 'FORECASTING') {
    const places = Array.from(rows);
    const wanted = places.flatMap((row) =>
      forecastOf(manifest, targets.values.subarray(row * outputs, (row + 1) * outputs), data, row),
    );
    const bases = places.flatMap((row) => forecastOf(manifest, new Float32Array(outputs), data, row));
    const forecasts = places.flatMap((row, index) => forecastOf(manifest, answer(index), data, row));
    return finite(evaluateForecasts(forecasts, wanted, bases, rows.length), manifest);
  }
  const wanted = Array.from(rows, (row) => targets.values[row] ?? Number.NaN);
  const classes = classesOf(manifest);
  if (classes) return evaluateClassification(answers, Int32Array.from(wanted), classes);
  const unscale = (value: number) => unscaled(manifest, value);
  return finite(evaluateRegression(Array.from(answers, unscale), wanted.map(unscale)), manifest);
}

/** The report. @throws TrainingFailure when it holds something that is no number, which cannot be stored */
function finite<T extends EvaluationReport>(report: T, { input }: ModelManifest): T {
  const wrong = Object.entries(report).find(([, value]) => typeof value === 'number' && !Number.isFinite(value));
  if (!wrong) return report;
  const target = input.kind === 'series' ? input.encoder.target.name : targetOf(input)?.name;
  throw new TrainingFailure(
    `The errors of the predictions of ${quoted(target ?? '')} are too large to be told: ${wrong[0]} is no finite number. ` +
      'Look for values that are far from all others, or divide the column by a constant.',
  );
}
