/** GraphQL types of split and training options. */

import type { Training } from '../catalogue/family.ts';
import { builder } from '../graphql/builder.ts';
import type { TrainingOptions } from '../learning/data.ts';
import type { SplitOptions } from '../shared/split.ts';

const SplitMethodEnum = builder.enumType('SplitMethod', {
  description: 'How samples are assigned to the training, validation and test sets.',
  values: {
    RANDOM: { description: 'Random split with the given seed.' },
    STRATIFIED: { description: 'Random split within each class, so that class proportions stay the same.' },
    SYSTEMATIC: { description: 'Every k-th sample, starting with the first, is in the test set.' },
    CHRONOLOGICAL: {
      description:
        'The last samples are the test set, the samples before them the validation set. The only method for time series and text generation.',
    },
  } as const satisfies Record<SplitOptions['method'], { description: string }>,
});
const OptimizerEnum = builder.enumType('Optimizer', {
  description: 'Algorithm that updates the weights.',
  values: {
    SGD: { value: 'sgd', description: 'Stochastic gradient descent without momentum.' },
    MOMENTUM: { value: 'momentum', description: 'Stochastic gradient descent with momentum 0.9.' },
    RMSPROP: { value: 'rmsprop', description: 'RMSprop.' },
    ADAM: { value: 'adam', description: 'Adam.' },
  } as const,
});
const ScheduleEnum = builder.enumType('LearningRateSchedule', {
  description: 'How the learning rate changes during training.',
  values: {
    CONSTANT: { value: 'constant', description: 'Constant learning rate.' },
    COSINE: { value: 'cosine', description: 'Cosine decay to zero.' },
  } as const,
});
const MonitorEnum = builder.enumType('MonitoredMetric', {
  description: 'Metric that early stopping monitors.',
  values: {
    VAL_LOSS: { value: 'val_loss', description: 'Loss on the validation set.' },
    VAL_ACCURACY: { value: 'val_accuracy', description: 'Accuracy on the validation set.' },
    LOSS: { value: 'loss', description: 'Loss on the training set.' },
  } as const,
});

export const SplitInput = builder.inputType('SplitInput', {
  description: 'How samples are divided into training, validation and test sets.',
  fields: (t) => ({
    method: t.field({
      type: SplitMethodEnum,
      description: 'Split method. Default: `STRATIFIED`, or `CHRONOLOGICAL` for time series and text generation.',
    }),
    validationFraction: t.float({
      description:
        'Fraction of the samples held out for validation: early stopping and the choice of the best epoch. Range 0-0.9. Default: 0.1, or 0 for clustering and dimensionality reduction.',
    }),
    testFraction: t.float({
      description:
        'Fraction of the samples held out for the test set. Range 0-0.9. Default: 0.2, or 0 for clustering and dimensionality reduction. Below 1 together with the validation fraction.',
    }),
    seed: t.int({ defaultValue: 0, description: 'Random seed of the split. Range 0-2147483647.' }),
  }),
});
const EarlyStoppingInput = builder.inputType('EarlyStoppingInput', {
  description: 'Stops training when the monitored metric has not improved for `patience` epochs.',
  fields: (t) => ({
    monitor: t.field({ type: MonitorEnum, defaultValue: 'val_loss', description: 'Metric to monitor.' }),
    patience: t.int({
      defaultValue: 10,
      description: 'Number of epochs without improvement after which training stops. Range 1-10000.',
    }),
    minDelta: t.float({
      defaultValue: 0,
      description: 'Minimum change that counts as an improvement. Range 0-1000000.',
    }),
  }),
});
export const TrainingInput = builder.inputType('TrainingInput', {
  description:
    'Training options. Omitted options use the defaults of the family. Options that the family does not have are rejected.',
  fields: (t) => ({
    epochs: t.int({
      description:
        'Maximum number of epochs, or of iterations for families that are not trained in epochs. Range 1-10000.',
    }),
    batchSize: t.int({ description: 'Number of samples per batch. Range 1-65536.' }),
    learningRate: t.float({ description: 'Learning rate. Range 1e-8 to 10.' }),
    optimizer: t.field({ type: OptimizerEnum, description: 'Optimization algorithm.' }),
    learningRateSchedule: t.field({ type: ScheduleEnum, description: 'Learning rate schedule.' }),
    earlyStopping: t.field({
      type: EarlyStoppingInput,
      description: 'Early stopping. Set to null to train for all epochs.',
    }),
    replicas: t.int({
      description:
        'Number of network replicas that share each batch (data parallelism), one per CPU core. Range 1-64. Default: 1. The same number of replicas gives the same weights.',
    }),
    seed: t.int({
      defaultValue: 0,
      description: 'Random seed for initial weights, shuffling, dropout and augmentation. Range 0-2147483647.',
    }),
  }),
});

export const SplitRef = builder.objectRef<SplitOptions>('Split').implement({
  description: 'How samples are divided into training, validation and test sets.',
  fields: (t) => ({
    method: t.field({
      type: SplitMethodEnum,
      description: 'How samples are assigned to the parts.',
      resolve: ({ method }) => method,
    }),
    validationFraction: t.exposeFloat('validationFraction', {
      description: 'Fraction of the samples held out for validation.',
    }),
    testFraction: t.exposeFloat('testFraction', { description: 'Fraction of the samples held out for the test set.' }),
    seed: t.exposeInt('seed', { description: 'Random seed of the split.' }),
  }),
});
const EarlyStoppingRef = builder.objectRef<NonNullable<TrainingOptions['earlyStopping']>>('EarlyStopping').implement({
  description: 'When training stops before the last epoch.',
  fields: (t) => ({
    monitor: t.field({ type: MonitorEnum, description: 'Monitored metric.', resolve: ({ monitor }) => monitor }),
    patience: t.exposeInt('patience', {
      description: 'Number of epochs without improvement after which training stops.',
    }),
    minDelta: t.exposeFloat('minDelta', { description: 'Minimum change that counts as an improvement.' }),
  }),
});
export const TrainingRef = builder.objectRef<Training>('Training').implement({
  description:
    'Training options. An option is null when the family does not have it; `earlyStopping` is also null when it is off.',
  fields: (t) => ({
    epochs: t.exposeInt('epochs', {
      nullable: true,
      description: 'Maximum number of epochs, or of iterations for families that are not trained in epochs.',
    }),
    batchSize: t.exposeInt('batchSize', { nullable: true, description: 'Number of samples per batch.' }),
    learningRate: t.exposeFloat('learningRate', { nullable: true, description: 'Initial learning rate.' }),
    optimizer: t.field({
      type: OptimizerEnum,
      description: 'Optimizer.',
      nullable: true,
      resolve: ({ optimizer }) => optimizer,
    }),
    learningRateSchedule: t.field({
      type: ScheduleEnum,
      description: 'Schedule of the learning rate.',
      nullable: true,
      resolve: ({ learningRateSchedule }) => learningRateSchedule,
    }),
    earlyStopping: t.field({
      type: EarlyStoppingRef,
      description: 'When training stops early.',
      nullable: true,
      resolve: ({ earlyStopping }) => earlyStopping,
    }),
    replicas: t.exposeInt('replicas', {
      nullable: true,
      description: 'Number of network replicas that share each batch (data parallelism).',
    }),
    seed: t.exposeInt('seed', { description: 'Random seed for initial weights, shuffling, dropout and augmentation.' }),
  }),
});
