/** The main metrics of a report. */
import type { ReportFragment } from '../../api/generated.ts';

const names = [
  'accuracy',
  'macroF1',
  'macroPrecision',
  'macroRecall',
  'meanAveragePrecision',
  'meanAbsoluteError',
  'rootMeanSquaredError',
  'r2',
  'naiveMeanAbsoluteError',
  'silhouette',
  'inertia',
  'bitsPerDimension',
  'components',
  'retainedVariance',
  'loss',
  'samples',
] as const;

export type ScoreName = (typeof names)[number];

/** Returns the metrics that this type of report has. */
export function scoresOf(report: ReportFragment): [name: ScoreName, value: number][] {
  const values: Partial<Record<ScoreName, unknown>> = report;
  return names.flatMap((name): [ScoreName, number][] => {
    const value = values[name];
    return typeof value === 'number' ? [[name, value]] : [];
  });
}
