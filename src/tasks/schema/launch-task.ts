/** The mutation that launches a task. */
import { Conflict, InvalidInput } from '../../errors.ts';
import { builder } from '../../graphql/builder.ts';
import { decodeId } from '../../graphql/connection.ts';
import { accessErrors } from '../../graphql/errors.ts';
import type { LaunchInput } from '../task-service.ts';
import { LaunchTaskInput } from './launch-inputs.ts';
import { TaskRef } from './task.ts';

/** Returns the requested launch, and the path of its input for messages. */
function parseLaunchInput({
  train,
  tune,
  evaluate,
  predict,
}: typeof LaunchTaskInput.$inferInput): [LaunchInput, string] {
  const options = { priority: null, idempotencyKey: null, pool: null, requiredLabels: null };
  if (train) {
    const configurationId = decodeId(train.configurationId, 'Configuration', 'input.train.configurationId');
    return [{ ...options, ...omitUndefined(train), kind: 'TRAIN', configurationId }, 'input.train'];
  }
  if (tune) {
    const configurationId = decodeId(tune.configurationId, 'Configuration', 'input.tune.configurationId');
    return [
      { ...options, trials: null, seed: null, ...omitUndefined(tune), kind: 'TUNE', configurationId },
      'input.tune',
    ];
  }
  const [inference, kind, field] = evaluate
    ? ([evaluate, 'EVALUATE', 'input.evaluate'] as const)
    : ([predict, 'PREDICT', 'input.predict'] as const);
  if (!inference) {
    throw new InvalidInput('input', 'Set one kind of task to launch, such as { train: { configurationId: "..." } }.');
  }
  const modelId = decodeId(inference.modelId, 'Model', `${field}.modelId`);
  const datasetId = decodeId(inference.datasetId, 'Dataset', `${field}.datasetId`);
  return [{ ...options, version: null, ...omitUndefined(inference), kind, modelId, datasetId }, field];
}

/** Returns a copy without undefined properties. */
function omitUndefined<T extends object>(object: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> }; // the filter guarantees this type
}

builder.mutationField('launchTask', (t) =>
  t.field({
    type: TaskRef,
    errors: { types: [...accessErrors, Conflict] },
    description: 'Adds a task to the queue.',
    args: { input: t.arg({ type: LaunchTaskInput, required: true }) },
    resolve: (_, { input }, { viewer, services }) => services.tasks.launch(viewer, ...parseLaunchInput(input)),
  }),
);
