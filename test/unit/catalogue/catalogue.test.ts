/** Every family of the catalogue: documented to the last parameter, strict about them, and able to learn. */
import { beforeAll, describe, expect, test } from 'vitest';
import { mirrored, shifted } from '../../../src/catalogue/augmentation.ts';
import { isSupervised } from '../../../src/catalogue/family.ts';
import { isNetwork } from '../../../src/catalogue/network.ts';
import { describeParameters, parametersJsonSchema, parseParameters } from '../../../src/catalogue/parameters.ts';
import { families, familyByName } from '../../../src/catalogue/registry.ts';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { measureAnswers } from '../../../src/learning/evaluate.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { splitSamples } from '../../../src/learning/split.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe.each(families.map((family) => [family.name, family] as const))('%s', (name, family) => {
  test('is documented, and its defaults are within its own bounds', () => {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    expect(family.title.length).toBeGreaterThan(10);
    for (const text of [family.description, family.whenToUse, family.whenNotToUse, family.citation])
      expect(text.length).toBeGreaterThan(15);
    for (const parameter of describeParameters(family)) {
      expect(parameter.description.length, parameter.name).toBeGreaterThan(15);
      if (['INT', 'FLOAT', 'INT_LIST'].includes(parameter.type))
        expect([parameter.minimum, parameter.maximum], parameter.name).not.toContain(null);
    }
    expect(parseParameters(family, {}, 'p')).toEqual(family.parameters.parse({}));
    expect(parametersJsonSchema(family)).toMatchObject({ type: 'object' });
  });

  test('draws parameters for a tuner that are valid', () => {
    const random = createRandom(1);
    for (let draw = 0; draw < 50; draw++)
      parseParameters(family, { ...family.parameters.parse({}), ...family.sample(random) }, 'p');
  });

  test('learns, answers better than chance, and answers the same when it was stored', async () => {
    const random = createRandom(3);
    const sampleShape = family.modality === 'IMAGE' ? [8, 8, 1] : [4];
    const size = sampleShape.reduce((a, b) => a * b);
    const count = 64;
    const values = Float32Array.from({ length: count * size }, () => random.normal());
    const features = { values, sampleShape, count };
    for (const objective of family.objectives) {
      const sums = Array.from({ length: count }, (_, row) =>
        values.slice(row * size, row * size + size / 2).reduce((a, b) => a + b),
      );
      const classes = { values: Int32Array.from(sums, (sum) => (sum > 0 ? 1 : 0)), classes: ['no', 'yes'] };
      const numbers = { values: Float32Array.from(sums), classes: null };
      const targets = isSupervised(objective) ? (objective === 'CLASSIFICATION' ? classes : numbers) : null;
      const split = splitSamples(count, { method: 'RANDOM', validation: 0, test: 0, seed: 0 }, null);
      const outputs = targets ? (targets.classes?.length ?? 1) : 0;
      const descent = { epochs: 30, batchSize: 16, earlyStopping: null };
      const { model, history } = await family.learn(
        {
          data: { features, targets },
          split,
          shape: { inputShape: sampleShape, outputs, objective, trainSamples: count, seed: 1 },
          training: { ...family.training, ...(isNetwork(family) && descent), seed: 1 },
          context: { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal },
        },
        family.parameters.parse({}),
      );
      for (const { value } of history.flatMap(({ metrics }) => metrics)) expect(value).not.toBeNaN();
      expect(model.weights).toBeGreaterThan(0);
      const answers = await model.predict(features);
      expect(answers.every(Number.isFinite)).toBe(true);
      if (targets) {
        const [loss] = measureAnswers(answers, targets, split.train, '');
        const mean = sums.reduce((a, b) => a + b) / count;
        const blind = targets.classes ? Math.log(2) : sums.reduce((a, b) => a + (b - mean) ** 2, 0) / count;
        expect(loss?.value).toBeLessThan(blind * 0.8);
      }
      const again = await family.load(await model.files());
      const width = answers.length / count;
      const wanted = [5, 2].flatMap((row) => [...answers.slice(row * width, (row + 1) * width)]);
      const found = await again.predict(features, { rows: Int32Array.of(5, 2) });
      expect(found).toHaveLength(wanted.length);
      for (const [index, value] of wanted.entries()) expect(found[index]).toBeCloseTo(value, 5);
      for (const one of [model, again]) one.dispose();
    }
  });
});

describe('a parameter that is wrong is named, with what is right:', () => {
  const cnn = familyByName('cnn') ?? families[0];
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

  test('null is "decide for me" where that is a value, and "not given" where it is not', () => {
    expect(parseParameters(cnn, { imageSize: null, dropout: null }, 'p')).toMatchObject({
      imageSize: null,
      dropout: 0.25,
    });
  });
});

describe('augmentation', () => {
  const shape = [2, 3, 1];
  const image = () => Float32Array.of(1, 2, 3, 4, 5, 6);
  test('mirrors half of the images, left to right', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 20; seed++) {
      const values = image();
      mirrored(values, shape, createRandom(seed));
      seen.add([...values].join());
    }
    expect([...seen].sort()).toEqual(['1,2,3,4,5,6', '3,2,1,6,5,4']);
  });

  test('moves images, and repeats the edge', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 200; seed++) {
      const values = image();
      shifted(values, shape, 1, createRandom(seed));
      seen.add([...values].join());
    }
    expect(seen.size).toBe(9);
    expect(seen).toContain('1,1,2,4,4,5');
    expect(seen).toContain('4,5,6,4,5,6');
  });
});
