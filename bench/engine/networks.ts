/**
 * The measured networks. torch_runner.py defines the same ones, layer by layer.
 *
 *   mlp          784 ─> 256 ─> 128 ─> 10, relu
 *   cnn          32 x 32 x 3 ─> (conv 3 x 3 ─> relu ─> max pool) x 2, 16 and 32 filters ─> dense 64 ─> 10
 *   resnet       32 x 32 x 3 ─> conv 16 ─> residual blocks of 16, 32, 64 filters with batch norm ─> average ─> 10
 *   lstm         32 steps of 32 values ─> LSTM of 64 ─> 10
 *   transformer  32 steps of 32 values ─> 2 pre-norm encoder blocks of 64, 4 heads, feed-forward 128 ─> average ─> 10
 *   vae          784 ─> 256 ─> 16 (sampled) ─> 256 ─> 784: reconstruction, with the Kullback-Leibler penalty
 */
import { input, type LayersModel, layers, model, type SymbolicTensor, sequential } from '@tensorflow/tfjs-layers';
import { glorotUniform, heNormal } from '../../src/catalogue/families/networks/initializers.ts';
import type { LabelledData } from '../../src/learning/data.ts';
import { GaussianSample, SelfAttention } from '../../src/learning/layers.ts';
import { createRandom } from '../../src/learning/random.ts';
import type { Loss } from '../../src/learning/training/loss.ts';

export interface Network {
  sampleShape: number[];
  batchSize: number;
  /** Samples per measurement: a few seconds of work, so that compilation in a new thread does not dominate. */
  samples: number;
  loss: Loss;
  build(): LayersModel;
}

const classes = 10;

export const networks = {
  mlp: { sampleShape: [784], batchSize: 128, samples: 38_400, loss: 'categoricalCrossentropy', build: mlp },
  cnn: { sampleShape: [32, 32, 3], batchSize: 32, samples: 9600, loss: 'categoricalCrossentropy', build: cnn },
  resnet: { sampleShape: [32, 32, 3], batchSize: 32, samples: 960, loss: 'categoricalCrossentropy', build: resnet },
  lstm: { sampleShape: [32, 32], batchSize: 32, samples: 3840, loss: 'categoricalCrossentropy', build: lstm },
  transformer: {
    sampleShape: [32, 32],
    batchSize: 32,
    samples: 2560,
    loss: 'categoricalCrossentropy',
    build: transformer,
  },
  vae: { sampleShape: [784], batchSize: 128, samples: 12_800, loss: 'binaryCrossentropy', build: vae },
} satisfies Record<string, Network>;

export type NetworkName = keyof typeof networks;

/** Random noise of the right shape: the training speed does not depend on the data. */
export function dataFor(name: NetworkName, count: number): LabelledData {
  const { sampleShape, loss } = networks[name];
  const random = createRandom(1);
  const size = sampleShape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: count * size }, () => random.next());
  const targets =
    loss === 'categoricalCrossentropy'
      ? { values: Int32Array.from({ length: count }, (_, row) => row % classes), classes: [...'0123456789'] }
      : { values, classes: null };
  return { features: { values, sampleShape, count }, targets };
}

function mlp(): LayersModel {
  return sequential({
    layers: [
      layers.dense({ inputShape: [784], units: 256, activation: 'relu', kernelInitializer: heNormal(0, 1) }),
      layers.dense({ units: 128, activation: 'relu', kernelInitializer: heNormal(0, 2) }),
      answer(),
    ],
  });
}

function cnn(): LayersModel {
  const block = (filters: number) => [
    layers.conv2d({
      ...(filters === 16 && { inputShape: [32, 32, 3] }),
      filters,
      kernelSize: 3,
      padding: 'same',
      activation: 'relu',
      kernelInitializer: heNormal(0, filters),
    }),
    layers.maxPooling2d({ poolSize: 2 }),
  ];
  return sequential({
    layers: [
      ...block(16),
      ...block(32),
      layers.flatten(),
      layers.dense({ units: 64, activation: 'relu', kernelInitializer: heNormal(0, 'dense') }),
      answer(),
    ],
  });
}

