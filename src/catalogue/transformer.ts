/**
 * A transformer for texts.
 *
 *   [B, T] tokens ─> embedding + positions [B, T, D] ─> (norm ─> attention ─> + ─> norm ─> feed-forward ─> +) x blocks ─> norm
 *
 *   to tell texts apart   words; ─> mean over T ─> dense ─> softmax over the classes
 *   to write              characters, each sees those before it alone; ─> dense ─> softmax over the characters, for every T
 */
import * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { InvalidInput } from '../errors.ts';
import { createBatcher, highest } from '../learning/batch.ts';
import { TrainingFailure } from '../learning/context.ts';
import { createNextTokenBatcher } from '../learning/imitation.ts';
import { AddPositions, SelfAttention } from '../learning/layers.ts';
import { type Model, networkModel } from '../learning/model.ts';
import { createRandom, hashSeed, type Random } from '../learning/random.ts';
import { glorot, he } from './dense.ts';
import { defineNetwork } from './network.ts';
import { embedding, sequenceParameters } from './sequence.ts';
import { attentionPart, densePart, embeddingPart, type Part, perStep, plainPart } from './workload.ts';

/** Different characters that a writer knows at most. */
const mostCharacters = 1000;
const batchSize = 16;
/** Before it stand filling and what is unknown. */
const firstToken = 2;

export const transformer = defineNetwork({
  name: 'transformer',
  title: 'Transformer for texts',
  description:
    'Sees a whole text at once and what in it belongs together: tells texts apart, or learns to write like them.',
  whenToUse: 'For texts of some hundred words; without a target, to write in the manner of a text.',
  whenNotToUse: 'With a few hundred texts only: it needs more of them than an rnn.',
  citation: 'Vaswani et al., "Attention is all you need", NeurIPS 2017; norms in front: Xiong et al., ICML 2020.',
  modalities: ['TEXT'],
  objectives: ['CLASSIFICATION', 'GENERATION'],
  parameters: z
    .object({
      ...sequenceParameters,
      width: z.int().min(8).max(1024).default(64).describe('Numbers that stand for a token; a multiple of heads.'),
      heads: z.int().min(1).max(32).default(4).describe('Ways of looking at the other tokens.'),
      blocks: z.int().min(1).max(12).default(2).describe('Blocks, one upon the other.'),
      feedForward: z.int().min(8).max(4096).default(128).describe('Neurons of the hidden layer in each block.'),
      dropout: z
        .number()
        .min(0)
        .max(0.9)
        .default(0.1)
        .describe('Share of the numbers that are silenced after each part of a block in each training step.'),
    })
    .refine(({ width, heads }) => width % heads === 0, { path: ['width'], message: 'Must be a multiple of heads' }),
  training: {
    epochs: 10,
    batchSize: 32,
    learningRate: 0.001,
    optimizer: 'adam',
    schedule: 'cosine',
    earlyStopping: { monitor: 'val_loss', patience: 3, minDelta: 0 },
  },
  sample: (random) => ({ heads: 4, width: 2 ** (5 + random.integer(3)), blocks: 1 + random.integer(3) }),
  text: ({ sequenceLength: length, vocabulary }, objective) =>
    objective === 'GENERATION'
      ? { level: 'character', length, vocabulary: Math.min(vocabulary, mostCharacters) }
      : { level: 'word', length, vocabulary },

  teach({ features, targets }, { objective, outputs }) {
    if (objective === 'GENERATION') return createNextTokenBatcher(features, outputs);
    if (!targets) throw new TrainingFailure('"transformer" learns what the targets are, and the data has none.');
    return createBatcher({ features, targets });
  },
  model: (network) => (network.outputShape.length === 3 ? writer(network) : networkModel(network)),

  workload({ outputs, tokens = 0, objective }, { sequenceLength: steps, width, heads, blocks, feedForward, dropout }) {
    const drops = dropout > 0 ? 3 : 1;
    const parts: Part[] = [
      embeddingPart('vocabulary', tokens, width, steps),
      plainPart('sequenceLength', steps * width),
    ];
    parts.push({ field: 'sequenceLength', parameters: steps * width, activations: 0, multiplications: 0 });
    for (let block = 0; block < blocks; block++) {
      parts.push(attentionPart('width', width, heads, steps), plainPart('width', (drops + 8) * steps * width));
      parts.push({ field: 'width', parameters: 4 * width, activations: 0, multiplications: 0 });
      parts.push(
        perStep(densePart('feedForward', width, feedForward), steps),
        plainPart('feedForward', steps * feedForward),
      );
      parts.push(
        perStep(densePart('feedForward', feedForward, width), steps),
        plainPart('width', drops * steps * width),
      );
    }
    parts.push({ field: 'width', parameters: 2 * width, activations: 4 * steps * width, multiplications: 0 });
    if (objective !== 'GENERATION') return [...parts, densePart(null, width, outputs)];
    // The loss looks at the probability of every character several times.
    return [
      ...parts,
      perStep(densePart('vocabulary', width, outputs), steps),
      plainPart('vocabulary', 4 * steps * outputs),
    ];
  },

  build({ outputs, tokens = 0, objective, seed }, parameters) {
    const { sequenceLength, width, heads, blocks, feedForward, dropout } = parameters;
    const writes = objective === 'GENERATION';
    const sequence = input({ shape: [sequenceLength] });
    const drop = (from: SymbolicTensor) =>
      dropout > 0 ? (layers.dropout({ rate: dropout }).apply(from) as SymbolicTensor) : from;
    const normalize = (from: SymbolicTensor) => layers.layerNormalization().apply(from) as SymbolicTensor;
    const add = (a: SymbolicTensor, b: SymbolicTensor) => layers.add().apply([a, b]) as SymbolicTensor;
    let last = embedding(seed, { tokens, size: width }).apply(sequence) as SymbolicTensor;
    last = new AddPositions({ seed: hashSeed(seed, 'positions') }).apply(last) as SymbolicTensor;
    for (let block = 0; block < blocks; block++) {
      const attention = new SelfAttention({ heads, seed: hashSeed(seed, 'attention', block), causal: writes });
      last = add(last, drop(attention.apply(normalize(last)) as SymbolicTensor));
      const wide = layers.dense({
        units: feedForward,
        activation: 'relu',
        kernelInitializer: he(seed, `wide${block}`),
      });
      const narrow = layers.dense({ units: width, kernelInitializer: glorot(seed, `narrow${block}`) });
      last = add(last, drop(narrow.apply(wide.apply(normalize(last))) as SymbolicTensor));
    }
    last = normalize(last);
    if (!writes) last = layers.globalAveragePooling1d().apply(last) as SymbolicTensor;
    const answer = layers.dense({ units: outputs, activation: 'softmax', kernelInitializer: glorot(seed, 'output') });
    return model({ inputs: sequence, outputs: answer.apply(last) as SymbolicTensor });
  },
});

