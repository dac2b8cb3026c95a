/** GraphQL inputs of launches, one for each kind of task. */
import { builder } from '../../graphql/builder.ts';

const launchFields = {
  priority: 'Priority in the queue. Tasks with a higher priority are claimed first. Range -100 to 100.',
  idempotencyKey:
    'Idempotency key, 1-200 characters. Repeating a launch with the same key returns the existing task; a different launch ' +
    'with the same key is a `Conflict`.',
  pool: 'Worker pool whose workers can claim the task. Default: any pool.',
  requiredLabels: 'Labels that a worker must have to claim the task, such as `gpu`. At most 16 labels.',
};

const LaunchTrainInput = builder.inputType('LaunchTrainInput', {
  description: 'Trains a model from a configuration.',
  fields: (t) => ({
    configurationId: t.id({ required: true, description: 'Configuration to train.' }),
    priority: t.int({ defaultValue: 0, description: launchFields.priority }),
    idempotencyKey: t.string({ description: launchFields.idempotencyKey }),
    pool: t.string({ description: launchFields.pool }),
    requiredLabels: t.stringList({ description: launchFields.requiredLabels }),
  }),
});

const LaunchTuneInput = builder.inputType('LaunchTuneInput', {
  description: 'Hyperparameter tuning by random search. Trial 1 uses the configuration unchanged.',
  fields: (t) => ({
    configurationId: t.id({ required: true, description: 'Configuration to tune.' }),
    trials: t.int({ defaultValue: 10, description: 'Number of trials. Range 1-200.' }),
    seed: t.int({ defaultValue: 0, description: 'Random seed that determines the trials.' }),
    priority: t.int({ defaultValue: 0, description: launchFields.priority }),
    idempotencyKey: t.string({ description: launchFields.idempotencyKey }),
    pool: t.string({ description: launchFields.pool }),
    requiredLabels: t.stringList({ description: launchFields.requiredLabels }),
  }),
});

const inferenceInput = (name: string, description: string) =>
  builder.inputType(name, {
    description,
    fields: (t) => ({
      modelId: t.id({ required: true, description: 'Model to run.' }),
      version: t.int({ description: 'Model version number. Default: the newest version.' }),
      datasetId: t.id({
        required: true,
        description: 'Dataset to run on. The task uses its newest `READY` version.',
      }),
      priority: t.int({ defaultValue: 0, description: launchFields.priority }),
      idempotencyKey: t.string({ description: launchFields.idempotencyKey }),
      pool: t.string({ description: launchFields.pool }),
      requiredLabels: t.stringList({ description: launchFields.requiredLabels }),
    }),
  });

const LaunchEvaluateInput = inferenceInput('LaunchEvaluateInput', 'Evaluates a model on an entire labeled dataset.');

const LaunchPredictInput = inferenceInput(
  'LaunchPredictInput',
  'Predicts every sample of a dataset (batch prediction).',
);

export const LaunchTaskInput = builder.inputType('LaunchTaskInput', {
  description: 'Task to launch.',
  isOneOf: true,
  fields: (t) => ({
    train: t.field({ type: LaunchTrainInput, description: 'Launches a `TRAIN` task.' }),
    evaluate: t.field({ type: LaunchEvaluateInput, description: 'Launches an `EVALUATE` task.' }),
    predict: t.field({ type: LaunchPredictInput, description: 'Launches a `PREDICT` task.' }),
    tune: t.field({ type: LaunchTuneInput, description: 'Launches a `TUNE` task.' }),
  }),
});
