/** Which families the dashboard offers for a dataset and target. */
import { describe, expect, test } from 'vitest';
import {
  fitOf,
  goalOf,
  goodStart,
  isInTime,
  likelyTarget,
  type Profile,
  targetsOf,
  usualSplit,
} from '../../../src/dashboard/configure/fit.ts';
import { allFamilies, column, familyOf, table } from './catalogue-response.ts';

const number = column('amount', 'NUMERIC');
const few = column('stars', 'NUMERIC', { isInteger: true, distinctCount: 5 });
const many = column('age', 'NUMERIC', { isInteger: true, distinctCount: 80 });
const kind = column('kind', 'CATEGORICAL', { distinctCount: 3 });
const text = column('note', 'TEXT');
const date = column('day', 'DATE');

const images = (boxCount: number | null, ...counts: number[]): Profile => ({
  __typename: 'ImageProfile',
  imageCount: counts.reduce((sum, count) => sum + count, 0),
  boxCount,
  classes: counts.map((count, index) => ({ name: `class ${index}`, count })),
});
const found = (name: string, profile: Profile, target: string | null) => fitOf(familyOf(name), profile, target);
const use = (modality: string, objective: string) => ({ use: { modality, objective } });

describe('the target', () => {
  test('is neither free text nor constant', () => {
    const constant = column('constant', 'CATEGORICAL', { distinctCount: 1 });
    expect(targetsOf(table(90, text, constant, kind, number)).map(({ name }) => name)).toEqual(['kind', 'amount']);
  });

  test('defaults to the last category of a table and the last number of a series', () => {
    expect(likelyTarget(table(90, kind, number))).toBe('kind');
    expect(likelyTarget(table(90, number, few))).toBe('stars');
    expect(likelyTarget(table(90, date, number, kind))).toBe('amount');
    expect(likelyTarget(table(90, text))).toBeNull();
  });

  test('determines the goal', () => {
    expect([kind, number, few, undefined].map(goalOf)).toEqual(['classes', 'number', 'both', 'found']);
  });
});

describe('for tables', () => {
  const profile = table(90, number, few, many, kind);

  test('families require a target that they can learn', () => {
    expect(found('logisticRegression', profile, 'kind')).toEqual(use('TABULAR', 'CLASSIFICATION'));
    expect(found('logisticRegression', profile, 'amount')).toEqual({ reason: 'needsClasses' });
    expect(found('linearRegression', profile, 'amount')).toEqual(use('TABULAR', 'REGRESSION'));
    expect(found('linearRegression', profile, 'kind')).toEqual({ reason: 'needsNumber' });
    expect(found('linearRegression', profile, null)).toEqual({ reason: 'needsTarget' });
    expect(found('kMeans', profile, null)).toEqual(use('TABULAR', 'CLUSTERING'));
    expect(found('kMeans', profile, 'kind')).toEqual({ reason: 'needsNoTarget' });
    expect(found('gaussianMixture', profile, 'kind')).toEqual(use('TABULAR', 'CLASSIFICATION'));
  });

  test('a family for both treats few integers as classes and many as a quantity', () => {
    expect(found('mlp', profile, 'stars')).toEqual(use('TABULAR', 'CLASSIFICATION'));
    expect(found('mlp', profile, 'age')).toEqual(use('TABULAR', 'REGRESSION'));
  });

  test('table families do not use free text', () => {
    expect(found('mlp', table(90, text, kind), 'kind')).toEqual({ reason: 'needsColumns' });
    expect(found('transformer', table(90, text, kind), 'kind')).toEqual(use('TEXT', 'CLASSIFICATION'));
    expect(found('transformer', table(90, text, kind), null)).toEqual(use('TEXT', 'GENERATION'));
    expect(found('cnn', profile, 'kind')).toEqual({ reason: 'needsImages' });
  });

  test('forecasting requires a date column and a numeric target', () => {
    expect(found('rnn', table(90, date, number, kind), 'amount')).toEqual(use('TIME_SERIES', 'FORECASTING'));
    expect(found('rnn', table(90, date, text, kind, number), 'kind')).toEqual(use('TEXT', 'CLASSIFICATION'));
    expect('reason' in found('rnn', profile, 'amount')).toBe(true);
  });
});

describe('for images', () => {
  test('classes and boxes require different families', () => {
    expect(found('cnn', images(null, 5, 5), null)).toEqual(use('IMAGE', 'CLASSIFICATION'));
    expect(found('cnn', images(7, 5, 5), null)).toEqual({ reason: 'needsNoBoxes' });
    expect(found('cnn', images(null, 5, 0), null)).toEqual({ reason: 'needsTwoClasses' });
    expect(found('imageDetector', images(7, 5, 5), null)).toEqual(use('IMAGE', 'DETECTION'));
    expect(found('imageDetector', images(null, 5, 5), null)).toEqual({ reason: 'needsBoxes' });
    expect(found('vae', images(null, 5), null)).toEqual(use('IMAGE', 'GENERATION'));
    expect(found('mlp', images(null, 5, 5), null)).toEqual({ reason: 'needsTable' });
    expect(found('rnn', images(null, 5, 5), null)).toEqual({ reason: 'needsTexts' });
  });
});

test.each([
  ['few rows', table(100, number, kind), 'kind', 'logisticRegression'],
  ['many rows', table(900, number, kind), 'kind', 'gradientBoosting'],
  ['few rows of a quantity', table(100, kind, number), 'amount', 'linearRegression'],
  ['no target', table(100, number, kind), null, 'kMeans'],
  ['images', images(null, 5, 5), null, 'cnn'],
  ['boxes', images(9, 5, 5), null, 'imageDetector'],
  ['a series', table(100, date, number), 'amount', 'rnn'],
  ['few texts', table(100, text, kind), 'kind', 'rnn'],
  ['many texts', table(9000, text, kind), 'kind', 'transformer'],
])('%s have a recommended family that fits', (_, profile, target, name) => {
  const starts = allFamilies.filter((family) => {
    const one = fitOf(family, profile, target);
    return 'use' in one && goodStart(one.use, profile) === family.name;
  });
  expect(starts.map((family) => family.name)).toContain(name);
});

test('series default to a chronological split, and unsupervised objectives to no test set', () => {
  expect(isInTime({ modality: 'TEXT', objective: 'GENERATION' })).toBe(true);
  expect(isInTime({ modality: 'TEXT', objective: 'CLASSIFICATION' })).toBe(false);
  expect(usualSplit({ modality: 'TIME_SERIES', objective: 'FORECASTING' }).method).toBe('CHRONOLOGICAL');
  expect(usualSplit({ modality: 'TABULAR', objective: 'CLUSTERING' })).toMatchObject({
    validationFraction: 0,
    testFraction: 0,
  });
  expect(usualSplit({ modality: 'TABULAR', objective: 'REGRESSION' })).toMatchObject({
    validationFraction: 0.1,
    testFraction: 0.2,
  });
});
