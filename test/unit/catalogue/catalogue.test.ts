/** Every family of the catalogue: documented to the last parameter, strict about them, and able to learn. */
import { beforeAll, describe, expect, test } from 'vitest';
import { mirrored, shifted } from '../../../src/catalogue/augmentation.ts';
import { describeParameters, parametersJsonSchema, parseParameters } from '../../../src/catalogue/parameters.ts';
import { families, familyByName } from '../../../src/catalogue/registry.ts';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { splitSamples } from '../../../src/learning/split.ts';
import { train } from '../../../src/learning/train.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

describe.each(families.map((family) => [family.name, family] as const))('%s', (name, family) => {
  test('is documented, and its defaults are within its own bounds', () => {
    expect(name).toMatch(/^[a-z][A-Za-z0-9]*$/);
    for (const text of [family.title, family.description, family.whenToUse, family.whenNotToUse, family.citation])
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

  test('learns', async () => {
    const random = createRandom(3);
    const sampleShape = family.modality === 'IMAGE' ? [8, 8, 1] : [4];
    const size = sampleShape.reduce((a, b) => a * b);
    const count = 64;
    const values = Float32Array.from({ length: count * size }, () => random.normal());
    for (const objective of family.objectives) {
      const sums = Array.from({ length: count }, (_, row) =>
        values.slice(row * size, row * size + size / 2).reduce((a, b) => a + b),
      );
      const targets =
        objective === 'CLASSIFICATION'
          ? { values: Int32Array.from(sums, (sum) => (sum > 0 ? 1 : 0)), classes: ['no', 'yes'] }
          : { values: Float32Array.from(sums), classes: null };
      const outputs = targets.classes?.length ?? 1;
      const model = family.build(
        { inputShape: sampleShape, outputs, objective, trainSamples: count, seed: 1 },
        family.parameters.parse({}),
      );
      const { history } = await train({
        model,
        data: { features: { values, sampleShape, count }, targets },
        split: splitSamples(count, { method: 'RANDOM', validation: 0, test: 0, seed: 0 }, null),
        training: { ...family.training, epochs: 30, batchSize: 16, earlyStopping: null, replicas: 1, seed: 1 },
        context: { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal },
      });
      const loss = (epoch: number) =>
        history.at(epoch)?.metrics.find((metric) => metric.name === 'loss')?.value ?? Number.NaN;
      expect(loss(-1)).toBeLessThan(loss(0) * 0.8);
      model.dispose();
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
