import { expect, test } from 'vitest';
import { parseParameters } from '../../../src/catalogue/parameters.ts';
import { findFamily } from '../../../src/catalogue/registry.ts';
import { changesOf } from '../../../src/configurations/changes.ts';
import { parseSplit, parseTraining } from '../../../src/configurations/options.ts';

const family = findFamily('mlp');
if (!family) throw new Error('The catalog has no mlp.');
const base = { family: 'mlp', modality: 'TABULAR', target: 'y' } as const;

test('names the settings that differ from the defaults of the family, with both values', () => {
  const changes = changesOf({
    ...base,
    parameters: parseParameters(family, { hiddenUnits: [8] }, ''),
    training: parseTraining({ epochs: 3, earlyStopping: null }, family, ''),
    split: parseSplit({ testFraction: 0.5 }, family, base, ''),
  });
  const { epochs, earlyStopping } = family.trainingDefaults;
  expect(changes).toEqual([
    { path: 'parameters.hiddenUnits', value: [8], default: parseParameters(family, {}, '').hiddenUnits },
    { path: 'training.epochs', value: 3, default: epochs },
    { path: 'training.earlyStopping', value: null, default: earlyStopping },
    { path: 'split.testFraction', value: 0.5, default: 0.2 },
  ]);
});

test('finds no change in the defaults, which depend on the data', () => {
  const series = { ...base, modality: 'TIME_SERIES', target: 'y' } as const;
  for (const data of [base, series]) {
    const defaults = {
      ...data,
      parameters: parseParameters(family, {}, ''),
      training: parseTraining(null, family, ''),
      split: parseSplit(null, family, data, ''),
    };
    expect(changesOf(defaults)).toEqual([]);
  }
});
