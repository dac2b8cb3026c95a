/**
 * A recurrent network for sequences.
 *
 *   text     [B, T] tokens ─> embedding [B, T, E] ─┐
 *   series   [B, T, F] steps ──────────────────────┴─> (LSTM or GRU, one or both directions) x layers ─> dropout ─> dense
 *                                                  ─> softmax over the classes, or the next `horizon` values
 */
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { TrainingFailure } from '../../../learning/context.ts';
import { createBatcher } from '../../../learning/training/batch.ts';
import { activationCost, denseCost, embeddingCost, type LayerCost, recurrentCost } from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { glorotUniform, outputActivation } from './initializers.ts';
import { embedding, sequenceParameters } from './sequence.ts';

const gates = { lstm: 4, gru: 3 };

export const rnn = defineNetwork({
  name: 'rnn',
  title: 'Recurrent network for text and time series (LSTM, GRU)',
  description: 'Reads a sequence step by step and remembers what matters: classifies texts, forecasts time series.',
  whenToUse: 'Short texts such as messages, and time series whose next values depend on earlier ones.',
  whenNotToUse:
    'Long texts, whose beginning is forgotten, and time series of a few dozen values, where a linear model does as well.',
  citation:
    'LSTM: Hochreiter & Schmidhuber, Neural Computation 9(8), 1997. GRU: Cho et al., EMNLP 2014. Bidirectional: Schuster & Paliwal, 1997.',
  modalities: ['TEXT', 'TIME_SERIES'],
  objectives: ['CLASSIFICATION', 'FORECASTING'],
  parameters: z.object({
    cell: z
      .enum(['lstm', 'gru'])
      .default('lstm')
      .describe('Type of recurrent cell: lstm has more gates, gru has fewer parameters.'),
    units: z.int().min(1).max(1024).default(64).describe('Number of hidden units per direction.'),
    layers: z.int().min(1).max(4).default(1).describe('Number of stacked recurrent layers.'),
    bidirectional: z.boolean().default(false).describe('Whether to also read the sequence backward.'),
    ...sequenceParameters,
    embeddingSize: z.int().min(1).max(1024).default(64).describe('Text only: size of the token embeddings.'),
    horizon: z.int().min(1).max(64).default(1).describe('Time series only: number of steps to forecast at once.'),
    dropout: z.number().min(0).max(0.9).default(0.2).describe('Dropout rate of the last hidden state.'),
  }),
  training: {
    epochs: 20,
    batchSize: 32,
    learningRate: 0.002,
    optimizer: 'adam',
    learningRateSchedule: 'cosine',
    earlyStopping: { monitor: 'val_loss', patience: 5, minDelta: 0 },
  },
  sample: (random) => ({
    units: 2 ** (4 + random.integer(4)),
    layers: 1 + random.integer(2),
    dropout: random.integer(5) / 10,
  }),
  text: ({ sequenceLength, vocabularySize }) => ({ level: 'word', length: sequenceLength, vocabulary: vocabularySize }),
  window: ({ sequenceLength, horizon }) => ({ contextLength: sequenceLength, horizon }),

  // The mean absolute error makes the forecast a median, which is robust to outliers.
  createBatcher({ features, targets }, { objective }) {
    if (!targets) throw new TrainingFailure('`rnn` requires a target, and the data has none.');
    return createBatcher({ features, targets }, objective === 'FORECASTING' ? { loss: 'meanAbsoluteError' } : {});
  },

  layerCosts({ inputShape: [steps = 1, width = 0], outputs, vocabularySize }, parameters) {
    const { cell, units, layers: depth, bidirectional, embeddingSize, dropout } = parameters;
    const parts: LayerCost[] =
      vocabularySize === undefined ? [] : [embeddingCost('vocabulary', vocabularySize, embeddingSize, steps)];
    let inputs = vocabularySize === undefined ? width : embeddingSize;
    const directions = bidirectional ? 2 : 1;
    for (let layer = 0; layer < depth; layer++) {
      for (let direction = 0; direction < directions; direction++)
        parts.push(recurrentCost('units', gates[cell], inputs, units, steps));
      inputs = units * directions;
    }
    parts.push(activationCost('units', dropout > 0 ? 3 * inputs : inputs));
    return [...parts, denseCost(null, inputs, outputs)];
  },

  build({ inputShape, outputs, objective, vocabularySize, seed }, parameters) {
    const { cell, units, layers: depth, bidirectional, embeddingSize, dropout } = parameters;
    const model = sequential();
    if (vocabularySize === undefined) model.add(layers.inputLayer({ inputShape }));
    else model.add(embedding(seed, { tokens: vocabularySize, size: embeddingSize, inputShape }));
    for (let layer = 0; layer < depth; layer++) {
      const options = {
        units,
        recurrentActivation: 'sigmoid' as const,
        kernelInitializer: glorotUniform(seed, `kernel${layer}`),
        recurrentInitializer: glorotUniform(seed, `recurrent${layer}`),
        returnSequences: layer < depth - 1,
      };
      const recurrent = cell === 'lstm' ? layers.lstm(options) : layers.gru(options);
      model.add(bidirectional ? layers.bidirectional({ layer: recurrent, mergeMode: 'concat' }) : recurrent);
    }
    if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    const activation = outputActivation(objective);
    model.add(layers.dense({ units: outputs, activation, kernelInitializer: glorotUniform(seed, 'output') }));
    return model;
  },
});
