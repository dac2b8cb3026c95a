/** Online prediction. */
import { InvalidInput } from '../errors.ts';
import { builder } from '../graphql/builder.ts';
import { decodeId } from '../graphql/connection.ts';
import { accessErrors } from '../graphql/errors.ts';
import type { Answer } from '../models/answer.ts';
import type { ModelVersion } from '../models/model.ts';
import { ModelVersionRef } from '../models/schema.ts';
import type { PredictionService } from './prediction-service.ts';

declare module '../graphql/context.ts' {
  interface Services {
    predictions: PredictionService;
  }
}

const ProbabilityRef = builder.objectRef<{ label: string; probability: number }>('ClassProbability').implement({
  fields: (t) => ({ label: t.exposeString('label'), probability: t.exposeFloat('probability') }),
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
  }),
});

builder.mutationField('predict', (t) =>
  t.field({
    type: PayloadRef,
    errors: { types: [...accessErrors] },
    description: 'Answers for up to 1000 samples at once.',
    args: { input: t.arg({ type: PredictInputRef, required: true }) },
    resolve(_, { input }, { viewer, services }) {
      if (!input.rows && !input.images) throw new InvalidInput('input.rows', 'Give `rows` or `images`.');
      return services.predictions.predict(viewer, {
        modelId: decodeId(input.modelId, 'Model', 'input.modelId'),
        version: input.version ?? null,
        rows: input.rows ?? null,
        images: input.images ?? null,
      });
    },
  }),
);
