/** All settings as form fields: the hyperparameters of a family and the settings that all families share. */

import { earlyStoppingDefaults, type Range, splitRanges, trainingRanges } from '../../../shared/option-ranges.ts';
import type { ConfigurationDetailsFragment, HyperparameterType } from '../../api/generated.ts';
import type { CatalogueWords } from '../../i18n/catalogue/words.ts';
import type { PageTexts } from '../../i18n/generated.ts';
import { type Family, isInTime, type Use, usualSplit } from '../fit.ts';

export type Sentences = PageTexts['formFields'];

export interface FormField {
  /** Path in ConfigureModelInput, for example "parameters.mlp.hiddenUnits". */
  path: string;
  type: HyperparameterType;
  label: string;
  help: string;
  /** A hyperparameter of the family. The API writes its choices in capitals. */
  isParameter: boolean;
  /** Default as a JSON value; null when the family chooses it. */
  fallback: unknown;
  min: number | null;
  max: number | null;
  minItems: number | null;
  maxItems: number | null;
  choices: readonly { value: string; label: string }[] | null;
}

/** Values that the user changed from their defaults, by path. */
export type Changes = Readonly<Record<string, string>>;

export interface FormFields {
  basic: FormField[];
  more: FormField[];
}

/** Hyperparameters that are shown without expanding "More settings". */
const basicParameters = 4;
export const stopPath = 'training.earlyStopping';
const usualStop = { monitor: 'VAL_LOSS', ...earlyStoppingDefaults };

/** Only networks support early stopping and replicas. */
export const canStopEarly = ({ defaultTraining }: Family): boolean =>
  defaultTraining.earlyStopping !== null || defaultTraining.replicas !== null;

export function formFieldsOf(family: Family, use: Use, say: Sentences, words: CatalogueWords): FormFields {
  const parameters = family.parameters.map(
    (one): FormField => ({
      ...one,
      path: `parameters.${family.name}.${one.name}`,
      label: words.labelOf(family.name, one.name),
      help: words.helpOf(family.name, one),
      isParameter: true,
      fallback: one.default,
      choices: one.choices?.map((value) => ({ value, label: words.choiceOf(value) })) ?? null,
    }),
  );
  const shared = sharedFields(family, use, say);
  const first = new Set(['training.epochs', 'training.learningRate']);
  return {
    basic: [...parameters.slice(0, basicParameters), ...shared.filter(({ path }) => first.has(path))],
    more: [...parameters.slice(basicParameters), ...shared.filter(({ path }) => !first.has(path))],
  };
}

function sharedFields({ defaultTraining, ...family }: Family, use: Use, say: Sentences): FormField[] {
  const stop = defaultTraining.earlyStopping ?? usualStop;
  const split = usualSplit(use);
  const numberOf =
    (type: 'INT' | 'FLOAT') =>
    (path: string, label: string, help: string, fallback: number, [min, max]: Range) =>
      plain(type, { path, label, help, fallback, min, max });
  const [whole, decimal] = [numberOf('INT'), numberOf('FLOAT')];
  const choice = (path: string, label: string, help: string, fallback: string, choices: Record<string, string>) =>
    plain('ENUM', {
      path,
      label,
      help,
      fallback,
      choices: Object.entries(choices).map(([value, text]) => ({ value, label: text })),
    });
  const formFields: (FormField | false | null)[] = [
    defaultTraining.epochs !== null &&
      whole('training.epochs', say.epochs, say.epochsHelp, defaultTraining.epochs, trainingRanges.epochs),
    defaultTraining.learningRate !== null &&
      decimal(
        'training.learningRate',
        say.learningRate,
        say.learningRateHelp,
        defaultTraining.learningRate,
        trainingRanges.learningRate,
      ),
    defaultTraining.batchSize !== null &&
      whole(
        'training.batchSize',
        say.batchSize,
        say.batchSizeHelp,
        defaultTraining.batchSize,
        trainingRanges.batchSize,
      ),
    defaultTraining.optimizer !== null &&
      choice('training.optimizer', say.optimizer, say.optimizerHelp, defaultTraining.optimizer, {
        ADAM: 'Adam',
        RMSPROP: 'RMSProp',
        MOMENTUM: say.momentum,
        SGD: 'SGD',
      }),
    defaultTraining.learningRateSchedule !== null &&
      choice('training.learningRateSchedule', say.schedule, say.scheduleHelp, defaultTraining.learningRateSchedule, {
        CONSTANT: say.constant,
        COSINE: say.cosine,
      }),
    canStopEarly({ ...family, defaultTraining }) &&
      plain('BOOLEAN', {
        path: stopPath,
        label: say.earlyStopping,
        help: say.earlyStoppingHelp,
        fallback: defaultTraining.earlyStopping !== null,
      }),
    choice(`${stopPath}.monitor`, say.monitor, say.monitorHelp, stop.monitor, {
      VAL_LOSS: say.valLoss,
      VAL_ACCURACY: say.valAccuracy,
      LOSS: say.trainingLoss,
    }),
    whole(`${stopPath}.patience`, say.patience, say.patienceHelp, stop.patience, trainingRanges.patience),
    decimal(`${stopPath}.minDelta`, say.minDelta, say.minDeltaHelp, stop.minDelta, trainingRanges.minDelta),
    defaultTraining.replicas !== null &&
      whole('training.replicas', say.replicas, say.replicasHelp, defaultTraining.replicas, trainingRanges.replicas),
    whole('training.seed', say.seed, say.seedHelp, defaultTraining.seed, trainingRanges.seed),
    !isInTime(use) &&
      choice('split.method', say.splitMethod, say.splitMethodHelp, split.method, {
        STRATIFIED: say.stratified,
        RANDOM: say.random,
        SYSTEMATIC: say.systematic,
        CHRONOLOGICAL: say.chronological,
      }),
    decimal('split.testFraction', say.test, say.testHelp, split.testFraction, splitRanges.testFraction),
    decimal(
      'split.validationFraction',
      say.validation,
      say.validationHelp,
      split.validationFraction,
      splitRanges.validationFraction,
    ),
    whole('split.seed', say.splitSeed, say.splitSeedHelp, split.seed, splitRanges.seed),
  ];
  return formFields.filter((formField) => formField !== false && formField !== null);
}

