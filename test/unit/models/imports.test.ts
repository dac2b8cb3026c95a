/** Imported models: their predictions, rejected archives, and fine-tuning. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  type LayersModel,
  layers,
  loadLayersModel,
  model,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { ArtifactStore } from '../../../src/artifacts/artifact-store.ts';
import { getBytes } from '../../../src/artifacts/content.ts';
import { createFilesystemStore } from '../../../src/artifacts/filesystem.ts';
import { findFamily, loadModel } from '../../../src/catalogue/registry.ts';
import { InvalidData } from '../../../src/errors.ts';
import type { Features } from '../../../src/learning/data.ts';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { prependRescaling, readNetworkFiles, writeLayersModel } from '../../../src/learning/imports/layers-model.ts';
import { joinNetworks, splitNetwork } from '../../../src/learning/imports/split-network.ts';
import { loadNetwork, saveNetwork } from '../../../src/learning/layers-model-files.ts';
import { predictNetwork, wrapNetwork } from '../../../src/learning/model.ts';
import { predictBatches } from '../../../src/learning/predict.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { type ModelBundle, unpackBundle } from '../../../src/models/bundle.ts';
import type { ImportedModel, ImportOptions } from '../../../src/models/import-archive.ts';
import { verifyImport } from '../../../src/serving/verify-import.ts';
import { familyCases, fitInputFor } from '../../support/family-cases.ts';
import { doubling, growing, growingOperations, imaginary } from '../../support/graphs.ts';
import {
  corruptArchives,
  drawWeights,
  edge,
  type Files,
  graphFiles,
  type Json,
  kerasFiles,
  withJson,
  zip,
} from '../../support/imports.ts';

const photos: ImportOptions = {
  objective: 'CLASSIFICATION',
  classes: ['cat', 'dog'],
  columns: null,
  target: null,
  pixelRange: 'ZERO_TO_ONE',
};

let folder: string;
let store: ArtifactStore;

const engine = startBackend('wasm');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-imports-'));
  store = await createFilesystemStore(join(folder, 'artifacts'));
});
afterAll(() => rm(folder, { recursive: true }));

async function importArchive(
  archive: Uint8Array,
  options: Partial<ImportOptions> = {},
): Promise<{ imported: ImportedModel; bundle: ModelBundle }> {
  const path = join(folder, 'archive.zip');
  await writeFile(path, archive);
  const imported = await verifyImport(store, { path, options: { ...photos, ...options } }, engine);
  return { imported, bundle: unpackBundle(await getBytes(store, imported.artifactKey)) };
}

const importFiles = (files: Files, options: Partial<ImportOptions> = {}) => importArchive(zip(files), options);

function noise(sampleShape: number[], count = 5): Features {
  const random = createRandom(9);
  const size = sampleShape.reduce((product, side) => product * side, 1);
  return { values: Uint8Array.from({ length: size * count }, () => random.integer(256)), sampleShape, count };
}

async function answersOf({ manifest, files }: ModelBundle, features: Features): Promise<number[]> {
  const loaded = await loadModel(manifest.family, files);
  try {
    return Array.from(await loaded.predict(features));
  } finally {
    loaded.dispose();
  }
}

/** Returns the predictions of TensorFlow.js for the files, which are in its own format. */
async function stockAnswers(files: Files, features: Features): Promise<number[]> {
  const { modelTopology, weightsManifest } = JSON.parse(Buffer.from(files['model.json'] ?? []).toString('utf8'));
  const [{ paths, weights: weightSpecs }] = weightsManifest;
  const bytes = Buffer.concat(paths.map((path: string) => files[path] ?? new Uint8Array()));
  const network = await loadLayersModel(
    tf.io.fromMemory({ modelTopology, weightSpecs, weightData: new Uint8Array(bytes).buffer }),
  );
  const answers = await predictNetwork(network, features);
  network.dispose();
  return Array.from(answers);
}

function expectClose(found: number[], wanted: number[]): void {
  expect(found).toHaveLength(wanted.length);
  for (const [index, value] of found.entries()) expect(value).toBeCloseTo(wanted[index] ?? Number.NaN, 5);
}

const [image] = [[edge, edge, 3]];

