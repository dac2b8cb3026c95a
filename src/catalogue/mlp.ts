import { layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { glorot, he, normalization, outputActivation } from './dense.ts';
import { defineNetwork } from './network.ts';
import { densePart, normalizationPart, type Part, plainPart } from './workload.ts';

/** A multi-layer perceptron: [B, d] ─> (dense ─> activation ─> dropout) x layers ─> dense ─> [B, C] */
export const mlp = defineNetwork({
  name: 'mlp',
  title: 'Neural network for tables (MLP)',
  description: 'Layers of neurons that learn how columns act together; for classes and for numbers.',
  whenToUse: 'When a linear model is not good enough and there are at least some hundred rows.',
  whenNotToUse: 'With very few rows, or when each weight must be explained.',
  citation: 'Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors", Nature 323, 1986.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION', 'REGRESSION'],
  parameters: z.object({
    hiddenUnits: z
      .array(z.int().min(1).max(4096))
      .min(1)
      .max(8)
      .default([64, 32])
      .describe('Neurons of each hidden layer, first to last.'),
    activation: z
      .enum(['relu', 'tanh', 'elu', 'selu'])
      .default('relu')
      .describe('What each hidden neuron applies to its sum.'),
    dropout: z
      .number()
      .min(0)
      .max(0.9)
      .default(0)
      .describe('Share of hidden neurons that are silenced in each training step.'),
    l2: z.number().min(0).max(1).default(0).describe('Strength of the L2 penalty on the weights.'),
    batchNormalization: z.boolean().default(false).describe('Normalise each hidden layer over its batch.'),
  }),
  training: {
    epochs: 100,
    batchSize: 32,
    learningRate: 0.003,
    optimizer: 'adam',
    schedule: 'constant',
    earlyStopping: { monitor: 'val_loss', patience: 15, minDelta: 0 },
  },
  sample: (random) => ({
    hiddenUnits: Array.from({ length: 1 + random.integer(3) }, () => 2 ** (4 + random.integer(5))),
    dropout: random.integer(5) / 10,
    l2: 10 ** (random.next() * 4 - 6),
  }),
  workload({ inputShape, outputs }, { hiddenUnits, batchNormalization, dropout }) {
    let [width = 1] = inputShape;
    const parts: Part[] = [];
    for (const [index, units] of hiddenUnits.entries()) {
      const field = `hiddenUnits.${index}`;
      parts.push(densePart(field, width, units), plainPart(field, dropout > 0 ? 3 * units : units));
      if (batchNormalization) parts.push(normalizationPart(field, units, 1));
      width = units;
    }
    return [...parts, densePart(null, width, outputs)];
  },
  build({ inputShape, outputs, objective, seed }, { hiddenUnits, activation, dropout, l2, batchNormalization }) {
    const model = sequential();
    const kernelRegularizer = l2 > 0 ? regularizers.l2({ l2 }) : undefined;
    for (const [index, units] of hiddenUnits.entries()) {
      const kernelInitializer = activation === 'tanh' ? glorot(seed, index) : he(seed, index);
      model.add(layers.dense({ ...(index === 0 && { inputShape }), units, kernelInitializer, kernelRegularizer }));
      if (batchNormalization) model.add(normalization());
      model.add(layers.activation({ activation }));
      if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    }
    model.add(
      layers.dense({
        units: outputs,
        activation: outputActivation(objective),
        kernelInitializer: glorot(seed, 'output'),
      }),
    );
    return model;
  },
});
