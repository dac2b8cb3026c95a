/** Models from other tools, as files: from Keras, from the converter, and corrupted. */
import { zipSync } from 'fflate';
import { createRandom, type Random } from '../../src/learning/random.ts';

export type Files = Record<string, Uint8Array>;
// biome-ignore lint/suspicious/noExplicitAny: JSON that tests take apart
export type Json = any;

export const edge = 8;

export function zip(files: Files): Uint8Array {
  return zipSync(files, { level: 0 });
}

/** Random weights by name, with their shapes. */
const shapes: Record<string, number[]> = {
  'conv/kernel': [3, 3, 3, 4],
  'conv/bias': [4],
  'bn/gamma': [4],
  'bn/beta': [4],
  'bn/moving_mean': [4],
  'bn/moving_variance': [4],
  'answer/kernel': [4, 2],
  'answer/bias': [2],
};

export function drawWeights(seed = 1): Record<string, Float32Array> {
  const random = createRandom(seed);
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => {
      const length = shape.reduce((product, side) => product * side, 1);
      // A variance must be positive.
      const value = () => (name.endsWith('variance') ? 0.5 + random.next() : random.normal() / 2);
      return [name, Float32Array.from({ length }, value)];
    }),
  );
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Float32Array) =>
  new Uint8Array(buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);

/** A small network as Keras 2.15 and tensorflowjs_converter write it: two shards. */
export function kerasFiles(weights = drawWeights()): Files {
  const initializer = {
    module: 'keras.initializers',
    class_name: 'GlorotUniform',
    config: { seed: null },
    registered_name: null,
  };
  const common = { trainable: true, dtype: 'float32' };
  const layer = (name: string, class_name: string, config: object, from: string[]) => ({
    class_name,
    config: { name, ...config },
    name,
    inbound_nodes: from.length > 0 ? [from.map((one) => [one, 0, 0, {}])] : [],
  });
  const layers = [
    layer(
      'photo',
      'InputLayer',
      { batch_input_shape: [null, edge, edge, 3], dtype: 'float32', sparse: false, ragged: false },
      [],
    ),
    layer(
      'conv',
      'Conv2D',
      {
        ...common,
        filters: 4,
        kernel_size: [3, 3],
        strides: [1, 1],
        padding: 'same',
        data_format: 'channels_last',
        dilation_rate: [1, 1],
        groups: 1,
        activation: 'linear',
        use_bias: true,
        kernel_initializer: initializer,
        bias_initializer: { class_name: 'Zeros', config: {} },
        kernel_regularizer: null,
        bias_regularizer: null,
        activity_regularizer: null,
        kernel_constraint: null,
        bias_constraint: null,
      },
      ['photo'],
    ),
    layer(
      'bn',
      'BatchNormalization',
      {
        ...common,
        axis: [3],
        momentum: 0.99,
        epsilon: 0.001,
        center: true,
        scale: true,
        beta_initializer: { class_name: 'Zeros', config: {} },
        gamma_initializer: { class_name: 'Ones', config: {} },
        moving_mean_initializer: { class_name: 'Zeros', config: {} },
        moving_variance_initializer: { class_name: 'Ones', config: {} },
        beta_regularizer: null,
        gamma_regularizer: null,
        beta_constraint: null,
        gamma_constraint: null,
      },
      ['conv'],
    ),
    layer('relu', 'ReLU', { ...common, max_value: 6, negative_slope: 0, threshold: 0 }, ['bn']),
    layer('pool', 'GlobalAveragePooling2D', { ...common, data_format: 'channels_last', keepdims: false }, ['relu']),
    layer('drop', 'Dropout', { ...common, rate: 0.5, noise_shape: null, seed: null }, ['pool']),
    layer(
      'answer',
      'Dense',
      { ...common, units: 2, activation: 'softmax', use_bias: true, kernel_initializer: initializer },
      ['drop'],
    ),
  ];
  const specs = Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: 'float32' }));
  const all = Buffer.concat(Object.keys(shapes).map((name) => bytesOf(weights[name] ?? new Float32Array())));
  const json = {
    format: 'layers-model',
    generatedBy: 'keras v2.15.0',
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    modelTopology: {
      keras_version: '2.15.0',
      backend: 'tensorflow',
      model_config: {
        class_name: 'Functional',
        config: {
          name: 'small',
          trainable: true,
          layers,
          input_layers: [['photo', 0, 0]],
          output_layers: [['answer', 0, 0]],
        },
      },
      training_config: { loss: 'categorical_crossentropy', metrics: ['accuracy'] },
    },
    weightsManifest: [{ paths: ['group1-shard1of2.bin', 'group1-shard2of2.bin'], weights: specs }],
  };
  const cut = 100;
  return {
    'model.json': Buffer.from(JSON.stringify(json)),
    'group1-shard1of2.bin': all.subarray(0, cut),
    'group1-shard2of2.bin': all.subarray(cut),
  };
}

