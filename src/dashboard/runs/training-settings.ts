/** The settings that all families share, in words. */
import type { TaskQuery } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { runs } from '../i18n/runs.ts';
import type { Setting } from './settings.ts';

type Configuration = NonNullable<Extract<TaskQuery['node'], { __typename: 'Task' }>['configuration']>;
type Training = Omit<Configuration['training'], 'earlyStopping'> &
  Partial<Pick<Configuration['training'], 'earlyStopping'>>;

export function useTrainingSettings() {
  const say = useMessages(runs);
  const format = useFormat();
  return {
    /** Without those that the family does not have. */
    trainingOf({ epochs, batchSize, learningRate, optimizer, schedule, replicas, seed, earlyStopping }: Training) {
      const settings: Setting[] = [];
      if (epochs !== null) settings.push([say.epochs, format.number(epochs)]);
      if (batchSize !== null) settings.push([say.batchSize, format.number(batchSize)]);
      if (learningRate !== null) settings.push([say.learningRate, format.number(learningRate)]);
      if (optimizer !== null) settings.push([say.optimizer, optimizer]);
      if (schedule !== null) settings.push([say.schedule, schedule]);
      if (replicas !== null) settings.push([say.replicas, format.number(replicas)]);
      if (earlyStopping) {
        settings.push([say.earlyStopping, say.earlyStoppingOf(earlyStopping.monitor, earlyStopping.patience)]);
      }
      settings.push([say.seed, String(seed)]);
      return settings;
    },
    splitOf({ method, test, validation, seed }: Configuration['split']): Setting[] {
      return [
        [say.splitMethod, method],
        [say.splitTest, format.percent(test)],
        [say.splitValidation, format.percent(validation)],
        [say.splitSeed, String(seed)],
      ];
    },
  };
}
