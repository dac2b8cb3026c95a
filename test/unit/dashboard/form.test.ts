/** The generated form: its fields, its validation, and the resulting input. */
import { describe, expect, test } from 'vitest';
import { languagesFolder, pathOf, readLanguage } from '../../../scripts/dashboard/language-files.ts';
import type { ConfigurationDetailsFragment } from '../../../src/dashboard/api/generated.ts';
import type { Table, Use } from '../../../src/dashboard/configure/fit.ts';
import {
  type Changes,
  canStopEarly,
  changesOf,
  type FormField,
  formFieldsOf,
  read,
  textOf,
} from '../../../src/dashboard/configure/form/form-fields.ts';
import {
  type Draft,
  inputOf,
  isShown,
  problemsOf,
  rolesFrom,
  usableColumns,
} from '../../../src/dashboard/configure/form/input.ts';
import { nextName, suggestedName } from '../../../src/dashboard/configure/form/suggested-name.ts';
import { catalogueWords } from '../../../src/dashboard/i18n/catalogue/words.ts';
import { textsOf } from '../../support/texts.ts';
import { allFamilies, column, familyOf, problemsWith, table } from './catalogue-response.ts';

const { formFields: say } = textsOf('en');
const words = catalogueWords(readLanguage(pathOf(languagesFolder, 'en')).api.catalogue, {
  list: (items) => items.join(', '),
  isForeign: false,
});
const tabular: Use = { modality: 'TABULAR', objective: 'CLASSIFICATION' };
const flowers = table(150, column('size', 'NUMERIC'), column('note', 'TEXT'), column('species', 'CATEGORICAL'));

function formFields(name: string, use: Use = tabular): FormField[] {
  const { basic, more } = formFieldsOf(familyOf(name), use, say, words);
  return [...basic, ...more];
}

function formField(name: string, path: string, use?: Use): FormField {
  const found = formFields(name, use).find((one) => one.path === path);
  if (!found) throw new Error(`${name} has no ${path}.`);
  return found;
}

function draft(name: string, changes: Changes = {}, more: Partial<Draft> = {}): Draft {
  const use = more.use ?? tabular;
  const data: Table | null = more.table === undefined ? flowers : more.table;
  const target = more.target === undefined ? 'species' : more.target;
  return {
    name: ' My model ',
    datasetId: 'data',
    family: familyOf(name),
    use,
    target,
    table: data,
    roles: data ? rolesFrom(data, use, target, null) : {},
    baseModelId: '',
    formFields: formFields(name, use),
    changes,
    ...more,
  };
}

const input = (...given: Parameters<typeof draft>) => inputOf(draft(...given), say);

describe('fields', () => {
  test.each(allFamilies)('of $name have a label, a help text and the default of the API', (family) => {
    const parameters = formFields(family.name).filter(({ isParameter }) => isParameter);
    expect(parameters.map(({ path, fallback }) => [path, fallback])).toEqual(
      family.parameters.map((one) => [`parameters.${family.name}.${one.name}`, one.default]),
    );
    for (const one of formFields(family.name)) expect([one.label, one.help], one.path).not.toContain('');
  });

  test('are those of the family, with the basic ones shown first', () => {
    const { basic, more } = formFieldsOf(familyOf('mlp'), tabular, say, words);
    expect(basic.map(({ path }) => path.split('.').at(-1))).toEqual([
      'hiddenUnits',
      'activation',
      'dropout',
      'l2',
      'epochs',
      'learningRate',
    ]);
    expect(more.map(({ path }) => path)).toContain('training.replicas');
    expect(formFields('logisticRegression').map(({ path }) => path)).not.toContain('training.replicas');
  });

  test('include the split method only where it can be chosen', () => {
    const paths = (use: Use) => formFields('rnn', use).map(({ path }) => path);
    expect(paths({ modality: 'TEXT', objective: 'CLASSIFICATION' })).toContain('split.method');
    expect(paths({ modality: 'TIME_SERIES', objective: 'FORECASTING' })).not.toContain('split.method');
  });

  test('shows early-stopping fields when early stopping is on', () => {
    const patience = { path: 'training.earlyStopping.patience' };
    const [mlp, logistic] = [familyOf('mlp'), familyOf('logisticRegression')];
    expect(mlp.defaultTraining.earlyStopping).not.toBeNull();
    expect(isShown(patience, {}, mlp)).toBe(true);
    expect(isShown(patience, { 'training.earlyStopping': 'false' }, mlp)).toBe(false);
    expect(canStopEarly(logistic)).toBe(false);
    expect(isShown(patience, { 'training.earlyStopping': 'true' }, logistic)).toBe(false);
  });
});

