/** GraphQL types for online prediction and generation. */

import { RateLimited } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { ModelVersion } from '../models/model.ts';
import { ModelVersionRef } from '../models/schema/model-version.ts';
import type { DetectedBox, Prediction } from '../shared/predictions.ts';
import type { PredictionService } from './prediction-service.ts';
import type { GenerationResult } from './requests.ts';

declare module '../graphql/context.ts' {
  interface Services {
    predictions: PredictionService;
  }
}

const ProbabilityRef = builder.objectRef<{ label: string; probability: number }>('ClassProbability').implement({
  description: 'Probability of one class or cluster.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Name of the class, or number of the cluster.' }),
    probability: t.exposeFloat('probability', { description: 'Probability. Range 0-1.' }),
  }),
});

const ForecastStepRef = builder.objectRef<{ timestamp: string; value: number }>('ForecastStep').implement({
  description: 'One step of a forecast.',
  fields: (t) => ({
    timestamp: t.exposeString('timestamp', { description: 'Date, or date and time in UTC, in ISO 8601 format.' }),
    value: t.exposeFloat('value', { description: 'Forecast value, in the unit of the target.' }),
  }),
});

const BoxRef = builder.objectRef<DetectedBox>('DetectedBox').implement({
  description: 'A detected object. Coordinates are fractions of the image width and height, from the top left corner.',
  fields: (t) => ({
    label: t.exposeString('label', { description: 'Class of the object.' }),
    confidence: t.exposeFloat('confidence', { description: 'Confidence of the detection. Range 0-1.' }),
    x: t.exposeFloat('x', { description: 'Left edge of the box, as a fraction of the image width.' }),
    y: t.exposeFloat('y', { description: 'Top edge of the box, as a fraction of the image height.' }),
    width: t.exposeFloat('width', { description: 'Width of the box, as a fraction of the image width.' }),
    height: t.exposeFloat('height', { description: 'Height of the box, as a fraction of the image height.' }),
  }),
});

const PredictionRef = builder.objectRef<Prediction>('Prediction').implement({
  description: 'Prediction of a model for one sample.',
  fields: (t) => ({
    label: t.exposeString('label', {
      nullable: true,
      description: 'Most probable class, or the number of the cluster. Null for models that predict neither.',
    }),
    value: t.exposeFloat('value', {
      nullable: true,
      description: 'Predicted number, in the unit of the target. Null unless the model is a regression model.',
    }),
    probabilities: t.field({
      type: [ProbabilityRef],
      nullable: true,
      description: 'Probability of every class or cluster. Null for models that predict neither.',
      resolve: ({ probabilities }) => probabilities,
    }),
    embedding: t.exposeFloatList('embedding', {
      nullable: true,
      description: 'Components of the sample after dimensionality reduction. Null for other models.',
    }),
    forecast: t.field({
      type: [ForecastStepRef],
      nullable: true,
      description: 'Forecast of a time series. Null unless the model is a forecasting model.',
      resolve: ({ forecast }) => forecast,
    }),
    boxes: t.field({
      type: [BoxRef],
      nullable: true,
      description: 'Detected objects, most confident first. Null unless the model is an object detector.',
      resolve: ({ boxes }) => boxes,
    }),
    reconstruction: t.exposeString('reconstruction', {
      nullable: true,
      description: 'Reconstruction of the image by a `vae`, as a PNG data URL. Null for other models.',
    }),
  }),
});

const PredictPayloadRef = builder
  .objectRef<{ version: ModelVersion; answers: Prediction[] }>('PredictPayload')
  .implement({
    fields: (t) => ({
      modelVersion: t.field({
        type: ModelVersionRef,
        description: 'Model version that made the predictions.',
        resolve: ({ version }) => version,
      }),
      predictions: t.field({
        type: [PredictionRef],
        description: 'Predictions in the order of the samples, one per sample.',
        resolve: ({ answers }) => answers,
      }),
    }),
  });

