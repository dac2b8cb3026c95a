/**
 * A model is what a configuration learns. Every finished training of it adds a version; a version never changes.
 * Its files lie in one zip in the artifact store (models/bundle.ts).
 */
import { z } from 'zod';

const proportion = z.number().min(0).max(1);
/** Where the samples that it was judged by lie (models/evaluated.ts); reports of before there were any have none. */
const evaluatedKey = z.string().optional();

const classificationReportSchema = z.object({
  objective: z.literal('CLASSIFICATION'),
  samples: z.number().int(),
  loss: z.number(),
  accuracy: proportion,
  macroPrecision: proportion,
  macroRecall: proportion,
  macroF1: proportion,
  perClass: z.array(
    z.object({
      name: z.string(),
      precision: proportion,
      recall: proportion,
      f1: proportion,
      support: z.number().int(),
    }),
  ),
  /** Rows are the true classes, columns the predicted ones, in the order of `perClass`. */
  confusionMatrix: z.array(z.array(z.number().int())),
  evaluatedKey,
});

const regressionReportSchema = z.object({
  objective: z.literal('REGRESSION'),
  samples: z.number().int(),
  loss: z.number(),
  meanAbsoluteError: z.number(),
  rootMeanSquaredError: z.number(),
  /** Coefficient of determination; at most 1, negative when the mean would do better. */
  r2: z.number(),
  evaluatedKey,
});

const clusteringReportSchema = z.object({
  objective: z.literal('CLUSTERING'),
  samples: z.number().int(),
  /** Samples of each cluster, by its number. */
  sizes: z.array(z.number().int()),
  /** Squared distances to the centre of the own cluster, added up. */
  inertia: z.number(),
  /** From -1 to 1; null with fewer than two clusters that have samples. */
  silhouette: z.number().nullable(),
});

const reductionReportSchema = z.object({
  objective: z.literal('DIMENSIONALITY_REDUCTION'),
  samples: z.number().int(),
  components: z.number().int(),
  /** Share of the variance that a linear map of the components gives back. */
  retainedVariance: z.number(),
});

const forecastingReportSchema = z.object({
  objective: z.literal('FORECASTING'),
  samples: z.number().int(),
  /** Mean squared error. */
  loss: z.number(),
  meanAbsoluteError: z.number(),
  rootMeanSquaredError: z.number(),
  /** Mean absolute error of the seasonal naive forecast. */
  naiveError: z.number(),
  evaluatedKey,
});

const detectionReportSchema = z.object({
  objective: z.literal('DETECTION'),
  samples: z.number().int(),
  meanAveragePrecision: proportion,
  /** Null: no image has such a thing. */
  perClass: z.array(z.object({ name: z.string(), averagePrecision: proportion.nullable(), support: z.number().int() })),
});

const generationReportSchema = z.object({
  objective: z.literal('GENERATION'),
  samples: z.number().int(),
  /** Nats a sample. */
  loss: z.number(),
  bitsPerUnit: z.number(),
});

/**
 * How well a model does on samples that it never learned from; null where there were none. What finds something in the data and
 * predicts nothing is judged by all of it then.
 */
export const evaluationReportSchema = z.discriminatedUnion('objective', [
  classificationReportSchema,
  regressionReportSchema,
  clusteringReportSchema,
  reductionReportSchema,
  forecastingReportSchema,
  detectionReportSchema,
  generationReportSchema,
]);

/** What a person can read off the model; `labels` name what each value is about. */
export const factsSchema = z.array(
  z.object({ name: z.string(), values: z.array(z.number()), labels: z.array(z.string()).optional() }),
);

/** Metrics at the end of every epoch, as they were reported. */
export const historySchema = z.array(
  z.object({
    epoch: z.number().int(),
    step: z.number().int(),
    metrics: z.array(z.object({ name: z.string(), value: z.number() })),
  }),
);

export const detailsSchema = z.object({
  report: evaluationReportSchema.nullable(),
  facts: factsSchema,
  history: historySchema,
});

/** What it takes to get the same model again. */
export const environmentSchema = z.object({
  backend: z.string(),
  device: z.string(),
  node: z.string(),
  aias: z.string(),
  tensorflow: z.string(),
  seed: z.number().int(),
  datasetSha256: z.string(),
  trainSamples: z.number().int(),
  validationSamples: z.number().int(),
  testSamples: z.number().int(),
  weights: z.number().int(),
  durationSeconds: z.number(),
});

export type EvaluationReport = z.infer<typeof evaluationReportSchema>;
export type ClassificationReport = z.infer<typeof classificationReportSchema>;
export type RegressionReport = z.infer<typeof regressionReportSchema>;
export type ClusteringReport = z.infer<typeof clusteringReportSchema>;
export type ReductionReport = z.infer<typeof reductionReportSchema>;
export type ForecastingReport = z.infer<typeof forecastingReportSchema>;
export type DetectionReport = z.infer<typeof detectionReportSchema>;
export type GenerationReport = z.infer<typeof generationReportSchema>;
export type Facts = z.infer<typeof factsSchema>;
export type History = z.infer<typeof historySchema>;
export type Environment = z.infer<typeof environmentSchema>;

/** What a finished training hands over. */
export interface TrainedModel {
  artifactKey: string;
  sha256: string;
  bytes: number;
  report: EvaluationReport | null;
  facts: Facts;
  history: History;
  environment: Environment;
}

/** What a version tells of itself that may have megabytes. */
export type ModelDetails = Pick<TrainedModel, 'report' | 'facts' | 'history'>;

/** Without its details, which `detailsOf` in model-service.ts reads. `taskId` and `environment`: null where it was imported. */
export interface ModelVersion extends Omit<TrainedModel, 'environment' | keyof ModelDetails> {
  id: string;
  modelId: string;
  version: number;
  taskId: string | null;
  environment: Environment | null;
  createdAt: Date;
}
