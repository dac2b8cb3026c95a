/** Every family of the catalogue: documented down to each parameter, strict in validation, and able to learn. */
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { flipHorizontally, translate } from '../../../src/catalogue/families/networks/augmentation.ts';
import type { FitInput } from '../../../src/catalogue/family.ts';
import { isNetwork } from '../../../src/catalogue/network.ts';
import { describeParameters, parametersJsonSchema, parseParameters } from '../../../src/catalogue/parameters.ts';
import { families, findFamily } from '../../../src/catalogue/registry.ts';
import { unpackDetections } from '../../../src/learning/detection.ts';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { computeMetrics, evaluateDetections } from '../../../src/learning/evaluate.ts';
import type { Model } from '../../../src/learning/model.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { type FamilyCase, familyCases, fitInputFor } from '../../support/family-cases.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe.each(families.map((family) => [family.name, family] as const))('%s', (name, family) => {
  test('is documented, with defaults within its bounds', () => {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(family.title.length).toBeGreaterThan(10);
    for (const text of [family.description, family.whenToUse, family.whenNotToUse, family.citation])
      expect(text.length).toBeGreaterThan(15);
    for (const parameter of describeParameters(family)) {
      expect(parameter.description.length, parameter.name).toBeGreaterThan(15);
      if (['INT', 'FLOAT', 'INT_LIST'].includes(parameter.type))
        expect([parameter.min, parameter.max], parameter.name).not.toContain(null);
    }
    expect(parseParameters(family, {}, 'p')).toEqual(family.parameters.parse({}));
    expect(parametersJsonSchema(family)).toMatchObject({ type: 'object' });
  });

  test('samples valid parameters for tuning', () => {
    const random = createRandom(1);
    for (let draw = 0; draw < 50; draw++)
      parseParameters(family, { ...family.parameters.parse({}), ...family.sampleParameters(random) }, 'p');
  });
});

describe.each(familyCases)('$name, $modality for $objective', (one) => {
  test('learns, and predicts the same after save and load', async () => {
    const { family, objective } = one;
    const { lesson, parameters } = fitInputFor(one);
    const { data, split, shape, training } = lesson;
    const tensors = tf.memory().numTensors;
    const { model, history } = await family.fit(lesson, parameters);
    for (const { value } of history.flatMap(({ metrics }) => metrics)) expect(value).not.toBeNaN();
    expect(model.weights).toBeGreaterThan(0);
    if (isNetwork(family)) {
      const estimate = family.estimate({ shape, training, dataBytes: 0 }, parameters);
      expect(estimate.parameters).toBe(model.weights);
      expect(history.at(-1)?.metrics[0]?.value).toBeLessThan((history[0]?.metrics[0]?.value ?? 0) * 0.95);
    }
    const again = await family.load(await model.files());
    const generated = { count: 2, seed: 4, temperature: 1, prompt: Int32Array.of(2, 3), length: 5 };
    if (model.generate) {
      const made = await model.generate(generated);
      expect(made.length % 2).toBe(0);
      expect(made.every(Number.isFinite)).toBe(true);
      expect(await again.generate?.(generated)).toEqual(made);
      expect(await model.generate({ ...generated, seed: 5 })).not.toEqual(made);
    }
    if (model.likelihood) {
      const { nats, unitsPerSample } = await model.likelihood(data.features);
      expect(nats).toBeGreaterThan(0);
      expect(unitsPerSample).toBeGreaterThan(0);
      expect(await again.likelihood?.(data.features)).toEqual({ nats, unitsPerSample });
    }
    const predicts = objective !== 'GENERATION' || one.name === 'vae';
    if (!predicts) await expect(model.predict(data.features)).rejects.toThrow(/Use `generate`/);
    else await checkAnswers(one, lesson, model, again);
    for (const made of [model, again]) made.dispose();
    expect(tf.memory().numTensors).toBe(tensors);
    expect(split.train).toHaveLength(data.features.count);
  });
});

test('trains an unconditional gan', async () => {
  const one = familyCases.find(({ name }) => name === 'gan');
  if (!one) throw new Error('The catalogue has no gan.');
  const { lesson, parameters } = fitInputFor(one, { epochs: 1 });
  const { kinds: _, ...data } = lesson.data;
  const { model } = await one.family.fit({ ...lesson, data, shape: { ...lesson.shape, kinds: 0 } }, parameters);
  const drawn = { count: 3, seed: 1, temperature: 1, prompt: new Int32Array(), length: 1 };
  const again = await one.family.load(await model.files());
  expect(await again.generate?.(drawn)).toEqual(await model.generate?.(drawn));
  for (const made of [model, again]) made.dispose();
});