describe('a LayersModel', () => {
  test('from Keras predicts like TensorFlow.js', async () => {
    const { imported, bundle } = await importFiles(kerasFiles());
    expect(imported.format).toBe('LAYERS_MODEL');
    expect(bundle.manifest).toMatchObject({
      family: 'pretrained',
      objective: 'CLASSIFICATION',
      input: { kind: 'images', size: { height: edge, width: edge, channels: 3 }, classes: ['cat', 'dog'] },
    });
    expectClose(await answersOf(bundle, noise(image)), await stockAnswers(kerasFiles(), noise(image)));
  });

  test('with uint8 or float16 weights is unpacked', async () => {
    const packed = pack(kerasFiles());
    const { bundle } = await importFiles(packed);
    expectClose(await answersOf(bundle, noise(image)), await stockAnswers(packed, noise(image)));
  });

  test('trained on another pixel range accepts pixels from 0 to 1', async () => {
    const [plain, scaled] = [
      await importFiles(kerasFiles()),
      await importFiles(kerasFiles(), { pixelRange: 'MINUS_ONE_TO_ONE' }),
    ];
    const features = noise(image);
    const [values, { sampleShape, count }] = [
      Float32Array.from(features.values, (value) => (2 * value) / 255 - 1),
      features,
    ];
    expectClose(
      await answersOf(scaled.bundle, features),
      await answersOf(plain.bundle, { values, sampleShape, count }),
    );
  });

  test('trained on another pixel range counts the work of rescaling', async () => {
    const pixels = input({ shape: [8, 8, 3] });
    const outputs = layers.flatten().apply(pixels) as SymbolicTensor;
    const network = await readNetworkFiles(await saveNetwork(model({ inputs: pixels, outputs })));
    const [first, scaling] = prependRescaling(network, { scale: 2, offset: -1 }).layers;
    expect(first?.inferred).toEqual(network.layers[0]?.inferred);
    expect(scaling?.inferred).toEqual({ output: first?.inferred.output, weights: {}, multiplications: 8 * 8 * 3 });
  });

  test('that returns logits predicts probabilities', async () => {
    const bare = withJson(kerasFiles(), (json) => {
      json.modelTopology.model_config.config.layers[6].config.activation = 'linear';
    });
    expectClose(
      await answersOf((await importFiles(bare)).bundle, noise(image)),
      await answersOf((await importFiles(kerasFiles())).bundle, noise(image)),
    );
  });

  test.each(['sigmoid', 'linear'])('with one output after %s predicts two classes', async (activation) => {
    const network = sequential({
      layers: [
        layers.flatten({ inputShape: image }),
        layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: 'randomNormal' }),
      ],
    });
    const wanted = Array.from(await predictNetwork(network, noise(image))).flatMap((p) => [1 - p, p]);
    const files = withJson(await filesOf(network), (json) => {
      json.modelTopology.config.layers[1].config.activation = activation;
    });
    expectClose(await answersOf((await importFiles(files)).bundle, noise(image)), wanted);
  });

  test('that contains a nested network is flattened', async () => {
    const body = sequential({
      layers: [
        layers.conv2d({ inputShape: image, filters: 3, kernelSize: 3, name: 'same' }),
        layers.globalAveragePooling2d({}),
      ],
    });
    const head = sequential({
      layers: [layers.dense({ inputShape: [3], units: 2, activation: 'softmax', name: 'other' })],
    });
    const whole = sequential({ layers: [body, head] });
    const answer = (x: tf.Tensor) => whole.apply(x) as tf.Tensor; // the network has a single output
    const wanted = Array.from(await predictBatches(answer, noise(image)));
    const { bundle } = await importFiles(await filesOf(whole));
    expectClose(await answersOf(bundle, noise(image)), wanted);
  });

  test('with an open side in a shape has it inferred', async () => {
    const network = sequential({
      layers: [
        layers.reshape({ inputShape: image, targetShape: [edge * edge, 3] }),
        layers.flatten(),
        layers.dense({ units: 2, activation: 'softmax' }),
      ],
    });
    const open = withJson(await filesOf(network), (json) => {
      json.modelTopology.config.layers[0].config.target_shape = [-1, 3];
    });
    const { bundle } = await importFiles(open);
    expectClose(await answersOf(bundle, noise(image)), Array.from(await predictNetwork(network, noise(image))));
  });

  test('for a table receives its columns unscaled', async () => {
    const network = sequential({
      layers: [layers.dense({ inputShape: [3], units: 1, kernelInitializer: 'randomNormal' })],
    });
    const table = {
      objective: 'REGRESSION' as const,
      classes: null,
      columns: ['a', 'b', 'c'],
      target: 'y',
    } satisfies Partial<ImportOptions>;
    const { bundle } = await importFiles(await filesOf(network), table);
    expect(bundle.manifest.input).toMatchObject({
      kind: 'table',
      encoder: { target: { name: 'y', mean: 0, standardDeviation: 1 } },
    });
    const features = { values: Float32Array.of(1, 2, 3, -4, 5, 0), sampleShape: [3], count: 2 };
    expectClose(await answersOf(bundle, features), Array.from(await predictNetwork(network, features)));
  });

  test('that predicts a vector may have any output shape', async () => {
    const network = sequential({ layers: [layers.conv2d({ inputShape: image, filters: 2, kernelSize: edge - 1 })] });
    const { bundle } = await importFiles(await filesOf(network), {
      objective: 'DIMENSIONALITY_REDUCTION',
      classes: null,
    });
    expect(await answersOf(bundle, noise(image, 1))).toHaveLength(8);
  });
});

