/** Selects the sample predictions that accompany an evaluation report. */

import type { Data } from '../../learning/data.ts';
import { selectClassExamples, selectRegressionPoints } from '../../learning/sample-selection.ts';
import type { ModelManifest } from '../../models/bundle.ts';
import { forecastOf } from '../../models/prediction.ts';
import type { SamplePredictions } from '../../models/sample-predictions.ts';
import { formatDate } from '../../shared/dates.ts';
import { classesOf } from '../../shared/model-input.ts';
import { inverseTransform } from '../../shared/predictions.ts';

/** Number of time steps in the plot of a forecast. */
const maxPlottedSteps = 500;

/**
 * Collects the sample predictions for a report.
 * @param answers model outputs for `rows`, in the same order
 * @returns null for objectives without sample predictions
 */
export function collectSamplePredictions(
  manifest: ModelManifest,
  answers: Float32Array,
  data: Data,
  rows: Int32Array,
): SamplePredictions | null {
  const { targets, origins } = data;
  const { objective } = manifest;
  if (!targets) return null;
  if (objective === 'FORECASTING') return { objective, points: collectForecastPoints(manifest, answers, data, rows) };
  const toExample = ({ sample, ...rest }: { sample: number; actual: number; predicted: number }) => {
    const row = rows[sample] ?? 0;
    return { index: origins?.[row] ?? row, ...rest };
  };
  const actualValues = Float64Array.from(rows, (row) => targets.values[row] ?? Number.NaN);
  const classes = classesOf(manifest);
  if (objective === 'CLASSIFICATION' && classes) {
    const chosen = selectClassExamples(answers, Int32Array.from(actualValues), classes.length);
    return {
      objective,
      examples: chosen.map(({ probability, ...example }) => ({
        ...toExample(example),
        probability: roundToFloat32(probability),
      })),
    };
  }
  if (objective !== 'REGRESSION') return null;
  const toOriginalUnit = (value: number) => inverseTransform(manifest, value);
  const { points, largest } = selectRegressionPoints(
    Float64Array.from(answers, toOriginalUnit),
    actualValues.map(toOriginalUnit),
  );
  const toPoint = (example: (typeof points)[number]) => {
    const { actual, predicted } = example;
    return toExample({ ...example, actual: roundToFloat32(actual), predicted: roundToFloat32(predicted) });
  };
  return { objective, points: points.map(toPoint), largestResiduals: largest.map(toPoint) };
}

/** Returns forecasts of the last steps of the series. Each step appears once, from the first forecast that covers it. */
function collectForecastPoints(manifest: ModelManifest, answers: Float32Array, data: Data, rows: Int32Array) {
  const { targets, forecast } = data;
  const horizon = answers.length / rows.length;
  const points: Extract<SamplePredictions, { objective: 'FORECASTING' }>['points'] = [];
  let lastDay = Number.NEGATIVE_INFINITY;
  // Starts before the first kept step, so that the result does not depend on where the first forecast begins.
  for (let sample = Math.max(0, rows.length - maxPlottedSteps); sample < rows.length; sample++) {
    const row = rows[sample] ?? 0;
    const days = forecast?.days.subarray(row * horizon, (row + 1) * horizon) ?? new Float64Array();
    if ((days[0] ?? lastDay) <= lastDay) continue;
    const outputs = answers.subarray(sample * horizon, (sample + 1) * horizon);
    const actual = forecastOf(manifest, targets?.values.subarray(row * horizon, (row + 1) * horizon) ?? [], data, row);
    const naive = forecastOf(manifest, new Float32Array(horizon), data, row);
    for (const [step, value] of forecastOf(manifest, outputs, data, row).entries()) {
      const day = days[step] ?? 0;
      points.push({
        timestamp: formatDate(day),
        actual: roundToFloat32(actual[step] ?? 0),
        forecast: roundToFloat32(value),
        naiveForecast: roundToFloat32(naive[step] ?? 0),
      });
      lastDay = day;
    }
  }
  return points.slice(-maxPlottedSteps);
}

/** Rounds to the precision of the training data. */
const roundToFloat32 = (value: number) => Number(value.toPrecision(7));