async function checkAnswers(
  { objective }: FamilyCase,
  { data, split }: FitInput,
  model: Model,
  again: Model,
): Promise<void> {
  const { features, targets, boxes } = data;
  const answers = await model.predict(features);
  expect(answers.every(Number.isFinite)).toBe(true);
  const width = answers.length / features.count;
  if (targets) {
    const known = split.train.filter((row) => targets.values[row] !== -1 || !targets.classes);
    const [loss] = computeMetrics(answersOf(answers, known, width), targets, known, '');
    const wanted = Array.from(known, (row) => targets.values[row] ?? 0);
    const mean = wanted.reduce((a, b) => a + b) / wanted.length;
    const blind = targets.classes ? Math.log(2) : wanted.reduce((a, b) => a + (b - mean) ** 2, 0) / wanted.length;
    expect(loss?.value).toBeLessThan(blind * 0.8);
  }
  if (boxes) {
    const found = Array.from(split.train, (row) => unpackDetections(answers.subarray(row * width, (row + 1) * width)));
    expect(evaluateDetections(found, boxes.perImage, boxes.classes).meanAveragePrecision).toBeGreaterThan(0.6);
  }
  expect(objective === 'DIMENSIONALITY_REDUCTION' ? width : features.count).toBeGreaterThan(1);
  const some = Int32Array.of(5, 2);
  const found = await again.predict(features, { rows: some });
  const wanted = answersOf(answers, some, width);
  expect(found).toHaveLength(wanted.length);
  for (const [index, value] of wanted.entries()) expect(found[index]).toBeCloseTo(value, 5);
}

/** Selects the predictions of these rows. */
function answersOf(answers: Float32Array, rows: Int32Array, width: number): Float32Array {
  return Float32Array.from(Array.from(rows).flatMap((row) => [...answers.subarray(row * width, (row + 1) * width)]));
}

describe('rejects an invalid parameter, naming what is allowed:', () => {
  const cnn = findFamily('cnn') ?? families[0];
  if (!cnn) throw new Error('The catalogue is empty.');
  test.each([
    [{ dropout: Number.NaN }, 'p.dropout', /number from 0 to 0\.9/],
    [{ dropout: Number.POSITIVE_INFINITY }, 'p.dropout', /from 0 to 0\.9/],
    [{ kernelSize: 2.5 }, 'p.kernelSize', /whole number from 1 to 7/],
    [{ kernelSize: '3' }, 'p.kernelSize', /whole number/],
    [{ filters: [8, -1] }, 'p.filters.1', /each from 1 to 512/],
    [{ filters: new Array(9).fill(8) }, 'p.filters', /1 to 6 whole numbers/],
    [{ filters: 8 }, 'p.filters', /list/],
    [{ horizontalFlip: 'yes' }, 'p.horizontalFlip', /true or false/],
    [{ hiddenUnits: [8] }, 'p.hiddenUnits', /no such parameter.*filters/],
    [{ __proto__: null, constructor: 1 }, 'p.constructor', /no such parameter/],
  ])('%j', (parameters, field, message) => {
    expect(() => parseParameters(cnn, parameters, 'p')).toThrow(
      expect.objectContaining({ field, message: expect.stringMatching(message) }),
    );
  });

  test('reads null as automatic where that is a value, and as unset where it is not', () => {
    expect(parseParameters(cnn, { imageSize: null, dropout: null }, 'p')).toMatchObject({
      imageSize: null,
      dropout: 0.25,
    });
  });
});

describe('augmentation', () => {
  const shape = [2, 3, 1];
  const image = () => Float32Array.of(1, 2, 3, 4, 5, 6);
  test('flips half of the images horizontally', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const values = image();
      flipHorizontally(values, shape, createRandom(seed));
      seen.add([...values].join());
    }
    expect([...seen].sort()).toEqual(['1,2,3,4,5,6', '3,2,1,6,5,4']);
  });

  test('translates images and repeats the edge', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const values = image();
      translate(values, shape, 1, createRandom(seed));
      seen.add([...values].join());
    }
    expect(seen.size).toBe(9);
    expect(seen).toContain('1,1,2,4,4,5');
    expect(seen).toContain('4,5,6,4,5,6');
  });
});