/** The same network as the converter writes it from a SavedModel: frozen, with normalization and activation as separate nodes. */
export function graphFiles(weights = drawWeights(), answer: 'Softmax' | 'none' = 'Softmax'): Files {
  const float = { type: 'DT_FLOAT' };
  const node = (name: string, op: string, input: string[], attr: object = {}) => ({
    name,
    op,
    input,
    attr: { T: float, ...attr },
  });
  const ints = (...list: number[]) => ({ list: { i: list.map(String) } });
  const last = answer === 'Softmax' ? [node('softmax', 'Softmax', ['logits'])] : [];
  const nodes = [
    {
      name: 'photo',
      op: 'Placeholder',
      attr: { dtype: float, shape: { shape: { dim: [-1, edge, edge, 3].map((size) => ({ size: String(size) })) } } },
    },
    ...Object.keys(shapes).map((name) => ({ name, op: 'Const', attr: { dtype: float } })),
    { name: 'axes', op: 'Const', attr: { dtype: { type: 'DT_INT32' } } },
    node('conv2d', 'Conv2D', ['photo', 'conv/kernel'], {
      strides: ints(1, 1, 1, 1),
      dilations: ints(1, 1, 1, 1),
      padding: { s: Buffer.from('SAME').toString('base64') },
      data_format: { s: Buffer.from('NHWC').toString('base64') },
    }),
    node('biased', 'BiasAdd', ['conv2d', 'conv/bias']),
    node('normal', 'FusedBatchNormV3', ['biased', 'bn/gamma', 'bn/beta', 'bn/moving_mean', 'bn/moving_variance'], {
      epsilon: { f: 0.001 },
      is_training: { b: false },
      data_format: { s: Buffer.from('NHWC').toString('base64') },
    }),
    node('relu6', 'Relu6', ['normal']),
    node('mean', 'Mean', ['relu6', 'axes'], { keep_dims: { b: false } }),
    node('product', 'MatMul', ['mean', 'answer/kernel'], { transpose_a: { b: false }, transpose_b: { b: false } }),
    node('logits', 'BiasAdd', ['product', 'answer/bias']),
    ...last,
    node('Identity', 'Identity', [last[0]?.name ?? 'logits']),
  ];
  const specs = [
    ...Object.entries(shapes).map(([name, shape]) => ({ name, shape, dtype: 'float32' })),
    { name: 'axes', shape: [2], dtype: 'int32' },
  ];
  const json = {
    format: 'graph-model',
    generatedBy: '2.15.0',
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    signature: {
      inputs: { photo: { name: 'photo:0', dtype: 'DT_FLOAT' } },
      outputs: { answer: { name: 'Identity:0', dtype: 'DT_FLOAT' } },
    },
    modelTopology: { node: nodes, library: {}, versions: { producer: 1575 } },
    weightsManifest: [{ paths: ['group1-shard1of1.bin'], weights: specs }],
  };
  const all = Object.keys(shapes).map((name) => bytesOf(weights[name] ?? new Float32Array()));
  return {
    'model.json': Buffer.from(JSON.stringify(json)),
    'group1-shard1of1.bin': Buffer.concat([...all, new Uint8Array(Int32Array.of(1, 2).buffer)]),
  };
}

