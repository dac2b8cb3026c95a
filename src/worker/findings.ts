/** The samples that go with a report: what a person sees of how well a model does. */
import { dateOfDays } from '../datasets/dates.ts';
import type { Data } from '../learning/data.ts';
import { chooseExamples, choosePoints } from '../learning/examples.ts';
import { forecastOf, unscaled } from '../models/answer.ts';
import { classesOf, type ModelManifest } from '../models/bundle.ts';
import type { Findings } from '../models/evaluated.ts';

/** Steps of a series that are drawn. */
const mostSteps = 500;

/** @param answers of `rows`, in this order. @returns null for an objective without anything to show */
export function findingsOf(
  manifest: ModelManifest,
  answers: Float32Array,
  data: Data,
  rows: Int32Array,
): Findings | null {
  const { targets, origins } = data;
  const { objective } = manifest;
  if (!targets) return null;
  if (objective === 'FORECASTING') return { objective, points: stretchOf(manifest, answers, data, rows) };
  const place = ({ sample, ...rest }: { sample: number; actual: number; predicted: number }) => {
    const row = rows[sample] ?? 0;
    return { index: origins?.[row] ?? row, ...rest };
  };
  const wanted = Float64Array.from(rows, (row) => targets.values[row] ?? Number.NaN);
  const classes = classesOf(manifest);
  if (objective === 'CLASSIFICATION' && classes) {
    const chosen = chooseExamples(answers, Int32Array.from(wanted), classes.length);
    return {
      objective,
      examples: chosen.map(({ probability, ...example }) => ({ ...place(example), probability: short(probability) })),
    };
  }
  if (objective !== 'REGRESSION') return null;
  const unscale = (value: number) => unscaled(manifest, value);
  const { points, largest } = choosePoints(Float64Array.from(answers, unscale), wanted.map(unscale));
  const shorten = (example: (typeof points)[number]) => {
    const { actual, predicted } = example;
    return place({ ...example, actual: short(actual), predicted: short(predicted) });
  };
  return { objective, points: points.map(shorten), largest: largest.map(shorten) };
}

/** The end of the series as it was forecast: every step once, by the first forecast that reaches it. */
function stretchOf(manifest: ModelManifest, answers: Float32Array, data: Data, rows: Int32Array) {
  const { targets, forecast } = data;
  const horizon = answers.length / rows.length;
  const points: Extract<Findings, { objective: 'FORECASTING' }>['points'] = [];
  let known = Number.NEGATIVE_INFINITY;
  // From a little further back than what is kept: where the first forecast begins does not matter then.
  for (let sample = Math.max(0, rows.length - mostSteps); sample < rows.length; sample++) {
    const row = rows[sample] ?? 0;
    const days = forecast?.days.subarray(row * horizon, (row + 1) * horizon) ?? new Float64Array();
    if ((days[0] ?? known) <= known) continue;
    const own = answers.subarray(sample * horizon, (sample + 1) * horizon);
    const actual = forecastOf(manifest, targets?.values.subarray(row * horizon, (row + 1) * horizon) ?? [], data, row);
    const naive = forecastOf(manifest, new Float32Array(horizon), data, row);
    for (const [step, value] of forecastOf(manifest, own, data, row).entries()) {
      const day = days[step] ?? 0;
      points.push({
        at: dateOfDays(day),
        actual: short(actual[step] ?? 0),
        forecast: short(value),
        naive: short(naive[step] ?? 0),
      });
      known = day;
    }
  }
  return points.slice(-mostSteps);
}

/** As exact as what was learned from. */
const short = (value: number) => Number(value.toPrecision(7));
