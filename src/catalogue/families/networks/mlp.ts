import { layers, regularizers, sequential } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { activationCost, denseCost, type LayerCost, normalizationCost } from '../../layer-costs.ts';
import { defineNetwork } from '../../network.ts';
import { batchNormalization, glorotUniform, heNormal, outputActivation } from './initializers.ts';

/** A multilayer perceptron: [B, d] ─> (dense ─> activation ─> dropout) x layers ─> dense ─> [B, C] */
export const mlp = defineNetwork({
  name: 'mlp',
  title: 'Neural network for tables (MLP)',
  description: 'A fully connected network that learns how columns interact, for classification and regression.',
  whenToUse: 'A linear model is not accurate enough, and there are at least a few hundred rows.',
  whenNotToUse: 'Very few rows, or every weight must be explainable.',
  citation: 'Rumelhart, Hinton & Williams, "Learning representations by back-propagating errors", Nature 323, 1986.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION', 'REGRESSION'],
  parameters: z.object({
    hiddenUnits: z
      .array(z.int().min(1).max(4096))
      .min(1)
      .max(8)
      .default([64, 32])
      .describe('Units per hidden layer, from first to last.'),
    activation: z
      .enum(['relu', 'tanh', 'elu', 'selu'])
      .default('relu')
      .describe('Activation function of the hidden layers.'),
    dropout: z.number().min(0).max(0.9).default(0).describe('Dropout rate of the hidden layers.'),
    l2: z.number().min(0).max(1).default(0).describe('L2 regularization strength.'),
    batchNormalization: z
      .boolean()
      .default(false)
      .describe('Whether to apply batch normalization to each hidden layer.'),
  }),
  training: {
    epochs: 100,
    batchSize: 32,
    learningRate: 0.003,
    optimizer: 'adam',
    learningRateSchedule: 'constant',
    earlyStopping: { monitor: 'val_loss', patience: 15, minDelta: 0 },
  },
  sample: (random) => ({
    hiddenUnits: Array.from({ length: 1 + random.integer(3) }, () => 2 ** (4 + random.integer(5))),
    dropout: random.integer(5) / 10,
    l2: 10 ** (random.next() * 4 - 6),
  }),
  layerCosts({ inputShape, outputs }, { hiddenUnits, batchNormalization, dropout }) {
    let [width = 1] = inputShape;
    const parts: LayerCost[] = [];
    for (const [index, units] of hiddenUnits.entries()) {
      const field = `hiddenUnits.${index}`;
      parts.push(denseCost(field, width, units), activationCost(field, dropout > 0 ? 3 * units : units));
      if (batchNormalization) parts.push(normalizationCost(field, units, 1));
      width = units;
    }
    return [...parts, denseCost(null, width, outputs)];
  },
  build({ inputShape, outputs, objective, seed }, parameters) {
    const { hiddenUnits, activation, dropout, l2, batchNormalization: normalize } = parameters;
    const model = sequential();
    const kernelRegularizer = l2 > 0 ? regularizers.l2({ l2 }) : undefined;
    for (const [index, units] of hiddenUnits.entries()) {
      const kernelInitializer = activation === 'tanh' ? glorotUniform(seed, index) : heNormal(seed, index);
      model.add(layers.dense({ ...(index === 0 && { inputShape }), units, kernelInitializer, kernelRegularizer }));
      if (normalize) model.add(batchNormalization());
      model.add(layers.activation({ activation }));
      if (dropout > 0) model.add(layers.dropout({ rate: dropout }));
    }
    model.add(
      layers.dense({
        units: outputs,
        activation: outputActivation(objective),
        kernelInitializer: glorotUniform(seed, 'output'),
      }),
    );
    return model;
  },
});