export function withJson(files: Files, change: (json: Json) => void): Files {
  const json = JSON.parse(Buffer.from(files['model.json'] ?? []).toString('utf8'));
  change(json);
  return { ...files, 'model.json': Buffer.from(JSON.stringify(json)) };
}

export interface CorruptArchive {
  name: string;
  archive: Uint8Array;
}

const one = <T>(random: Random, list: readonly T[]): T => list[random.integer(list.length)] as T;

/** Corruptions of a LayersModel, each at a random place. */
const layerCorruptions: Record<string, (json: Json, random: Random) => void> = {
  'a layer that runs code': (json, random) => {
    const layer = one<Json>(random, layersOf(json).slice(1));
    layer.class_name = one(random, [
      'Lambda',
      'TFOpLambda',
      'Custom>Mine',
      'Embedding',
      'RNN',
      '__proto__',
      'constructor',
      '',
    ]);
  },
  'a setting of another type': (json, random) => {
    const { config } = layersOf(json)[1];
    config[one(random, ['filters', 'kernel_size', 'strides', 'padding', 'activation', 'use_bias'])] = one<unknown>(
      random,
      [-1, 1e300, 'x', {}, [[1]], [0, 0]],
    );
  },
  'an unknown setting': (json, random) => {
    one<Json>(random, layersOf(json).slice(1)).config[one(random, ['function', 'url', 'script', 'unroll'])] = 'x';
  },
  'more units than weights': (json, random) => {
    layersOf(json)[6].config.units = 3 + random.integer(1_000_000);
  },
  'other filters than weights': (json, random) => {
    layersOf(json)[1].config.filters = 5 + random.integer(100_000);
  },
  'a huge image': (json, random) => {
    layersOf(json)[0].config.batch_input_shape = [null, 2 ** (20 + random.integer(30)), edge, 3];
  },
  'an image without a fixed size': (json, random) => {
    layersOf(json)[0].config.batch_input_shape[1 + random.integer(3)] = null;
  },
  'an input that does not exist': (json, random) => {
    one<Json>(random, layersOf(json).slice(1)).inbound_nodes[0][0][0] = 'nobody';
  },
  'a cycle': (json, random) => {
    layersOf(json)[1].inbound_nodes[0][0][0] = one<Json>(random, layersOf(json).slice(1)).name;
  },
  'a layer with two inputs': (json, random) => {
    const layer = one<Json>(random, layersOf(json).slice(1));
    layer.inbound_nodes.push(layer.inbound_nodes[0]);
  },
  'a missing layer': (json, random) => {
    layersOf(json).splice(1 + random.integer(5), 1);
  },
  'two layers with the same name': (json, random) => {
    const at = 1 + random.integer(5);
    layersOf(json)[at].name = layersOf(json)[at + 1].name;
  },
  'an unused layer': (json, random) => {
    layersOf(json).push({ ...layersOf(json)[3], name: `extra${random.integer(9)}` });
  },
  'no output': (json, random) => {
    one<() => void>(random, [
      () => delete json.modelTopology.model_config.config.output_layers,
      () => (json.modelTopology.model_config.config.output_layers = []),
      () => (json.modelTopology.model_config.config.output_layers = [['nobody', 0, 0]]),
    ])();
  },
  'Keras 3': (json, random) => {
    json.modelTopology.keras_version = `3.${random.integer(9)}.0`;
  },
};