const plain = (
  type: HyperparameterType,
  given: Pick<FormField, 'path' | 'label' | 'help' | 'fallback'> & Partial<Pick<FormField, 'min' | 'max' | 'choices'>>,
): FormField => ({
  type,
  isParameter: false,
  min: null,
  max: null,
  minItems: null,
  maxItems: null,
  choices: null,
  ...given,
});

/** Formats a value as the user would type it. */
export const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return Array.isArray(value) ? value.join(', ') : String(value);
};

export type Reading = { value: unknown } | { problem: string };

/** Parses typed text into an API value, or returns an error. */
export function read(formField: FormField, text: string, say: Sentences): Reading {
  const { type, fallback, minItems, maxItems } = formField;
  const typed = text.trim();
  if (typed === '' && fallback === null) return { value: null };
  if (type === 'BOOLEAN') return { value: typed === 'true' };
  if (type === 'ENUM') return { value: typed };
  if (type !== 'INT_LIST') return readNumber(formField, typed, say);
  const items = typed.split(/[\s,，、;]+/).filter(Boolean);
  if (items.length < (minItems ?? 0) || items.length > (maxItems ?? Number.POSITIVE_INFINITY)) {
    return { problem: say.itemsWrong({ least: minItems ?? 0, most: maxItems ?? 0 }) };
  }
  const values: unknown[] = [];
  for (const item of items) {
    const one = readNumber(formField, item, say);
    if ('problem' in one) return one;
    values.push(one.value);
  }
  return { value: values };
}

function readNumber({ type, min, max }: FormField, typed: string, say: Sentences): Reading {
  const value = Number(typed);
  if (typed === '' || !Number.isFinite(value)) return { problem: say.numberWrong };
  if (type !== 'FLOAT' && !Number.isInteger(value)) return { problem: say.wholeWrong };
  if (min !== null && max !== null && (value < min || value > max)) {
    return { problem: say.rangeWrong({ low: min, high: max }) };
  }
  return { value };
}

/** The values of a configuration that differ from the defaults, for running it again. */
export function changesOf(formFields: readonly FormField[], from: ConfigurationDetailsFragment): Changes {
  const stop = from.training.earlyStopping;
  const given: Record<string, unknown> = {
    parameters: { [from.family.name]: from.parameters },
    split: from.split,
    training: from.training,
  };
  const changes: Record<string, string> = {};
  for (const { path, fallback } of formFields) {
    const value = path === stopPath ? stop !== null : valueAt(given, path);
    if (value !== undefined && textOf(value) !== textOf(fallback)) changes[path] = textOf(value);
  }
  return changes;
}

function valueAt(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (inner, key) =>
        inner !== null && typeof inner === 'object'
          ? Object.entries(inner).find(([name]) => name === key)?.[1]
          : undefined,
      value,
    );
}
