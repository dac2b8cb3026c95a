/** What a configuration changes of the defaults of its family, in words. */
import type { SettingChangesFragment } from '../api/generated.ts';
import { useCatalogue } from '../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';

type Changed = Pick<SettingChangesFragment, 'changes'> & { family: { name: string } };

/** Returns "Max depth 5" and the like. */
export function useChanges(): (configuration: Changed) => string[] {
  const words = useCatalogue();
  const say = useMessages('formFields');
  const lists = useMessages('lists');
  const { number } = useFormat();
  const labels: Record<string, string> = {
    'training.epochs': say.epochs,
    'training.learningRate': say.learningRate,
    'training.batchSize': say.batchSize,
    'training.optimizer': say.optimizer,
    'training.learningRateSchedule': say.schedule,
    'training.earlyStopping': say.earlyStopping,
    'training.replicas': say.replicas,
    'training.seed': say.seed,
    'split.method': say.splitMethod,
    'split.testFraction': say.test,
    'split.validationFraction': say.validation,
    'split.seed': say.splitSeed,
  };
  const values: Record<string, string> = {
    adam: 'Adam',
    rmsprop: 'RMSProp',
    momentum: say.momentum,
    sgd: 'SGD',
    constant: say.constant,
    cosine: say.cosine,
    STRATIFIED: say.stratified,
    RANDOM: say.random,
    SYSTEMATIC: say.systematic,
    CHRONOLOGICAL: say.chronological,
  };
  return ({ changes, family }) =>
    changes.map(({ path, value }) => {
      const isParameter = path.startsWith('parameters.');
      const label = isParameter ? words.labelOf(family.name, path.slice('parameters.'.length)) : (labels[path] ?? path);
      if (value === null) return `${label} ${isParameter ? lists.automatic : lists.off}`;
      if (path === 'training.earlyStopping') return `${label} ${patienceOf(value, say.patience)}`;
      const known = !isParameter && typeof value === 'string' ? values[value] : undefined;
      return `${label} ${known ?? words.textOf(value, number)}`;
    });
}

function patienceOf(stop: unknown, label: string): string {
  const patience = typeof stop === 'object' && stop !== null && 'patience' in stop ? stop.patience : '';
  return `(${label} ${patience})`;
}