/** Corruptions of a graph model. */
const graphFaults: Record<string, (json: Json, random: Random) => void> = {
  'an operation with side effects': (json, random) => {
    one<Json>(random, json.modelTopology.node.slice(10)).op = one(random, [
      'ReadFile',
      'WriteFile',
      'PyFunc',
      'HashTableV2',
      'While',
      'If',
      'StatefulPartitionedCall',
      'TensorListStack',
      'Print',
      'constructor',
    ]);
  },
  'custom functions': (json, random) => {
    json.modelTopology.library = { function: [{ signature: { name: `f${random.integer(9)}` } }] };
  },
  'an initializer': (json, random) => {
    json[one(random, ['modelInitializer', 'initializerSignature'])] = { node: [] };
  },
  'an input that does not exist': (json, random) => {
    const node = one<Json>(random, json.modelTopology.node.slice(10));
    node.input[random.integer(node.input.length)] = 'nobody';
  },
  'a cycle': (json, random) => {
    one<Json>(random, json.modelTopology.node.slice(10, 15)).input[0] = 'Identity';
  },
  'two inputs': (json, random) => {
    json.modelTopology.node.push({ ...json.modelTopology.node[0], name: `photo${random.integer(9)}` });
  },
  'a constant without values': (json, random) => {
    json.modelTopology.node.push({ name: `const${random.integer(9)}`, op: 'Const', attr: {} });
  },
  'two nodes with the same name': (json, random) => {
    json.modelTopology.node.push(one<Json>(random, json.modelTopology.node));
  },
  'an output that does not exist': (json, random) => {
    json.signature.outputs.answer.name = `nobody:${random.integer(3)}`;
  },
  'a matrix with another shape': (json, random) => {
    const spec = json.weightsManifest[0].weights.find(({ name }: Json) => name === 'answer/kernel');
    spec.shape = one(random, [[2, 4], [8, 1], [8], [1, 8]]);
  },
};

/** Corruptions of the weights manifest, for both kinds of models. */
const weightFaults: Record<string, (json: Json, random: Random) => void> = {
  'a path outside the archive': (json, random) => {
    json.weightsManifest[0].paths[0] = one(random, [
      '../../etc/passwd',
      '/etc/passwd',
      'file:///etc/passwd',
      'http://127.0.0.1:1/weights.bin',
      'https://example.com/weights.bin',
      'C:\\weights.bin',
      'model.json',
      '',
    ]);
  },
  'a weight of another size': (json, random) => {
    const { shape } = one<Json>(random, json.weightsManifest[0].weights);
    shape[0] += one(random, [-1, 1, 7, 1e6]);
  },
  'a weight with an invalid size': (json, random) => {
    const { shape } = one<Json>(random, json.weightsManifest[0].weights);
    shape[0] = one(random, [-1, 1.5, 1e300, 'x']);
  },
  'a weight of another name': (json, random) => {
    one<Json>(random, json.weightsManifest[0].weights).name = `weight${random.integer(9)}`;
  },
  'a missing weight': (json, random) => {
    const { weights } = json.weightsManifest[0];
    weights.splice(random.integer(weights.length), 1);
  },
  'a duplicate weight': (json, random) => {
    const { weights } = json.weightsManifest[0];
    weights.push(one(random, weights));
  },
  'a weight of another type': (json, random) => {
    one<Json>(random, json.weightsManifest[0].weights).dtype = one(random, [
      'string',
      'complex64',
      'float64',
      'resource',
      7,
    ]);
  },
  'an invalid quantization': (json, random) => {
    one<Json>(random, json.weightsManifest[0].weights).quantization = one<unknown>(random, [
      { dtype: 'uint8', scale: 1, min: 0 },
      { dtype: 'float16' },
      { dtype: 'uint8' },
      { dtype: 'uint32', scale: 1, min: 0 },
      'zip',
    ]);
  },
  'no manifest': (json, random) => {
    one<() => void>(random, [
      () => delete json.weightsManifest,
      () => (json.weightsManifest = []),
      () => (json.weightsManifest = 'x'),
      () => (json.weightsManifest[0].paths = []),
    ])();
  },
  'no topology': (json, random) => {
    json.modelTopology = one<unknown>(random, [
      undefined,
      null,
      [],
      'x',
      {},
      { node: [] },
      { class_name: 'Sequential', config: {} },
    ]);
  },
};

