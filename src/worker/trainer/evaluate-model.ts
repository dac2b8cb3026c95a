/** Evaluates a model: the report that is stored with a new version, or that an EVALUATE task produces. */

import { TrainingFailure } from '../../learning/context.ts';
import type { Data } from '../../learning/data.ts';
import { unpackDetections } from '../../learning/detection.ts';
import {
  evaluateClassification,
  evaluateClustering,
  evaluateDetections,
  evaluateForecasts,
  evaluateLikelihood,
  evaluateReduction,
  evaluateRegression,
} from '../../learning/evaluate.ts';
import type { Model } from '../../learning/model.ts';
import type { ModelManifest } from '../../models/bundle.ts';
import type { EvaluationReport } from '../../models/model.ts';
import { forecastOf } from '../../models/prediction.ts';
import type { SamplePredictions } from '../../models/sample-predictions.ts';
import { classesOf, targetOf } from '../../shared/model-input.ts';
import { inverseTransform } from '../../shared/predictions.ts';
import { quoted } from '../../shared/quote.ts';
import type { PreparedData } from './prepare.ts';
import { collectSamplePredictions } from './sample-predictions.ts';

/** A report, and the sample predictions that illustrate it; null for objectives without sample predictions. */
interface ModelEvaluation {
  report: EvaluationReport;
  findings: SamplePredictions | null;
}

/**
 * Evaluates on the test set. Without one, clustering and dimensionality reduction are evaluated on all samples; every other model
 * gets no report. Generative models without a likelihood get none either.
 */
export async function evaluateModel(
  model: Model,
  manifest: ModelManifest,
  { data, split }: PreparedData,
  signal: AbortSignal,
): Promise<ModelEvaluation | null> {
  const findsStructure = manifest.objective === 'CLUSTERING' || manifest.objective === 'DIMENSIONALITY_REDUCTION';
  const rows = split.test.length > 0 || !findsStructure ? split.test : split.train;
  if (rows.length === 0) return null;
  if (manifest.objective === 'GENERATION') {
    const likelihood = await model.likelihood?.(data.features, { rows, signal });
    return likelihood ? { report: evaluateLikelihood(likelihood, rows.length), findings: null } : null;
  }
  const answers = await model.predict(data.features, { rows, signal });
  return {
    report: buildReport(manifest, answers, data, rows),
    findings: collectSamplePredictions(manifest, answers, data, rows),
  };
}

/** Computes the metrics of the model's objective. @param answers model outputs for `rows`, in the same order */
export function buildReport(
  manifest: ModelManifest,
  answers: Float32Array,
  data: Data,
  rows: Int32Array,
): EvaluationReport {
  const { features, targets, boxes } = data;
  const { objective } = manifest;
  if (objective === 'CLUSTERING') return evaluateClustering(answers, features, rows);
  if (objective === 'DIMENSIONALITY_REDUCTION') return evaluateReduction(answers, features, rows);
  const outputs = answers.length / rows.length;
  const outputsOf = (index: number) => answers.subarray(index * outputs, (index + 1) * outputs);
  if (boxes) {
    const detections = Array.from(rows, (_, index) => unpackDetections(outputsOf(index)));
    const expected = Array.from(rows, (row) => boxes.perImage[row] ?? []);
    return evaluateDetections(detections, expected, boxes.classes);
  }
  if (!targets) throw new Error('The data has no targets to compare the predictions with.');
  if (objective === 'FORECASTING') {
    const rowNumbers = Array.from(rows);
    const expected = rowNumbers.flatMap((row) =>
      forecastOf(manifest, targets.values.subarray(row * outputs, (row + 1) * outputs), data, row),
    );
    const baselines = rowNumbers.flatMap((row) => forecastOf(manifest, new Float32Array(outputs), data, row));
    const forecasts = rowNumbers.flatMap((row, index) => forecastOf(manifest, outputsOf(index), data, row));
    return requireFinite(evaluateForecasts(forecasts, expected, baselines, rows.length), manifest);
  }
  const expected = Array.from(rows, (row) => targets.values[row] ?? Number.NaN);
  const classes = classesOf(manifest);
  if (classes) return evaluateClassification(answers, Int32Array.from(expected), classes);
  const toOriginalUnit = (value: number) => inverseTransform(manifest, value);
  return requireFinite(evaluateRegression(Array.from(answers, toOriginalUnit), expected.map(toOriginalUnit)), manifest);
}

/** Returns the report unchanged. @throws TrainingFailure when a metric is not finite, because it could not be stored */
function requireFinite<T extends EvaluationReport>(report: T, { input }: ModelManifest): T {
  const invalid = Object.entries(report).find(([, value]) => typeof value === 'number' && !Number.isFinite(value));
  if (!invalid) return report;
  const target = input.kind === 'series' ? input.encoder.target.name : targetOf(input)?.name;
  throw new TrainingFailure(
    `The errors of the predictions of ${quoted(target ?? '')} are too large to report: ${invalid[0]} is not a finite number. ` +
      'Check the column for outliers, or divide it by a constant.',
  );
}
