/** GraphQL types of the details of a model version: fitted attributes, training history and environment. */
import { builder } from '../../graphql/builder.ts';
import type { FittedAttributes, History, TrainingEnvironment } from '../model.ts';
import { MetricRef } from './metric.ts';

export const FactRef = builder.objectRef<FittedAttributes[number]>('FittedAttribute').implement({
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

export const EpochRef = builder.objectRef<History[number]>('EpochMetrics').implement({
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

export const EnvironmentRef = builder.objectRef<TrainingEnvironment>('TrainingEnvironment').implement({
  description: 'Software, hardware and data needed to reproduce the model.',
  fields: (t) => ({
    backend: t.exposeString('backend', { description: 'Compute engine that the model was trained on.' }),
    device: t.exposeString('device', { description: 'Device of the engine.' }),
    nodeVersion: t.exposeString('nodeVersion', { description: 'Version of Node.js.' }),
    aiasVersion: t.exposeString('aiasVersion', { description: 'Version of Aias.' }),
    tfjsVersion: t.exposeString('tfjsVersion', { description: 'TensorFlow.js version.' }),
    seed: t.exposeInt('seed', { description: 'Seed of the random numbers.' }),
    datasetSha256: t.exposeString('datasetSha256', { description: 'SHA-256 of the dataset file.' }),
    trainSampleCount: t.exposeInt('trainSampleCount', { description: 'Number of training samples.' }),
    validationSampleCount: t.exposeInt('validationSampleCount', { description: 'Number of validation samples.' }),
    testSampleCount: t.exposeInt('testSampleCount', { description: 'Number of test samples.' }),
    parameterCount: t.exposeInt('parameterCount', { description: 'Number of model parameters (weights).' }),
    durationSeconds: t.exposeFloat('durationSeconds', {
      description: 'Time from loading the data to storing the model, in seconds.',
    }),
  }),
});