/** Corruptions of the archive itself. */
const archiveFaults: Record<string, (files: Files, random: Random) => Uint8Array> = {
  truncated: (files, random) => zip(files).subarray(0, random.integer(zip(files).length - 30)),
  'a flipped bit in the weights': (files, random) => {
    const name = Object.keys(files).find((one) => one.endsWith('.bin')) ?? '';
    return flipRandomBit(zip(files), files[name] ?? new Uint8Array(), random);
  },
  'a flipped bit in the topology': (files, random) =>
    flipRandomBit(zip(files), files['model.json'] ?? new Uint8Array(), random),
  'a missing file': (files, random) => {
    const names = Object.keys(files);
    const gone = names[random.integer(names.length)];
    return zip(Object.fromEntries(Object.entries(files).filter(([name]) => name !== gone)));
  },
  'weights too long': (files, random) => {
    const name = Object.keys(files).at(-1) ?? '';
    return zip({
      ...files,
      [name]: Buffer.concat([files[name] ?? new Uint8Array(), new Uint8Array(1 + random.integer(64))]),
    });
  },
  'weights too short': (files, random) => {
    const name = Object.keys(files).at(-1) ?? '';
    return zip({ ...files, [name]: (files[name] ?? new Uint8Array()).subarray(1 + random.integer(8)) });
  },
  'not JSON': (files, random) =>
    zip({ ...files, 'model.json': (files['model.json'] ?? new Uint8Array()).subarray(1 + random.integer(50)) }),
  'weights that are not finite': (files, random) => {
    const name = Object.keys(files)[1] ?? '';
    const spoilt = Uint8Array.from(files[name] ?? []);
    // NaN or an infinity of either sign.
    new DataView(spoilt.buffer).setUint32(
      4 * random.integer(20),
      one(random, [0x7fc00000, 0x7f800000, 0xff800000]),
      true,
    );
    return zip({ ...files, [name]: spoilt });
  },
  'two models': (files, random) =>
    zip({ ...files, [`other${random.integer(9)}/model.json`]: files['model.json'] ?? new Uint8Array() }),
  'not an archive': (_, random) => Uint8Array.from({ length: random.integer(2000) }, () => random.integer(256)),
};

/** Flips a random bit of `content`, which the archive stores uncompressed. */
function flipRandomBit(archive: Uint8Array, content: Uint8Array, random: Random): Uint8Array {
  const copy = Buffer.from(archive);
  const at = copy.indexOf(content) + random.integer(content.length);
  copy[at] = (copy[at] ?? 0) ^ (1 << random.integer(8));
  return copy;
}

function layersOf(json: Json): Json[] {
  return json.modelTopology.model_config.config.layers;
}

/** Creates `count` archives with one corruption each; the same archives for the same seed. */
export function corruptArchives(count: number, seed: number): CorruptArchive[] {
  const random = createRandom(seed);
  const kinds: [string, () => Uint8Array][] = [
    ...Object.entries({ ...layerCorruptions, ...weightFaults }).map(([name, fault]): [string, () => Uint8Array] => [
      `layers: ${name}`,
      () => zip(withJson(kerasFiles(), (json) => fault(json, random))),
    ]),
    ...Object.entries({ ...graphFaults, ...weightFaults }).map(([name, fault]): [string, () => Uint8Array] => [
      `graph: ${name}`,
      () => zip(withJson(graphFiles(), (json) => fault(json, random))),
    ]),
    ...Object.entries(archiveFaults).flatMap(([name, fault]): [string, () => Uint8Array][] => [
      [`layers: ${name}`, () => fault(kerasFiles(), random)],
      [`graph: ${name}`, () => fault(graphFiles(), random)],
    ]),
  ];
  return Array.from({ length: count }, (_, number) => {
    const [name, make] = kinds[number % kinds.length] ?? ['', () => new Uint8Array()];
    return { name: `${number}: ${name}`, archive: make() };
  });
}