describe('a GraphModel', () => {
  test('predicts like the layers that it was converted from', async () => {
    const { imported, bundle } = await importFiles(graphFiles());
    expect(imported.format).toBe('GRAPH_MODEL');
    expectClose(await answersOf(bundle, noise(image)), await stockAnswers(kerasFiles(), noise(image)));
  });

  test('with logits and another pixel range predicts probabilities for pixels from 0 to 1', async () => {
    const options = { pixelRange: 'ZERO_TO_255' } as const;
    expectClose(
      await answersOf((await importFiles(graphFiles(drawWeights(), 'none'), options)).bundle, noise(image)),
      await answersOf((await importFiles(kerasFiles(), options)).bundle, noise(image)),
    );
  });

  test('with one output predicts two classes', async () => {
    const single = withJson(graphFiles(drawWeights(), 'none'), (json) => {
      const nodes: Json[] = json.modelTopology.node;
      nodes.splice(-1, 0, {
        name: 'first',
        op: 'StridedSlice',
        input: ['logits', 'begin', 'end', 'step'],
        attr: {
          begin_mask: { i: '1' },
          end_mask: { i: '1' },
          ellipsis_mask: { i: '0' },
          new_axis_mask: { i: '0' },
          shrink_axis_mask: { i: '0' },
        },
      });
      nodes.splice(-1, 0, { name: 'sure', op: 'Sigmoid', input: ['first'], attr: {} });
      nodes.at(-1).input = ['sure'];
      for (const name of ['begin', 'end', 'step']) {
        nodes.unshift({ name, op: 'Const', attr: { dtype: { type: 'DT_INT32' } } });
        json.weightsManifest[0].weights.push({ name, shape: [2], dtype: 'int32' });
      }
    });
    const more = new Uint8Array(Int32Array.of(0, 0, 0, 1, 1, 1).buffer);
    const weights = Buffer.concat([single['group1-shard1of1.bin'] ?? new Uint8Array(), more]);
    const answers = await answersOf(
      (await importFiles({ ...single, 'group1-shard1of1.bin': weights })).bundle,
      noise(image),
    );
    expect(answers).toHaveLength(10);
    for (let sample = 0; sample < 5; sample++) {
      expect((answers[2 * sample] ?? 0) + (answers[2 * sample + 1] ?? 0)).toBeCloseTo(1, 6);
    }
  });
});

