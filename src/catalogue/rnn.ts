/**
 * A recurrent network for sequences.
 *
 *   text     [B, T] tokens ─> embedding [B, T, E] ─┐
 *   series   [B, T, F] steps ──────────────────────┴─> (LSTM or GRU, one way or both) x layers ─> dropout ─> dense
 *                                                  ─> softmax over the classes, or the next `horizon` values
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { createBatcher } from '../learning/batch.ts';
import { TrainingFailure } from '../learning/context.ts';
import { glorot, outputActivation } from './dense.ts';
import { defineNetwork } from './network.ts';
import { embedding, sequenceParameters } from './sequence.ts';
import { densePart, embeddingPart, type Part, plainPart, recurrentPart } from './workload.ts';

const gates = { lstm: 4, gru: 3 };

export const rnn = defineNetwork({
  name: 'rnn',
  title: 'Recurrent network for texts and series (LSTM, GRU)',
  description: 'Reads a sequence step by step and keeps in mind what matters: tells texts apart, forecasts series.',
  whenToUse: 'For short texts such as messages, and for series whose next values depend on those before them.',
  whenNotToUse:
    'For long texts, where the beginning is forgotten; for series of a few dozen values, where a straight line does as well.',
  citation:
    'LSTM: Hochreiter & Schmidhuber, Neural Computation 9(8), 1997. GRU: Cho et al., EMNLP 2014. Both ways: Schuster & Paliwal, 1997.',
  modalities: ['TEXT', 'TIME_SERIES'],
  objectives: ['CLASSIFICATION', 'FORECASTING'],
  parameters: z.object({
    cell: z
      .enum(['lstm', 'gru'])
      .default('lstm')
      .describe('What keeps things in mind: an LSTM has more gates, a GRU fewer weights.'),
    units: z.int().min(1).max(1024).default(64).describe('Numbers that are kept in mind, in each direction.'),
    layers: z.int().min(1).max(4).default(1).describe('Recurrent layers, one upon the other.'),
    bidirectional: z.boolean().default(false).describe('Read the sequence backwards too.'),
    ...sequenceParameters,
    embeddingSize: z.int().min(1).max(1024).default(64).describe('Of texts: numbers that stand for a token.'),
    horizon: z.int().min(1).max(64).default(1).describe('Of series: steps that are forecast at once.'),
    dropout: z
      .number()
      .min(0)
      .max(0.9)
      .default(0.2)
      .describe('Share of what was kept in mind that is silenced in each training step.'),
  }),
  training: {
    epochs: 20,
    batchSize: 32,
    learningRate: 0.002,
    optimizer: 'adam',
    schedule: 'cosine',
    earlyStopping: { monitor: 'val_loss', patience: 5, minDelta: 0 },
  },
  sample: (random) => ({
    units: 2 ** (4 + random.integer(4)),
    layers: 1 + random.integer(2),
    dropout: random.integer(5) / 10,
  }),
  text: ({ sequenceLength, vocabulary }) => ({ level: 'word', length: sequenceLength, vocabulary }),
  window: ({ sequenceLength, horizon }) => ({ length: sequenceLength, horizon }),

  // What is forecast is the median: a few odd days do not bend it.
  teach({ features, targets }, { objective }) {
    if (!targets) throw new TrainingFailure('"rnn" learns what the targets are, and the data has none.');
    return createBatcher({ features, targets }, objective === 'FORECASTING' ? { loss: 'meanAbsoluteError' } : {});
  },

  workload({ inputShape: [steps = 1, width = 0], outputs, tokens }, parameters) {
    const { cell, units, layers: depth, bidirectional, embeddingSize, dropout } = parameters;
    const parts: Part[] = tokens === undefined ? [] : [embeddingPart('vocabulary', tokens, embeddingSize, steps)];
    let given = tokens === undefined ? width : embeddingSize;
    const ways = bidirectional ? 2 : 1;
    for (let layer = 0; layer < depth; layer++) {
      for (let way = 0; way < ways; way++) parts.push(recurrentPart('units', gates[cell], given, units, steps));
      given = units * ways;
    }
    parts.push(plainPart('units', dropout > 0 ? 3 * given : given));
    return [...parts, densePart(null, given, outputs)];
  },

  build({ inputShape, outputs, objective, tokens, seed }, parameters) {
    const { cell, units, layers: depth, bidirectional, embeddingSize, dropout } = parameters;
    const model = sequential();
    if (tokens === undefined) model.add(layers.inputLayer({ inputShape }));
    else model.add(embedding(seed, { tokens, size: embeddingSize, inputShape }));
    for (let layer = 0; layer < depth; layer++) {
      const options = {
        units,
        recurrentActivation: 'sigmoid' as const,
        kernelInitializer: glorot(seed, `kernel${layer}`),
        recurrentInitializer: glorot(seed, `recurrent${layer}`),
        returnSequences: layer < depth - 1,
      };
      const recurrent = cell === 'lstm' ? layers.lstm(options) : layers.gru(options);
      model.add(bidirectional ? layers.bidirectional({ layer: recurrent, mergeMode: 'concat' }) : recurrent);
    }
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    const activation = outputActivation(objective);
    model.add(layers.dense({ units: outputs, activation, kernelInitializer: glorot(seed, 'output') }));
    return model;
  },
});
