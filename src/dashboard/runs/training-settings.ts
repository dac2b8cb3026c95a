/** Display names and values of the settings that all families share. */
import type { TaskQuery } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import type { Setting } from './settings.ts';

type Configuration = NonNullable<Extract<TaskQuery['node'], { __typename: 'Task' }>['configuration']>;

export function useTrainingSettings() {
  const say = useMessages('runDetails');
  const choices = useMessages('formFields');
  const format = useFormat();
  const optimizers = { ADAM: 'Adam', RMSPROP: 'RMSProp', MOMENTUM: choices.momentum, SGD: 'SGD' };
  const schedules = { CONSTANT: choices.constant, COSINE: choices.cosine };
  const monitors = { VAL_LOSS: choices.valLoss, VAL_ACCURACY: choices.valAccuracy, LOSS: choices.trainingLoss };
  const methods = {
    STRATIFIED: choices.stratified,
    RANDOM: choices.random,
    SYSTEMATIC: choices.systematic,
    CHRONOLOGICAL: choices.chronological,
  };
  return {
    /** Omits settings that the family does not have. */
    trainingOf({
      epochs,
      batchSize,
      learningRate,
      optimizer,
      learningRateSchedule,
      replicas,
      seed,
      earlyStopping,
    }: Configuration['training']) {
      const settings: Setting[] = [];
      if (epochs !== null) settings.push([say.epochs, format.number(epochs)]);
      if (batchSize !== null) settings.push([say.batchSize, format.number(batchSize)]);
      if (learningRate !== null) settings.push([say.learningRate, format.number(learningRate)]);
      if (optimizer !== null) settings.push([say.optimizer, optimizers[optimizer]]);
      if (learningRateSchedule !== null) settings.push([say.schedule, schedules[learningRateSchedule]]);
      if (replicas !== null) settings.push([say.replicas, format.number(replicas)]);
      if (earlyStopping) {
        settings.push([
          say.earlyStopping,
          say.earlyStoppingOf({ monitor: monitors[earlyStopping.monitor], patience: earlyStopping.patience }),
        ]);
      }
      settings.push([say.seed, String(seed)]);
      return settings;
    },
    splitOf({ method, testFraction, validationFraction, seed }: Configuration['split']): Setting[] {
      return [
        [say.splitMethod, methods[method]],
        [say.splitTest, format.percent(testFraction)],
        [say.splitValidation, format.percent(validationFraction)],
        [say.splitSeed, String(seed)],
      ];
    },
  };
}
