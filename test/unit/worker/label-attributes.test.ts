/** Facts name the columns and classes that they are about, including encoded ones. */
import { expect, test } from 'vitest';
import type { Family } from '../../../src/catalogue/family.ts';
import { findFamily } from '../../../src/catalogue/registry.ts';
import { bundleFormat } from '../../../src/models/bundle.ts';
import type { Objective } from '../../../src/shared/objectives.ts';
import { isSupervised } from '../../../src/shared/objectives.ts';
import { labelAttributes } from '../../../src/worker/trainer/label-attributes.ts';

const colors = ['red', 'green'];
const features = [
  { name: 'size', type: 'numeric' as const, mean: 0, standardDeviation: 1 },
  { name: 'color', type: 'categorical' as const, levels: colors, missing: true },
];
const count = 24;

async function factsOf(name: string, objective: Objective, classes: string[] | null, parameters: object = {}) {
  const family = findFamily(name) as Family;
  // [size, red, green, missing]; the target follows the size.
  const values = new Float32Array(count * 4);
  for (let row = 0; row < count; row++)
    values.set([row / count - 0.5, ...[0, 1, 2].map((one) => Number(row % 3 === one))], row * 4);
  const own = classes
    ? Int32Array.from({ length: count }, (_, row) => Math.floor((row / count) * classes.length))
    : Float32Array.from({ length: count }, (_, row) => row / count);
  const all = Int32Array.from({ length: count }, (_, row) => row);
  const none = new Int32Array();
  const shape = { inputShape: [4], outputs: classes?.length ?? 1, objective, trainSamples: count, seed: 0 };
  const parsed = family.parameters.parse(parameters);
  const { model } = await family.fit(
    {
      data: {
        features: { values, sampleShape: [4], count },
        targets: isSupervised(objective) ? { values: own, classes } : null,
      },
      split: { train: all, validation: none, test: none },
      shape,
      training: { ...family.trainingDefaults, seed: 0 },
      context: { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal },
    },
    parsed,
  );
  const target = classes
    ? { objective: 'CLASSIFICATION' as const, name: 'kind', classes }
    : objective === 'REGRESSION'
      ? { objective, name: 'price', mean: 0, standardDeviation: 1 }
      : null;
  const input = { kind: 'table' as const, encoder: { features, target } };
  const named = labelAttributes(model.fittedAttributes, {
    format: bundleFormat,
    family: name,
    parameters: {},
    objective,
    input,
  });
  return new Map(named.map((fact) => [fact.name, fact]));
}

const columns = ['size', 'color=red', 'color=green', 'color=(missing)'];

test('labels each coefficient, center, mean and component with its column', async () => {
  const linear = await factsOf('linearRegression', 'REGRESSION', null);
  expect(linear.get('coefficients')?.labels).toEqual(columns);
  expect(linear.get('intercept')?.labels).toBeUndefined();
  expect((await factsOf('kMeans', 'CLUSTERING', null, { clusters: 2 })).get('center 1')?.labels).toEqual(columns);
  expect((await factsOf('gaussianMixture', 'CLUSTERING', null, { components: 2 })).get('mean 0')?.labels).toEqual(
    columns,
  );
  expect((await factsOf('pca', 'DIMENSIONALITY_REDUCTION', null)).get('component 1')?.labels).toEqual(columns);
});

test('labels the products of columns of a polynomial', async () => {
  const { labels, values } =
    (await factsOf('polynomialRegression', 'REGRESSION', null, { degree: 2 })).get('coefficients') ?? {};
  expect(labels).toHaveLength(values?.length ?? 0);
  expect(labels?.slice(0, 6)).toEqual([...columns, 'size × size', 'size × color=red']);
  expect(labels?.at(-1)).toBe('color=(missing) × color=(missing)');
});

test('adds the class: of two classes the second', async () => {
  const two = await factsOf('logisticRegression', 'CLASSIFICATION', ['large', 'small']);
  expect(two.get('coefficients')?.labels).toEqual(columns.map((column) => `small: ${column}`));
  expect(two.get('intercepts')?.labels).toEqual(['small']);
  // The size is the strongest indicator of the second class.
  expect(two.get('coefficients')?.values[0]).toBeGreaterThan(0.5);
  const three = await factsOf('logisticRegression', 'CLASSIFICATION', ['a', 'b', 'c']);
  expect(three.get('coefficients')?.labels?.slice(3, 5)).toEqual(['a: color=(missing)', 'b: size']);
  expect(three.get('intercepts')?.labels).toEqual(['a', 'b', 'c']);
});

test.each(['decisionTree', 'randomForest', 'gradientBoosting'])('labels the splits of %s', async (family) => {
  const facts = await factsOf(family, 'CLASSIFICATION', ['large', 'small']);
  const { labels = [], values = [] } = facts.get('questions') ?? {};
  expect(labels).toContain('size');
  expect(values[labels.indexOf('size')]).toBeGreaterThan(0);
});