function resnet(): LayersModel {
  const image = input({ shape: [32, 32, 3] });
  let last = normalizedConvolution(image, { filters: 16, name: 'stem' });
  last = layers.reLU().apply(last) as SymbolicTensor;
  for (const [stage, filters] of [16, 32, 64].entries()) {
    const strides = stage === 0 ? 1 : 2;
    const name = `stage${stage}`;
    let branch = normalizedConvolution(last, { filters, strides, name: `${name}a` });
    branch = normalizedConvolution(layers.reLU().apply(branch) as SymbolicTensor, { filters, name: `${name}b` });
    const shortcut =
      stage === 0 ? last : normalizedConvolution(last, { filters, strides, kernelSize: 1, name: `${name}c` });
    last = layers.reLU().apply(layers.add().apply([branch, shortcut])) as SymbolicTensor;
  }
  return model({
    inputs: image,
    outputs: answer().apply(layers.globalAveragePooling2d({}).apply(last)) as SymbolicTensor,
  });
}

function normalizedConvolution(
  from: SymbolicTensor,
  options: { filters: number; name: string; strides?: number; kernelSize?: number },
): SymbolicTensor {
  const { filters, name, strides = 1, kernelSize = 3 } = options;
  const kernelInitializer = heNormal(0, name);
  const layer = layers.conv2d({ filters, kernelSize, strides, padding: 'same', useBias: false, kernelInitializer });
  return layers.batchNormalization().apply(layer.apply(from)) as SymbolicTensor;
}

function lstm(): LayersModel {
  const recurrent = layers.lstm({
    inputShape: [32, 32],
    units: 64,
    recurrentActivation: 'sigmoid',
    kernelInitializer: glorotUniform(0, 'kernel'),
    recurrentInitializer: glorotUniform(0, 'recurrent'),
  });
  return sequential({ layers: [recurrent, answer()] });
}

function transformer(): LayersModel {
  const width = 64;
  const sequence = input({ shape: [32, 32] });
  let last = layers
    .dense({ units: width, kernelInitializer: glorotUniform(0, 'embed') })
    .apply(sequence) as SymbolicTensor;
  for (const block of [0, 1]) {
    const attended = new SelfAttention({ heads: 4, seed: block }).apply(layers.layerNormalization().apply(last));
    last = layers.add().apply([last, attended as SymbolicTensor]) as SymbolicTensor;
    const wide = layers
      .dense({ units: 2 * width, activation: 'relu', kernelInitializer: heNormal(0, block) })
      .apply(layers.layerNormalization().apply(last));
    const narrow = layers.dense({ units: width, kernelInitializer: glorotUniform(0, `narrow${block}`) }).apply(wide);
    last = layers.add().apply([last, narrow as SymbolicTensor]) as SymbolicTensor;
  }
  const pooled = layers.globalAveragePooling1d().apply(layers.layerNormalization().apply(last));
  return model({ inputs: sequence, outputs: answer().apply(pooled) as SymbolicTensor });
}

function vae(): LayersModel {
  const pixels = input({ shape: [784] });
  const dense = (units: number, activation: 'relu' | 'linear' | 'sigmoid', name: string) =>
    layers.dense({ units, activation, kernelInitializer: glorotUniform(0, name) });
  const hidden = dense(256, 'relu', 'encode').apply(pixels);
  const drawn = new GaussianSample().apply(dense(32, 'linear', 'latent').apply(hidden));
  const outputs = dense(784, 'sigmoid', 'pixels').apply(dense(256, 'relu', 'decode').apply(drawn));
  return model({ inputs: pixels, outputs: outputs as SymbolicTensor });
}

function answer() {
  return layers.dense({ units: classes, activation: 'softmax', kernelInitializer: glorotUniform(0, 'answer') });
}