describe('text input', () => {
  const epochs = formField('mlp', 'training.epochs');
  const hidden = formField('mlp', 'parameters.mlp.hiddenUnits');

  test.each([
    ['0', { problem: 'Enter a number from 1 to 10,000.' }],
    ['10001', { problem: 'Enter a number from 1 to 10,000.' }],
    ['1.5', { problem: 'Enter a whole number.' }],
    ['', { problem: 'Enter a number.' }],
    ['ten', { problem: 'Enter a number.' }],
    [' 10000 ', { value: 10_000 }],
    ['1e3', { value: 1000 }],
  ])('"%s" is read as a number of epochs', (text, reading) => {
    expect(read(epochs, text, say)).toEqual(reading);
  });

  test.each([
    ['8, 4', { value: [8, 4] }],
    ['8，4、2 1', { value: [8, 4, 2, 1] }],
    ['', { problem: 'Enter 1 to 8 whole numbers, separated by commas.' }],
    ['1 1 1 1 1 1 1 1 1', { problem: 'Enter 1 to 8 whole numbers, separated by commas.' }],
    ['8, 5000', { problem: 'Enter a number from 1 to 4,096.' }],
    ['8, 0.5', { problem: 'Enter a whole number.' }],
  ])('"%s" is read as a list of numbers', (text, reading) => {
    expect(read(hidden, text, say)).toEqual(reading);
  });

  test('is null when empty and null is allowed', () => {
    expect(read(formField('decisionTree', 'parameters.decisionTree.maxDepth'), ' ', say)).toEqual({ value: null });
    expect([textOf(null), textOf([64, 32]), textOf(0.5), textOf(false)]).toEqual(['', '64, 32', '0.5', 'false']);
  });

  test('reports problems at visible fields only', () => {
    const changes = { 'training.epochs': '0', 'training.earlyStopping.patience': '-1' };
    expect(Object.keys(problemsOf(draft('mlp', changes), say))).toEqual([
      'training.epochs',
      'training.earlyStopping.patience',
    ]);
    const without = { ...changes, 'training.earlyStopping': 'false' };
    expect(Object.keys(problemsOf(draft('mlp', without), say))).toEqual(['training.epochs']);
    expect(problemsOf(draft('mlp', {}, { name: ' ' }), say)).toEqual({ name: say.nameWrong });
    expect(problemsOf(draft('pretrained', {}, { table: null }), say)).toEqual({ baseModelId: say.baseWrong });
  });
});

describe('the configuration input', () => {
  test.each(allFamilies)('of $name is valid for the API, with defaults and with every field changed', (family) => {
    const { name } = family;
    expect(problemsWith(input(name, {}, { baseModelId: 'model' }))).toEqual([]);
    const changes = Object.fromEntries(
      formFields(name).map((one) => [one.path, one.choices?.at(-1)?.value ?? otherOf(one)]),
    );
    expect(problemsOf(draft(name, changes, { baseModelId: 'model' }), say)).toEqual({});
    const changed = input(name, changes, { baseModelId: 'model' });
    expect(problemsWith(changed)).toEqual([]);
    expect(Object.keys(changed.parameters)).toEqual([name]);
  });

  test('contains only values that differ from the defaults', () => {
    const bare = { name: 'My model', datasetId: 'data', target: 'species', parameters: { mlp: {} } };
    expect(input('mlp')).toEqual(bare);
    expect(input('mlp', { 'training.epochs': '100', 'parameters.mlp.hiddenUnits': '64,32' })).toEqual(bare);
    expect(
      input('mlp', { 'training.epochs': '7', 'parameters.mlp.activation': 'tanh', 'split.testFraction': '0.3' }),
    ).toEqual({
      ...bare,
      parameters: { mlp: { activation: 'TANH' } },
      training: { epochs: 7 },
      split: { testFraction: 0.3 },
    });
  });

  test('has choices in upper case', () => {
    const changes = { 'parameters.selfTraining.baseClassifier': 'gradientBoosting' };
    expect(input('selfTraining', changes).parameters).toEqual({
      selfTraining: { baseClassifier: 'GRADIENT_BOOSTING' },
    });
  });

  test('has early stopping complete or null', () => {
    const { monitor, minDelta } = familyOf('mlp').defaultTraining.earlyStopping ?? {};
    expect(input('mlp', { 'training.earlyStopping.patience': '3' }).training).toEqual({
      earlyStopping: { monitor, minDelta, patience: 3 },
    });
    expect(input('mlp', { 'training.earlyStopping': 'false' }).training).toEqual({ earlyStopping: null });
    // Fields below a switch that is off have no effect.
    expect(input('logisticRegression', { 'training.earlyStopping': 'true' }).training).toBeUndefined();
  });

  test('names the columns only where they differ from the default', () => {
    const roles = { size: 'none' } as const;
    expect(input('mlp', {}, { roles })).toMatchObject({ inputs: [] });
    expect(input('kMeans', {}, { target: null })).not.toHaveProperty('target');
    const series = table(90, column('day', 'DATE'), column('price', 'NUMERIC'), column('sold', 'NUMERIC'));
    const use: Use = { modality: 'TIME_SERIES', objective: 'FORECASTING' };
    const given = { use, table: series, target: 'sold' };
    expect(input('rnn', {}, given)).not.toHaveProperty('inputs');
    expect(input('rnn', {}, { ...given, roles: { day: 'input', price: 'ahead' } })).toMatchObject({
      inputs: ['day'],
      futureCovariates: ['price'],
    });
  });

  test('names the text column when there are several', () => {
    const use: Use = { modality: 'TEXT', objective: 'CLASSIFICATION' };
    const texts = table(90, column('title', 'TEXT'), column('body', 'TEXT'), column('species', 'CATEGORICAL'));
    expect(usableColumns(texts, use, 'species').map(({ name }) => name)).toEqual(['title', 'body']);
    expect(input('rnn', {}, { use, table: texts })).toMatchObject({ inputs: ['title'] });
  });
});

