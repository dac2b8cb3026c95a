/** GraphQL union of the reports of all objectives. */
import { builder } from '../../../graphql/builder.ts';
import type { EvaluationReport } from '../../model.ts';
import { ClassificationReportRef } from './classification-report.ts';
import { ClusteringReportRef } from './clustering-report.ts';
import { DetectionReportRef } from './detection-report.ts';
import { ForecastingReportRef } from './forecasting-report.ts';
import { GenerationReportRef } from './generation-report.ts';
import { ReductionReportRef } from './reduction-report.ts';
import { RegressionReportRef } from './regression-report.ts';

const reportTypes = {
  CLASSIFICATION: ClassificationReportRef,
  REGRESSION: RegressionReportRef,
  CLUSTERING: ClusteringReportRef,
  DIMENSIONALITY_REDUCTION: ReductionReportRef,
  FORECASTING: ForecastingReportRef,
  DETECTION: DetectionReportRef,
  GENERATION: GenerationReportRef,
};

export const ReportUnion = builder.unionType('EvaluationReport', {
  description:
    'Evaluation of a model on samples that it was not trained on. Clustering and dimensionality reduction are evaluated on the training samples when no test samples were held out.',
  types: Object.values(reportTypes),
  resolveType: (report: EvaluationReport) => reportTypes[report.objective],
});