const PredictInputRef = builder.inputType('PredictInput', {
  fields: (t) => ({
    modelId: t.id({ required: true, description: 'Model to run.' }),
    version: t.int({ description: 'Model version number. Default: the newest version.' }),
    rows: t.field({
      type: ['JSON'],
      description:
        'Tabular models only: objects by column name, as in the dataset, null where a value is missing. At most 1000.',
    }),
    images: t.stringList({
      description: 'Image models only: JPEG, PNG or WebP files, as base64 or data URLs. At most 1000.',
    }),
    texts: t.stringList({ description: 'Text models only: texts of up to 1048576 characters. At most 1000.' }),
    series: t.field({
      type: ['JSON'],
      description:
        'Time series only: the most recent rows as objects by column name, at least as many as the model requires and at most 100000. ' +
        'Gives one prediction: the forecast after the last known target value. With future covariates, the rows of the steps to ' +
        'forecast follow, without a target value.',
    }),
  }),
});

builder.mutationField('predict', (t) =>
  t.field({
    type: PredictPayloadRef,
    errors: { types: [...accessErrors, RateLimited] },
    description:
      'Predicts up to 1000 samples, or one time series, and returns the result directly. Exactly one of `rows`, `images`, `texts` and `series` must be set. For more samples, launch a `PREDICT` task.',
    args: { input: t.arg({ type: PredictInputRef, required: true }) },
    resolve: (_, { input }, { viewer, services, signal }) =>
      services.predictions.predict(
        viewer,
        {
          modelId: decodeId(input.modelId, 'Model', 'input.modelId'),
          version: input.version ?? null,
          rows: input.rows ?? null,
          images: input.images ?? null,
          texts: input.texts ?? null,
          series: input.series ?? null,
        },
        signal ?? null,
      ),
  }),
);

const GeneratePayloadRef = builder
  .objectRef<{ version: ModelVersion; generated: GenerationResult }>('GeneratePayload')
  .implement({
    fields: (t) => ({
      modelVersion: t.field({
        type: ModelVersionRef,
        description: 'Model version that generated the samples.',
        resolve: ({ version }) => version,
      }),
      texts: t.stringList({
        description: 'Generated texts, without the prompt. Empty for images.',
        resolve: ({ generated }) => generated.texts,
      }),
      images: t.stringList({
        description: 'Generated images as PNG data URLs. Empty for text.',
        resolve: ({ generated }) => generated.images,
      }),
      grid: t.string({
        nullable: true,
        description: 'All generated images in one PNG grid, as a data URL. Null for text.',
        resolve: ({ generated }) => generated.grid,
      }),
    }),
  });

const GenerateInputRef = builder.inputType('GenerateInput', {
  fields: (t) => ({
    modelId: t.id({ required: true, description: 'Model to run.' }),
    version: t.int({ description: 'Model version number. Default: the newest version.' }),
    count: t.int({ defaultValue: 1, description: 'Number of samples to generate. Range 1-100.' }),
    seed: t.int({ defaultValue: 0, description: 'Random seed. The same seed generates the same samples.' }),
    prompt: t.string({ description: 'Text only: prompt to continue.' }),
    tokenCount: t.int({ defaultValue: 200, description: 'Text only: number of tokens to generate. Range 1-4000.' }),
    temperature: t.float({
      defaultValue: 1,
      description:
        'Sampling temperature. Values above 1 increase variety; values below 1 make samples more alike and outliers rarer. 0 always takes the most likely output. Range 0-10.',
    }),
  }),
});

builder.mutationField('generate', (t) =>
  t.field({
    type: GeneratePayloadRef,
    errors: { types: [...accessErrors, RateLimited] },
    description: 'Generates new samples with a `vae`, a `gan` or a text `transformer`.',
    args: { input: t.arg({ type: GenerateInputRef, required: true }) },
    resolve: (_, { input }, { viewer, services, signal }) =>
      services.predictions.generate(
        viewer,
        {
          modelId: decodeId(input.modelId, 'Model', 'input.modelId'),
          version: input.version ?? null,
          count: input.count ?? null,
          seed: input.seed ?? null,
          prompt: input.prompt ?? null,
          length: input.tokenCount ?? null,
          temperature: input.temperature ?? null,
        },
        signal ?? null,
      ),
  }),
);
