/**
 * A transformer for text.
 *
 *   [B, T] tokens ─> embedding + positions [B, T, D] ─> (norm ─> attention ─> + ─> norm ─> feed-forward ─> +) x blocks ─> norm
 *
 *   classification   words ─> mean over T ─> dense ─> softmax over the classes
 *   generation       characters, with causal attention ─> dense ─> softmax over the characters, for every T
 */
import * as tf from '@tensorflow/tfjs-core';
import { input, type LayersModel, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { InvalidInput } from '../../../errors.ts';
import { TrainingFailure } from '../../../learning/context.ts';
import { PositionalEmbedding, SelfAttention } from '../../../learning/layers.ts';
import { type Model, wrapNetwork } from '../../../learning/model.ts';
import { createRandom, hashSeed, type Random } from '../../../learning/random.ts';
import { createBatcher } from '../../../learning/training/batch.ts';
import { createNextTokenBatcher } from '../../../learning/training/generative-batchers.ts';
import { argMax } from '../../../shared/arg-max.ts';
import {
  activationCost,
  attentionCost,
  denseCost,
  embeddingCost,
  type LayerCost,
  timeDistributed,
} from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { glorotUniform, heNormal } from './initializers.ts';
import { embedding, sequenceParameters } from './sequence.ts';

/** Maximum vocabulary size of a character-level language model. */
const maxVocabulary = 1000;
const batchSize = 16;
/** Tokens below it are padding (0) and unknown (1). */
const firstToken = 2;

export const transformer = defineNetwork({
  name: 'transformer',
  title: 'Transformer for text',
  description: 'Attends to a whole text at once: classifies texts or learns to generate similar ones.',
  whenToUse: 'Texts of a few hundred words; without a target, generating text in the style of another.',
  whenNotToUse: 'Only a few hundred texts: a transformer needs more than a recurrent network.',
  citation: 'Vaswani et al., "Attention is all you need", NeurIPS 2017; pre-norm: Xiong et al., ICML 2020.',
  modalities: ['TEXT'],
  objectives: ['CLASSIFICATION', 'GENERATION'],
  parameters: z
    .object({
      ...sequenceParameters,
      hiddenSize: z
        .int()
        .min(8)
        .max(1024)
        .default(64)
        .describe('Size of the token embeddings and hidden states; a multiple of `heads`.'),
      heads: z.int().min(1).max(32).default(4).describe('Number of attention heads.'),
      blocks: z.int().min(1).max(12).default(2).describe('Number of stacked transformer blocks.'),
      feedForwardSize: z
        .int()
        .min(8)
        .max(4096)
        .default(128)
        .describe('Hidden units of the feed-forward layer in each block.'),
      dropout: z.number().min(0).max(0.9).default(0.1).describe('Dropout rate after each sublayer of a block.'),
    })
    .refine(({ hiddenSize, heads }) => hiddenSize % heads === 0, {
      path: ['width'],
      message: 'Must be a multiple of heads',
    }),
  training: {
    epochs: 10,
    batchSize: 32,
    learningRate: 0.001,
    optimizer: 'adam',
    learningRateSchedule: 'cosine',
    earlyStopping: { monitor: 'val_loss', patience: 3, minDelta: 0 },
  },
  sample: (random) => ({ heads: 4, hiddenSize: 2 ** (5 + random.integer(3)), blocks: 1 + random.integer(3) }),
  text: ({ sequenceLength: length, vocabularySize }, objective) =>
    objective === 'GENERATION'
      ? { level: 'character', length, vocabulary: Math.min(vocabularySize, maxVocabulary) }
      : { level: 'word', length, vocabulary: vocabularySize },

  createBatcher({ features, targets }, { objective, outputs }) {
    if (objective === 'GENERATION') return createNextTokenBatcher(features, outputs);
    if (!targets) throw new TrainingFailure('`transformer` requires a target, and the data has none.');
    return createBatcher({ features, targets });
  },
  wrapModel: (network) => (network.outputShape.length === 3 ? languageModel(network) : wrapNetwork(network)),

  layerCosts({ outputs, vocabularySize = 0, objective }, parameters) {
    const { sequenceLength: steps, hiddenSize, heads, blocks, feedForwardSize, dropout } = parameters;
    const drops = dropout > 0 ? 3 : 1;
    const parts: LayerCost[] = [
      embeddingCost('vocabulary', vocabularySize, hiddenSize, steps),
      activationCost('sequenceLength', steps * hiddenSize),
    ];
    parts.push({ field: 'sequenceLength', parameters: steps * hiddenSize, activations: 0, multiplications: 0 });
    for (let block = 0; block < blocks; block++) {
      parts.push(
        attentionCost('width', hiddenSize, heads, steps),
        activationCost('width', (drops + 8) * steps * hiddenSize),
      );
      parts.push({ field: 'width', parameters: 4 * hiddenSize, activations: 0, multiplications: 0 });
      parts.push(
        timeDistributed(denseCost('feedForward', hiddenSize, feedForwardSize), steps),
        activationCost('feedForward', steps * feedForwardSize),
      );
      parts.push(
        timeDistributed(denseCost('feedForward', feedForwardSize, hiddenSize), steps),
        activationCost('width', drops * steps * hiddenSize),
      );
    }
    parts.push({ field: 'width', parameters: 2 * hiddenSize, activations: 4 * steps * hiddenSize, multiplications: 0 });
    if (objective !== 'GENERATION') return [...parts, denseCost(null, hiddenSize, outputs)];
    // The loss keeps several values per character probability.
    return [
      ...parts,
      timeDistributed(denseCost('vocabulary', hiddenSize, outputs), steps),
      activationCost('vocabulary', 4 * steps * outputs),
    ];
  },

  build({ outputs, vocabularySize = 0, objective, seed }, parameters) {
    const { sequenceLength, hiddenSize, heads, blocks, feedForwardSize, dropout } = parameters;
    const isCausal = objective === 'GENERATION';
    const sequence = input({ shape: [sequenceLength] });
    const drop = (from: SymbolicTensor) =>
      dropout > 0 ? (layers.dropout({ rate: dropout }).apply(from) as SymbolicTensor) : from;
    const normalize = (from: SymbolicTensor) => layers.layerNormalization().apply(from) as SymbolicTensor;
    const add = (a: SymbolicTensor, b: SymbolicTensor) => layers.add().apply([a, b]) as SymbolicTensor;
    let last = embedding(seed, { tokens: vocabularySize, size: hiddenSize }).apply(sequence) as SymbolicTensor;
    last = new PositionalEmbedding({ seed: hashSeed(seed, 'positions') }).apply(last) as SymbolicTensor;
    for (let block = 0; block < blocks; block++) {
      const attention = new SelfAttention({ heads, seed: hashSeed(seed, 'attention', block), causal: isCausal });
      last = add(last, drop(attention.apply(normalize(last)) as SymbolicTensor));
      const wide = layers.dense({
        units: feedForwardSize,
        activation: 'relu',
        kernelInitializer: heNormal(seed, `wide${block}`),
      });
      const narrow = layers.dense({ units: hiddenSize, kernelInitializer: glorotUniform(seed, `narrow${block}`) });
      last = add(last, drop(narrow.apply(wide.apply(normalize(last))) as SymbolicTensor));
    }
    last = normalize(last);
    if (!isCausal) last = layers.globalAveragePooling1d().apply(last) as SymbolicTensor;
    const head = layers.dense({
      units: outputs,
      activation: 'softmax',
      kernelInitializer: glorotUniform(seed, 'output'),
    });
    return model({ inputs: sequence, outputs: head.apply(last) as SymbolicTensor });
  },
});

/** Wraps the network as a language model that continues a text character by character. */
function languageModel(network: LayersModel): Model {
  const [, steps = 1, vocabulary = 1] = network.outputShape as number[];
  const base = wrapNetwork(network);
  return {
    ...base,

    async predict() {
      throw new InvalidInput('input.modelId', 'This model generates text and makes no predictions. Use `generate`.');
    },

    async generate({ count, seed, temperature, prompt, length, signal }) {
      const generated = new Float32Array(count * length);
      const randoms = Array.from({ length: count }, (_, text) => createRandom(hashSeed(seed, 'write', text)));
      // Without a prompt, a text starts with the unknown character.
      const texts = randoms.map(() => (prompt.length > 0 ? Array.from(prompt) : [1]));
      for (let at = 0; at < length; at++) {
        signal?.throwIfAborted();
        const contexts = texts.map((text) => text.slice(-steps));
        const last = Math.min(steps, contexts[0]?.length ?? 0) - 1;
        const probabilities = tf.tidy(() => {
          const values = Float32Array.from(
            { length: count * steps },
            (_, index) => contexts[Math.floor(index / steps)]?.[index % steps] ?? 0,
          );
          const all = network.apply(tf.tensor(values, [count, steps]), { training: false }) as tf.Tensor;
          return tf.slice(all, [0, last, 0], [count, 1, vocabulary]);
        });
        const p = await probabilities.data<'float32'>();
        probabilities.dispose();
        for (const [text, random] of randoms.entries()) {
          const token = sampleToken(p.subarray(text * vocabulary, (text + 1) * vocabulary), temperature, random);
          texts[text]?.push(token);
          generated[text * length + at] = token;
        }
      }
      return generated;
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
      return { nats: nats / rows.length, unitsPerSample: steps };
    },
  };
}

/**
 * Samples a token by its probability, but never padding (0) or the unknown token (1). Temperature 0 is greedy decoding.
 * @param probabilities [vocabulary]
 */
export function sampleToken(probabilities: Float32Array, temperature: number, random: Pick<Random, 'next'>): number {
  const known = probabilities.subarray(firstToken);
  const likeliest = argMax(known, 0, known.length);
  if (temperature === 0) return firstToken + likeliest;
  const score = (p: number) => Math.log(Math.max(p, 1e-30));
  const top = score(known[likeliest] ?? 0);
  // The likeliest token has weight 1 at any temperature, so the weights cannot all underflow.
  const weights = Array.from(known, (p) => Math.exp((score(p) - top) / temperature));
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0);
  const chosen = weights.findIndex((weight) => {
    left -= weight;
    return left < 0;
  });
  return firstToken + (chosen === -1 ? likeliest : chosen);
}