/** Goes on with a text, one character after the other. */
function writer(network: LayersModel): Model {
  const [, steps = 1, vocabulary = 1] = network.outputShape as number[];
  const plain = networkModel(network);
  return {
    ...plain,

    async predict() {
      throw new InvalidInput('input.modelId', 'This model writes texts and predicts nothing: call `generate`.');
    },

    async generate({ count, seed, temperature, prompt, length, signal }) {
      const written = new Float32Array(count * length);
      const randoms = Array.from({ length: count }, (_, text) => createRandom(hashSeed(seed, 'write', text)));
      // Without a beginning a text goes on from an unknown character.
      const texts = randoms.map(() => (prompt.length > 0 ? Array.from(prompt) : [1]));
      for (let at = 0; at < length; at++) {
        signal?.throwIfAborted();
        const seen = texts.map((text) => text.slice(-steps));
        const last = Math.min(steps, seen[0]?.length ?? 0) - 1;
        const probabilities = tf.tidy(() => {
          const values = Float32Array.from(
            { length: count * steps },
            (_, index) => seen[Math.floor(index / steps)]?.[index % steps] ?? 0,
          );
          const all = network.apply(tf.tensor(values, [count, steps]), { training: false }) as tf.Tensor;
          return tf.slice(all, [0, last, 0], [count, 1, vocabulary]);
        });
        const p = await probabilities.data<'float32'>();
        probabilities.dispose();
        for (const [text, random] of randoms.entries()) {
          const token = drawToken(p.subarray(text * vocabulary, (text + 1) * vocabulary), temperature, random);
          texts[text]?.push(token);
          written[text * length + at] = token;
        }
      }
      return written;
    },

    async likelihood(features, { rows = Int32Array.from({ length: features.count }, (_, row) => row), signal } = {}) {
      const batcher = createNextTokenBatcher(features, vocabulary);
      let nats = 0;
      for (let start = 0; start < rows.length; start += batchSize) {
        signal?.throwIfAborted();
        const part = rows.subarray(start, start + batchSize);
        const { x, y } = batcher.batch(part, null);
        const output = tf.tidy(
          () => network.apply(tf.tensor(x, [part.length, steps]), { training: false }) as tf.Tensor,
        );
        const p = await output.data<'float32'>();
        output.dispose();
        for (const [index, token] of y.entries()) nats -= Math.log(Math.max(1e-7, p[index * vocabulary + token] ?? 0));
      }
      return { nats: nats / rows.length, units: steps };
    },
  };
}

/**
 * Draws a token by its probability, never filling (0) or the unknown one (1). Temperature 0: the likeliest.
 * @param probabilities [vocabulary]
 */
export function drawToken(probabilities: Float32Array, temperature: number, random: Pick<Random, 'next'>): number {
  const known = probabilities.subarray(firstToken);
  const likeliest = highest(known, 0, known.length);
  if (temperature === 0) return firstToken + likeliest;
  const score = (p: number) => Math.log(Math.max(p, 1e-30));
  const top = score(known[likeliest] ?? 0);
  // The likeliest weighs 1, however low the temperature is: the weights cannot all vanish.
  const weights = Array.from(known, (p) => Math.exp((score(p) - top) / temperature));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const chosen = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return firstToken + (chosen === -1 ? likeliest : chosen);
}