describe('rejected imports', () => {
  const mutations = corruptArchives(200, 4);

  test('include two hundred corrupt archives, each with a reason', async () => {
    const asked = vi.spyOn(globalThis, 'fetch');
    const before = tf.memory().numTensors;
    const taken: string[] = [];
    for (const { name, archive } of mutations) {
      const found = await importArchive(archive).catch((error) => error);
      if (!(found instanceof InvalidData)) taken.push(`${name}: ${found instanceof Error ? found.stack : 'was taken'}`);
      else expect(found.message, name).toMatch(/\S.{15,}/);
    }
    expect(taken).toEqual([]);
    expect(asked).not.toHaveBeenCalled();
    expect(tf.memory().numTensors).toBe(before);
  });

  test.each([
    ['classes that it does not have', { classes: ['a', 'b', 'c'] }, /has 2 outputs, but `classes` has 3 names/],
    ['columns instead of an image', { columns: ['a'] }, /takes 8 x 8 x 3 values, but `columns` has 1 names/],
    [
      'a regression with two answers',
      { objective: 'REGRESSION', classes: null } as const,
      /has 2 outputs. A regression network must have one/,
    ],
  ])('include %s', async (_, options, message) => {
    await expect(importFiles(kerasFiles(), options)).rejects.toThrow(message);
  });

  test('include outputs over the size limit', async () => {
    const network = sequential({ layers: [layers.dense({ inputShape: [1], units: 100_001 })] });
    const options = { objective: 'DIMENSIONALITY_REDUCTION', classes: null } as const;
    await expect(importFiles(await filesOf(network), { ...options, columns: ['a'] })).rejects.toThrow(
      'The network has 100001 outputs per sample. The maximum is 100000.',
    );
  });

  test.each([
    [
      'a layer of a very long name',
      (json: Json) => (json.modelTopology.model_config.config.layers[3].class_name = 'X'.repeat(2_000_000)),
      'relu',
      /^"X{100}…" is not a supported layer/,
    ],
    [
      'a setting of a very long name',
      (json: Json) => (json.modelTopology.model_config.config.layers[6].config['y'.repeat(1_000_000)] = 1),
      'answer',
      /^Dense does not support this "y{100}…": it is unknown\.$/,
    ],
    [
      'Lambda',
      (json: Json) => (json.modelTopology.model_config.config.layers[3].class_name = 'Lambda'),
      'relu',
      /"Lambda" is not a supported layer/,
    ],
    ['Keras 3', (json: Json) => (json.modelTopology.keras_version = '3.4.1'), null, /Save it with Keras 2/],
    [
      'units',
      (json: Json) => (json.modelTopology.model_config.config.layers[6].config.units = 3),
      'answer/kernel',
      /should be 4 x 3 .* and is 4 x 2/,
    ],
    ['paths', (json: Json) => (json.weightsManifest[0].paths[0] = '/etc/passwd'), '/etc/passwd', /not in the archive/],
  ])('name the location: %s', async (_, change, location, message) => {
    const refused = await importFiles(withJson(kerasFiles(), change)).catch((error) => error);
    expect(refused).toBeInstanceOf(InvalidData);
    expect(refused.location).toBe(location);
    expect(refused.message).toMatch(message);
  });
});

describe('layer rules match TensorFlow.js', () => {
  const networks: Record<string, () => LayersModel> = {
    convolutions: () =>
      sequential({
        layers: [
          layers.conv2d({
            inputShape: [13, 11, 3],
            filters: 4,
            kernelSize: [3, 2],
            strides: 2,
            padding: 'same',
            activation: 'relu',
          }),
          layers.separableConv2d({ filters: 6, kernelSize: 3, padding: 'same', useBias: false }),
          layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2, padding: 'valid' }),
          layers.batchNormalization({ scale: false, center: true }),
          layers.leakyReLU({ alpha: 0.2 }),
          layers.upSampling2d({ size: [2, 3] }),
          layers.zeroPadding2d({
            padding: [
              [1, 0],
              [2, 1],
            ],
          }),
          layers.conv2d({ filters: 3, kernelSize: 3, dilationRate: 2, padding: 'valid', activation: 'swish' }),
          layers.maxPooling2d({ poolSize: [2, 3], strides: [1, 2], padding: 'same' }),
          layers.averagePooling2d({ poolSize: 2 }),
          layers.reshape({ targetShape: [9, 3] }),
          layers.layerNormalization(),
          layers.dense({ units: 2, activation: 'tanh' }),
          layers.flatten(),
          layers.dropout({ rate: 0.3 }),
          layers.elu(),
          layers.dense({ units: 3, useBias: false }),
          layers.softmax({}),
        ],
      }),
    branches: () => {
      const photo = input({ shape: [9, 9, 2] });
      const convolve = (from: SymbolicTensor, filters: number) =>
        layers.conv2d({ filters, kernelSize: 3, padding: 'same' }).apply(from) as SymbolicTensor;
      const [a, b] = [convolve(photo, 4), convolve(photo, 4)];
      const sum = layers.add().apply([a, b]) as SymbolicTensor;
      const beside = layers.concatenate().apply([sum, photo, a]) as SymbolicTensor;
      const squeezed = layers
        .reshape({ targetShape: [1, 1, 10] })
        .apply(layers.globalMaxPooling2d({}).apply(beside)) as SymbolicTensor;
      const gated = layers
        .multiply()
        .apply([beside, layers.activation({ activation: 'hardSigmoid' }).apply(squeezed) as SymbolicTensor]);
      const both = layers
        .maximum()
        .apply([gated as SymbolicTensor, layers.average().apply([beside, gated as SymbolicTensor]) as SymbolicTensor]);
      const pooled = layers.globalAveragePooling2d({}).apply(both as SymbolicTensor);
      return model({ inputs: photo, outputs: layers.dense({ units: 2 }).apply(pooled) as SymbolicTensor });
    },
  };

  test.each(Object.entries(networks))('for %s', async (_, build) => {
    const network = build();
    const data = await readNetworkFiles(await saveNetwork(network));
    const parameters = data.layers
      .flatMap(({ inferred }) => Object.values(inferred.weights))
      .reduce((sum, sides) => sum + sides.reduce((a, b) => a * b, 1), 0);
    expect(parameters).toBe(network.countParams());
    const copy = await loadNetwork(writeLayersModel(data));
    for (const { name, inferred: facts } of data.layers) {
      expect([name, copy.getLayer(name).outputShape]).toEqual([name, [null, ...facts.output]]);
    }
    const features = noise([...(data.layers[0]?.inferred.output ?? [])]);
    expectClose(Array.from(await predictNetwork(copy, features)), Array.from(await predictNetwork(network, features)));
  });

  test.each(
    familyCases
      .filter(({ name }) => ['mlp', 'cnn', 'resnet', 'mobilenet'].includes(name))
      .map((one) => [one.name, one] as const),
  )('so that a trained %s can be fine-tuned', async (_, one) => {
    const { lesson, parameters } = fitInputFor(one, { epochs: 1 });
    const { model: trained } = await one.family.fit(lesson, parameters);
    const files = await trained.files();
    const data = await readNetworkFiles({
      modelJson: files['model.json'] ?? new Uint8Array(),
      weights: files['weights.bin'] ?? new Uint8Array(),
    });
    const copy = wrapNetwork(await loadNetwork(writeLayersModel(data)));
    expect(copy.weights).toBe(trained.weights);
    expectClose(
      Array.from(await copy.predict(lesson.data.features)),
      Array.from(await trained.predict(lesson.data.features)),
    );
  });
});

