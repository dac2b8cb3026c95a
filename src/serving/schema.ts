/** Online prediction. */

import { RateLimited } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { Answer, LabelledBox } from '../models/answer.ts';
import type { ModelVersion } from '../models/model.ts';
import { ModelVersionRef } from '../models/schema.ts';
import type { PredictionService } from './prediction-service.ts';
import type { Generated } from './predictor.ts';

declare module '../graphql/context.ts' {
  interface Services {
    predictions: PredictionService;
  }
}

const ProbabilityRef = builder.objectRef<{ label: string; probability: number }>('ClassProbability').implement({
  fields: (t) => ({ label: t.exposeString('label'), probability: t.exposeFloat('probability') }),
});

const ForecastStepRef = builder.objectRef<{ at: string; value: number }>('ForecastStep').implement({
  fields: (t) => ({
    at: t.exposeString('at', { description: 'The date, or date and time (UTC).' }),
    value: t.exposeFloat('value'),
  }),
});

const BoxRef = builder.objectRef<LabelledBox>('DetectedBox').implement({
  description: "A thing in an image, in parts of the image's width and height from its upper left corner.",
  fields: (t) => ({
    label: t.exposeString('label'),
    confidence: t.exposeFloat('confidence'),
    x: t.exposeFloat('x'),
    y: t.exposeFloat('y'),
    width: t.exposeFloat('width'),
    height: t.exposeFloat('height'),
  }),
});

const PredictionRef = builder.objectRef<Answer>('Prediction').implement({
  description: 'What a model says about one sample.',
  fields: (t) => ({
    label: t.exposeString('label', {
      nullable: true,
      description: "The most probable class, or the cluster's number; null for a number.",
    }),
    value: t.exposeFloat('value', { nullable: true, description: 'The number; null for a class.' }),
    probabilities: t.field({
      type: [ProbabilityRef],
      nullable: true,
      description: 'Of every class or cluster; null for a number.',
      resolve: ({ probabilities }) => probabilities,
    }),
    vector: t.exposeFloatList('vector', {
      nullable: true,
      description: 'What a reduction makes of the sample; null for any other model.',
    }),
    forecast: t.field({
      type: [ForecastStepRef],
      nullable: true,
      description: 'What comes next in a series; null for any other model.',
      resolve: ({ forecast }) => forecast,
    }),
    boxes: t.field({
      type: [BoxRef],
      nullable: true,
      description: 'Things in the image, surest first; null for any other model.',
      resolve: ({ boxes }) => boxes,
    }),
    image: t.exposeString('image', {
      nullable: true,
      description: 'What a vae gives back: a PNG as a data URL; null for any other model.',
    }),
  }),
});

const PayloadRef = builder.objectRef<{ version: ModelVersion; answers: Answer[] }>('PredictPayload').implement({
  fields: (t) => ({
    modelVersion: t.field({
      type: ModelVersionRef,
      description: 'Which version answered.',
      resolve: ({ version }) => version,
    }),
    predictions: t.field({
      type: [PredictionRef],
      description: 'One for each sample, in order.',
      resolve: ({ answers }) => answers,
    }),
  }),
});

const PredictInputRef = builder.inputType('PredictInput', {
  fields: (t) => ({
    modelId: t.id({ required: true }),
    version: t.int({ description: 'Left out: the newest.' }),
    rows: t.field({
      type: ['JSON'],
      description: 'For tables: objects by column name, as in the dataset; null where a value is missing.',
    }),
    images: t.stringList({ description: 'For images: JPEG, PNG or WebP files as base64 or data URLs.' }),
    texts: t.stringList({ description: 'For texts.' }),
    series: t.field({
      type: ['JSON'],
      description:
        'For a time series: its latest rows, objects by column name, as many as the model looks back. One prediction: what comes after ' +
        'the last value. With columns that are known ahead, the rows of the steps to forecast follow, without a value of the target.',
    }),
  }),
});

builder.mutationField('predict', (t) =>
  t.field({
    type: PayloadRef,
    errors: { types: [...accessErrors, RateLimited] },
    description: 'Answers for up to 1000 samples at once. Give exactly one of rows, images, texts and series.',
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
  .objectRef<{ version: ModelVersion; generated: Generated }>('GeneratePayload')
  .implement({
    fields: (t) => ({
      modelVersion: t.field({ type: ModelVersionRef, resolve: ({ version }) => version }),
      texts: t.stringList({
        description: 'What was written after the prompt; empty for images.',
        resolve: ({ generated }) => generated.texts,
      }),
      images: t.stringList({
        description: 'PNG files as data URLs; empty for texts.',
        resolve: ({ generated }) => generated.images,
      }),
      grid: t.string({
        nullable: true,
        description: 'All images in one PNG, as a data URL.',
        resolve: ({ generated }) => generated.grid,
      }),
    }),
  });

const GenerateInputRef = builder.inputType('GenerateInput', {
  fields: (t) => ({
    modelId: t.id({ required: true }),
    version: t.int({ description: 'Left out: the newest.' }),
    count: t.int({ description: 'How many; 1 to 100, default 1.' }),
    seed: t.int({ description: 'The same seed gives the same again; default 0.' }),
    prompt: t.string({ description: 'Of texts: what they begin with.' }),
    length: t.int({ description: 'Of texts: tokens that are written; 1 to 4000, default 200.' }),
    temperature: t.float({
      description:
        'Above 1 it dares more, below 1 less: images are more alike then, and fewer of them odd. 0 always takes the likeliest; 0 to 10, default 1.',
    }),
  }),
});

builder.mutationField('generate', (t) =>
  t.field({
    type: GeneratePayloadRef,
    errors: { types: [...accessErrors, RateLimited] },
    description: 'Something new in the manner of what a vae, a gan or a text transformer learned.',
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
          length: input.length ?? null,
          temperature: input.temperature ?? null,
        },
        signal ?? null,
      ),
  }),
);
