/** The metric by which versions of a model are compared. */
import type { ScoresFragment } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';

export type NamedScore = readonly [name: string, text: string];

export function useMainScores(): (report: ScoresFragment) => NamedScore[] {
  const say = useMessages('results');
  const { short, percent } = useFormat();
  return (report) => {
    switch (report.__typename) {
      case 'ClassificationReport':
        return [
          [say.accuracy, percent(report.accuracy)],
          [say.macroF1, short(report.macroF1)],
        ];
      case 'RegressionReport':
        return [
          [say.r2, short(report.r2)],
          [say.meanAbsoluteError, short(report.meanAbsoluteError)],
        ];
      case 'ForecastingReport':
        return [
          [say.meanAbsoluteError, short(report.meanAbsoluteError)],
          [say.naiveMeanAbsoluteError, short(report.naiveMeanAbsoluteError)],
        ];
      case 'ClusteringReport':
        return [
          [say.silhouette, report.silhouette === null ? '–' : short(report.silhouette)],
          [say.inertia, short(report.inertia)],
        ];
      case 'DetectionReport':
        return [[say.meanAveragePrecision, short(report.meanAveragePrecision)]];
      case 'GenerationReport':
        return [[say.bitsPerDimension, short(report.bitsPerDimension)]];
      case 'DimensionalityReductionReport':
        return [[say.retainedVariance, percent(report.retainedVariance)]];
    }
  };
}