test('a rerun configuration starts with its changes from the defaults', () => {
  const changes = { 'training.epochs': '7', 'parameters.mlp.hiddenUnits': '8', 'training.earlyStopping': 'false' };
  const { defaultTraining } = familyOf('mlp');
  const from: ConfigurationDetailsFragment = {
    id: 'c',
    name: 'before',
    createdAt: '',
    objective: 'CLASSIFICATION',
    modality: 'TABULAR',
    target: 'species',
    inputs: ['size'],
    futureCovariates: null,
    baseModelVersion: null,
    changes: [],
    family: { name: 'mlp', title: '' },
    datasetVersion: { version: 1 },
    estimate: { memoryBytes: 0, parameterCount: 0, stepsPerEpoch: 0 },
    parameters: {
      ...Object.fromEntries(familyOf('mlp').parameters.map((one) => [one.name, one.default])),
      hiddenUnits: [8],
    },
    split: { method: 'STRATIFIED', testFraction: 0.2, validationFraction: 0.1, seed: 0 },
    training: { ...defaultTraining, epochs: 7, earlyStopping: null },
  };
  expect(changesOf(formFields('mlp'), from)).toEqual(changes);
  expect(rolesFrom(flowers, tabular, 'species', from)).toEqual({ size: 'input' });
});

/** Returns an allowed value other than the default. */
function otherOf({ type, fallback, min, max, minItems }: FormField): string {
  if (type === 'BOOLEAN') return String(fallback !== true);
  const value = min !== null && min !== fallback ? min : max;
  return type === 'INT_LIST'
    ? Array(minItems ?? 1)
        .fill(value)
        .join(', ')
    : String(value);
}

describe('the suggested name', () => {
  const named = {
    ...{ dataset: 'flowers', family: 'Network', target: null, formFields: formFields('mlp') },
    states: { on: 'on', off: 'off' },
  };
  const label = (path: string) => named.formFields.find((field) => field.path === path)?.label;
  const epochs = label('training.epochs');
  const dropout = label('parameters.mlp.dropout');

  test('tells what differs from the defaults', () => {
    expect(suggestedName(named, {})).toBe('flowers · Network');
    expect(suggestedName({ ...named, target: 'size' }, { 'training.epochs': '7' })).toBe(
      `flowers · Network · size · ${epochs} 7`,
    );
    const [stop] = named.formFields.filter(({ path }) => path === 'training.earlyStopping');
    const other = stop?.fallback === true ? 'false' : 'true';
    expect(suggestedName(named, { 'training.earlyStopping': other })).toBe(
      `flowers · Network · ${stop?.label} ${other === 'true' ? 'on' : 'off'}`,
    );
  });

  test('of a rerun tells the change, and never repeats the name', () => {
    const before = { 'training.epochs': '7' };
    const suggested = { name: suggestedName(named, before), changes: before };
    const after = { ...before, 'parameters.mlp.dropout': '0.5' };
    expect(nextName(named, after, suggested)).toBe(suggestedName(named, after));
    expect(nextName(named, after, { name: 'mine', changes: before })).toBe(`mine · ${dropout} 0.5`);
    expect(nextName(named, before, { name: 'mine', changes: before })).toBe('mine (2)');
    expect(nextName(named, before, { name: 'mine (2)', changes: before })).toBe('mine (3)');
  });
});