test('splits a network at a single-layer cut and joins it again', async () => {
  const photo = input({ shape: image });
  const stem = layers.conv2d({ filters: 2, kernelSize: 1, name: 'stem' }).apply(photo) as SymbolicTensor;
  const block = layers.conv2d({ filters: 2, kernelSize: 1, name: 'block' }).apply(stem) as SymbolicTensor;
  const sum = layers.add({ name: 'sum' }).apply([stem, block]) as SymbolicTensor;
  const pooled = layers.globalAveragePooling2d({ name: 'pooled' }).apply(sum) as SymbolicTensor;
  const network = model({
    inputs: photo,
    outputs: layers.dense({ units: 2, name: 'answer' }).apply(pooled) as SymbolicTensor,
  });
  const data = await readNetworkFiles(await saveNetwork(network));
  const namesOf = (learning: number) =>
    splitNetwork(data, learning)
      .frozen?.layers.map(({ name }) => name)
      .slice(1) ?? null;
  expect(namesOf(1)).toEqual(['stem', 'block', 'sum', 'pooled']);
  // A path leads around the block, so the cut lies before it.
  expect(namesOf(2)).toEqual(['stem']);
  expect(namesOf(3)).toBeNull();
  for (const learning of [1, 2, 3]) {
    const { frozen, trainable } = splitNetwork(data, learning);
    const whole = await loadNetwork(writeLayersModel(joinNetworks(frozen, trainable)));
    expectClose(
      Array.from(await predictNetwork(whole, noise(image))),
      Array.from(await predictNetwork(network, noise(image))),
    );
  }
});

