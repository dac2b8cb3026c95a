/** How data is divided and how it is learned, as GraphQL types. */

import type { Training } from '../catalogue/family.ts';
import { builder } from '../graphql/builder.ts';
import type { SplitOptions, TrainingOptions } from '../learning/data.ts';

const SplitMethodEnum = builder.enumType('SplitMethod', {
  description:
    'RANDOM: seeded. STRATIFIED: the same within each class. SYSTEMATIC: every k-th sample, beginning with the first, is a test sample. ' +
    'CHRONOLOGICAL: the last samples are for testing, those before them for validation; series and texts to imitate allow no other.',
  values: ['RANDOM', 'STRATIFIED', 'SYSTEMATIC', 'CHRONOLOGICAL'] as const,
});
const OptimizerEnum = builder.enumType('Optimizer', {
  values: {
    SGD: { value: 'sgd' },
    MOMENTUM: { value: 'momentum' },
    RMSPROP: { value: 'rmsprop' },
    ADAM: { value: 'adam' },
  } as const,
});
const ScheduleEnum = builder.enumType('LearningRateSchedule', {
  description: 'CONSTANT, or falling to zero along half a COSINE.',
  values: { CONSTANT: { value: 'constant' }, COSINE: { value: 'cosine' } } as const,
});
const MonitorEnum = builder.enumType('Monitor', {
  values: {
    VAL_LOSS: { value: 'val_loss' },
    VAL_ACCURACY: { value: 'val_accuracy' },
    LOSS: { value: 'loss' },
  } as const,
});

export const SplitInput = builder.inputType('SplitInput', {
  description: 'How samples are divided.',
  fields: (t) => ({
    method: t.field({
      type: SplitMethodEnum,
      description: 'Default STRATIFIED, and CHRONOLOGICAL for series and for texts to imitate.',
    }),
    validation: t.float({ description: 'Fraction to choose by (early stopping, best epoch). Default 0.1.' }),
    test: t.float({ description: 'Fraction to judge by, never learned from. Default 0.2.' }),
    seed: t.int({ description: 'Default 0.' }),
  }),
});
const EarlyStoppingInput = builder.inputType('EarlyStoppingInput', {
  description: 'Stop when nothing has become better for `patience` epochs.',
  fields: (t) => ({
    monitor: t.field({ type: MonitorEnum, description: 'Default VAL_LOSS.' }),
    patience: t.int({ description: 'Default 10.' }),
    minDelta: t.float({ description: 'Less than this is no improvement. Default 0.' }),
  }),
});
export const TrainingInput = builder.inputType('TrainingInput', {
  description:
    "How it is trained. What is left out is the family's default; an option that the family does not have is an error.",
  fields: (t) => ({
    epochs: t.int({
      description: '1 to 10000; for a family that iterates otherwise, the largest number of iterations.',
    }),
    batchSize: t.int({ description: '1 to 65536.' }),
    learningRate: t.float({ description: '1e-8 to 10.' }),
    optimizer: t.field({ type: OptimizerEnum }),
    schedule: t.field({ type: ScheduleEnum }),
    earlyStopping: t.field({ type: EarlyStoppingInput, description: 'null: always train all epochs.' }),
    replicas: t.int({
      description:
        '1 to 64: copies of the network that share each batch, one on each core. The same number gives the same weights. Default 1.',
    }),
    seed: t.int({ description: 'Decides initial weights, order, dropout and augmentation. Default 0.' }),
  }),
});

export const SplitRef = builder.objectRef<SplitOptions>('Split').implement({
  fields: (t) => ({
    method: t.field({ type: SplitMethodEnum, resolve: ({ method }) => method }),
    validation: t.exposeFloat('validation'),
    test: t.exposeFloat('test'),
    seed: t.exposeInt('seed'),
  }),
});
const EarlyStoppingRef = builder.objectRef<NonNullable<TrainingOptions['earlyStopping']>>('EarlyStopping').implement({
  fields: (t) => ({
    monitor: t.field({ type: MonitorEnum, resolve: ({ monitor }) => monitor }),
    patience: t.exposeInt('patience'),
    minDelta: t.exposeFloat('minDelta'),
  }),
});
export const TrainingRef = builder.objectRef<Training>('Training').implement({
  description: 'How it is trained; null: the family has no such option.',
  fields: (t) => ({
    epochs: t.exposeInt('epochs', { nullable: true, description: 'Or iterations, at most.' }),
    batchSize: t.exposeInt('batchSize', { nullable: true }),
    learningRate: t.exposeFloat('learningRate', { nullable: true }),
    optimizer: t.field({ type: OptimizerEnum, nullable: true, resolve: ({ optimizer }) => optimizer }),
    schedule: t.field({ type: ScheduleEnum, nullable: true, resolve: ({ schedule }) => schedule }),
    earlyStopping: t.field({ type: EarlyStoppingRef, nullable: true, resolve: ({ earlyStopping }) => earlyStopping }),
    replicas: t.exposeInt('replicas', { nullable: true }),
    seed: t.exposeInt('seed'),
  }),
});
