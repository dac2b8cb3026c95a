/** GraphQL types of the details of a model version: fitted attributes, training history and environment. */
import { builder } from '../../graphql/builder.ts';
import type { Environment, Facts, History } from '../model.ts';
import { MetricRef } from './metric.ts';

export const FactRef = builder.objectRef<Facts[number]>('ModelFact').implement({
  description: 'A fitted attribute of a model that can be interpreted, such as its coefficients.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Name of the attribute. Follows scikit-learn, such as `coefficients` or `explainedVarianceRatio`.',
    }),
    values: t.exposeFloatList('values', { description: 'Values, in row-major order.' }),
    labels: t.stringList({
      nullable: true,
      description:
        'What each value refers to: a column (`size`, `color=red`, `size × size`), a class, or both (`setosa: size`). Null when values ' +
        'refer to neither, and for models trained before labels were recorded.',
      resolve: ({ labels }) => labels ?? null,
    }),
  }),
});

export const EpochRef = builder.objectRef<History[number]>('Epoch').implement({
  description: 'Metrics at the end of one epoch.',
  fields: (t) => ({
    epoch: t.exposeInt('epoch', { description: 'Number of the epoch. Starts at 1.' }),
    step: t.exposeInt('step', { description: 'Number of training steps (weight updates) completed so far.' }),
    metrics: t.field({
      type: [MetricRef],
      description: 'Metrics at the end of the epoch.',
      resolve: ({ metrics }) => metrics,
    }),
  }),
});

export const EnvironmentRef = builder.objectRef<Environment>('Environment').implement({
  description: 'Software, hardware and data needed to reproduce the model.',
  fields: (t) => ({
    backend: t.exposeString('backend', { description: 'Compute engine that the model was trained on.' }),
    device: t.exposeString('device', { description: 'Device of the engine.' }),
    node: t.exposeString('node', { description: 'Version of Node.js.' }),
    aias: t.exposeString('aias', { description: 'Version of Aias.' }),
    tensorflow: t.exposeString('tensorflow', { description: 'TensorFlow.js version.' }),
    seed: t.exposeInt('seed', { description: 'Seed of the random numbers.' }),
    datasetSha256: t.exposeString('datasetSha256', { description: 'SHA-256 of the dataset file.' }),
    trainSamples: t.exposeInt('trainSamples', { description: 'Number of training samples.' }),
    validationSamples: t.exposeInt('validationSamples', { description: 'Number of validation samples.' }),
    testSamples: t.exposeInt('testSamples', { description: 'Number of test samples.' }),
    weights: t.exposeInt('weights', { description: 'Number of model parameters (weights).' }),
    durationSeconds: t.exposeFloat('durationSeconds', {
      description: 'Time from loading the data to storing the model, in seconds.',
    }),
  }),
});