test('fine-tuning changes the trainable layers only', async () => {
  const weights = drawWeights();
  // Lets the brightness of an image reach the output.
  weights['conv/kernel'] = weights['conv/kernel']?.map(Math.abs) ?? new Float32Array();
  const { bundle } = await importFiles(kerasFiles(weights));
  const family = findFamily('pretrained');
  const cnn = familyCases.find(({ name }) => name === 'cnn');
  if (!family || !cnn) throw new Error('The catalogue lacks a family.');
  const { lesson } = fitInputFor({ ...cnn, family, name: 'pretrained' }, { epochs: 20 });
  const { count } = lesson.data.features;
  // Repeats the values in three channels.
  const values = Float32Array.from(
    { length: count * edge * edge * 3 },
    (_, at) => lesson.data.features.values[Math.floor(at / 3)] ?? 0,
  );
  const features = { values, sampleShape: image, count };
  const inputs = {
    ...lesson,
    data: { ...lesson.data, features },
    shape: { ...lesson.shape, inputShape: image },
    base: bundle.files,
    training: { ...lesson.training, batchSize: 16, epochs: 40, learningRate: 0.05 },
  };
  const before = await readNetworkFiles({
    modelJson: bundle.files['model.json'] ?? new Uint8Array(),
    weights: bundle.files['weights.bin'] ?? new Uint8Array(),
  });
  for (const [trainableLayers, frozen] of [
    [1, ['conv/kernel', 'bn/gamma', 'bn/moving_mean']],
    [2, ['conv/kernel']],
  ] as const) {
    const { model: learned, history } = await family.fit(inputs, { trainableLayers, head: 'new' });
    const files = await learned.files();
    const after = await readNetworkFiles({
      modelJson: files['model.json'] ?? new Uint8Array(),
      weights: files['weights.bin'] ?? new Uint8Array(),
    });
    for (const name of frozen) expect([name, after.weights.get(name)]).toEqual([name, before.weights.get(name)]);
    expect(after.weights.get('head/kernel')).toHaveLength(8);
    if (trainableLayers === 2) expect(after.weights.get('bn/gamma')).not.toEqual(before.weights.get('bn/gamma'));
    const accuracy = history.at(-1)?.metrics.find(({ name }) => name === 'accuracy')?.value;
    expect(accuracy).toBeGreaterThan(0.9);
    expect((await learned.predict(features)).length).toBe(2 * count);
    learned.dispose();
  }
});

async function filesOf(network: LayersModel): Promise<Files> {
  const { modelJson, weights } = await saveNetwork(network);
  return { 'model.json': modelJson, 'weights.bin': weights };
}

/** Quantizes kernels to uint8 and means to float16. */
function pack(files: Files): Files {
  const all = Buffer.concat([
    files['group1-shard1of2.bin'] ?? new Uint8Array(),
    files['group1-shard2of2.bin'] ?? new Uint8Array(),
  ]);
  const parts: Uint8Array[] = [];
  let at = 0;
  const packed = withJson(files, (json) => {
    for (const spec of json.weightsManifest[0].weights) {
      const length = spec.shape.reduce((product: number, side: number) => product * side, 1);
      const values = Array.from({ length }, (_, index) => all.readFloatLE(at + 4 * index));
      at += 4 * length;
      if (spec.name.endsWith('kernel')) {
        const [min, max] = [Math.min(...values), Math.max(...values)];
        const scale = (max - min) / 255;
        spec.quantization = { dtype: 'uint8', min, scale };
        parts.push(Uint8Array.from(values, (value) => Math.round((value - min) / scale)));
      } else if (spec.name.endsWith('mean')) {
        spec.quantization = { dtype: 'float16' };
        parts.push(new Uint8Array(Uint16Array.from(values, halfBits).buffer));
      } else parts.push(new Uint8Array(Float32Array.from(values).buffer));
    }
  });
  const whole = Buffer.concat(parts);
  return { ...packed, 'group1-shard1of2.bin': whole.subarray(0, 50), 'group1-shard2of2.bin': whole.subarray(50) };
}

/** Rounds down to float16; not for subnormal numbers. */
function halfBits(value: number): number {
  const exponent = Math.floor(Math.log2(Math.abs(value)));
  const fraction = Math.floor((Math.abs(value) / 2 ** exponent - 1) * 1024);
  return (value < 0 ? 0x8000 : 0) | ((exponent + 15) << 10) | fraction;
}

describe('a GraphModel that computes on its inputs', () => {
  const regression: Partial<ImportOptions> = { objective: 'REGRESSION', classes: null, columns: ['x'] };

  test.each(growingOperations)('is rejected when its cost depends on the input, through %s', async (operation) => {
    await expect(importArchive(growing(operation), regression)).rejects.toMatchObject({
      location: 'large',
      message: expect.stringMatching(/depends on the numbers of the sample, by way of "count" \(Cast\)/),
    });
  });

  test('is tested on more than zeros', async () => {
    await expect(importArchive(imaginary(), regression)).rejects.toThrow('samples of ones');
    const { imported } = await importArchive(doubling(), regression);
    expect(imported.format).toBe('GRAPH_MODEL');
  });
});
