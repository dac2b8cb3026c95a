/**
 * One training step of a network: forward, loss, backward, optimizer. A batch can be divided into shards, one per replica:
 *
 *   gradient of the batch = sum over R shards, each weighted with its fraction of the samples
 *
 * summed in the order of the shards, regardless of which thread computed them, so the result depends only on R. Replicas on
 * several cores are in replicas.ts; here they run sequentially.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingOptions } from '../data.ts';
import { copyTensor } from '../engine/read.ts';
import { hashSeed } from '../random.ts';
import { seedStochasticLayers } from '../stochastic-layers.ts';
import { type Loss, meanLoss } from './loss.ts';
import { createOptimizer } from './optimizer.ts';
import { nonTrainableVariables, readVariables, trainableVariables, writeVariables } from './variables.ts';

/** x: count x product(sampleShape), y: count x targetSize. */
export interface Batch {
  x: Float32Array;
  y: Float32Array;
  count: number;
}

export interface StepResult {
  /** Loss of the batch, including regularization. */
  loss: number;
  /** Outputs of the model: count x outputSize. */
  outputs: Float32Array;
}

/** Options of one update; `step` is counted from 1. */
export interface StepOptions {
  learningRate: number;
  step: number;
}

export interface TrainStep {
  /** The optimizer's accumulators, which a checkpoint must store. */
  readonly state: tf.Variable[];
  run(batch: Batch, options: StepOptions): Promise<StepResult>;
  dispose(): Promise<void>;
}

export interface LearnerOptions {
  model: LayersModel;
  loss: Loss;
  optimizer: TrainingOptions['optimizer'];
  seed: number;
  sampleShape: number[];
  /** Floats per sample of the model's output. */
  outputSize: number;
}

/** Creates a network with its optimizer. */
export function createLearner({ model, loss, optimizer: name, seed, sampleShape }: LearnerOptions) {
  const weights = trainableVariables(model);
  const averages = nonTrainableVariables(model);
  const optimizer = createOptimizer(name, weights);

  /** Forward and backward pass. The caller disposes the result. @param weight this shard's fraction of the batch */
  function differentiate({ x, y, count }: Batch, weight: number) {
    return tf.tidy(() => {
      const input = tf.tensor(x, [count, ...sampleShape]);
      const target = tf.tensor(y, [count, y.length / count]);
      let output: tf.Tensor = tf.scalar(0);
      const { value, grads } = tf.variableGrads(() => {
        output = tf.keep(model.apply(input, { training: true }) as tf.Tensor); // families only build networks with one output
        const penalties = model.layers.flatMap((layer) => layer.calculateLosses());
        const total = tf.addN<tf.Scalar>([meanLoss(loss, output, target), ...penalties]);
        return weight === 1 ? total : tf.mul<tf.Scalar>(total, weight);
      }, weights);
      return { value, output, gradients: weights.map((weight) => grads[weight.name] ?? tf.zerosLike(weight)) };
    });
  }

  const seedOf = (step: number, replica: number) =>
    replica === 0 ? hashSeed(seed, 'dropout', step) : hashSeed(seed, 'dropout', step, replica);

  return {
    weights,
    averages,
    state: optimizer.state,

    /** Trains on a whole batch. Only the loss and the outputs are read from the engine. */
    async step(batch: Batch, { step, learningRate }: StepOptions): Promise<StepResult> {
      seedStochasticLayers(model, seedOf(step, 0));
      const { value, output, gradients } = differentiate(batch, 1);
      optimizer.apply(gradients, learningRate, step);
      tf.dispose(gradients);
      try {
        const [[number = Number.NaN], outputs] = await Promise.all([value.data<'float32'>(), output.data<'float32'>()]);
        return { loss: number, outputs };
      } finally {
        tf.dispose([value, output]);
      }
    },

    /**
     * Computes the contribution of a shard: the gradients in the order of the weights, then the running averages of batch
     * normalization, all weighted with the shard's fraction of the batch. It does not change the weights; the averages are
     * inconsistent until `apply` is called.
     */
    async contribute(
      shard: Batch,
      weight: number,
      { step, replica }: { step: number; replica: number },
      into: Float32Array,
    ): Promise<StepResult> {
      if (shard.count === 0) {
        into.fill(0);
        return { loss: 0, outputs: new Float32Array() };
      }
      seedStochasticLayers(model, seedOf(step, replica));
      const { value, output, gradients } = differentiate(shard, weight);
      try {
        let at = 0;
        for (const gradient of gradients) {
          await copyTensor(gradient, into, at);
          at += gradient.size;
        }
        for (const values of await readVariables(averages)) {
          for (const [index, average] of values.entries()) into[at + index] = average * weight;
          at += values.length;
        }
        const [[loss = Number.NaN], outputs] = await Promise.all([value.data<'float32'>(), output.data<'float32'>()]);
        return { loss, outputs };
      } finally {
        tf.dispose([value, output, ...gradients]);
      }
    },

    /** Number of floats of a contribution. */
    size: [...weights, ...averages].reduce((total, { size }) => total + size, 0),

    /** Applies the update from the sum of all contributions. */
    apply(sum: Float32Array, { step, learningRate }: StepOptions): void {
      let at = 0;
      // wasm copies its input. Other engines may not, so they must not receive a view that the next sum overwrites.
      const view = tf.getBackend() === 'wasm' ? 'subarray' : 'slice';
      const take = ({ size, shape }: tf.Variable) => {
        at += size;
        return tf.tensor(sum[view](at - size, at), shape);
      };
      tf.tidy(() => {
        optimizer.apply(weights.map(take), learningRate, step);
        for (const average of averages) average.assign(take(average));
      });
    },

    dispose(): void {
      optimizer.dispose();
      seedStochasticLayers(model, null);
    },
  };
}

/** Creates a train step with a single replica. */
export function createTrainStep(options: LearnerOptions): TrainStep {
  const learner = createLearner(options);
  return { state: learner.state, run: learner.step, dispose: async () => learner.dispose() };
}

/** Creates a train step that runs replicas sequentially, for engines that already use the whole machine. */
export function createSequentialTrainStep(options: LearnerOptions, replicas: number): TrainStep {
  const learner = createLearner(options);
  const [contribution, sum] = [new Float32Array(learner.size), new Float32Array(learner.size)];
  return {
    state: learner.state,
    async run(batch, stepOptions) {
      const before = await readVariables(learner.averages);
      const result = { loss: 0, outputs: new Float32Array(batch.count * options.outputSize) };
      sum.fill(0);
      for (const [replica, shard] of shardBatch(batch, replicas).entries()) {
        writeVariables(learner.averages, before);
        const { loss, outputs } = await learner.contribute(
          shard.batch,
          shard.weight,
          { step: stepOptions.step, replica },
          contribution,
        );
        accumulate(sum, contribution);
        result.loss += loss;
        result.outputs.set(outputs, shard.from * options.outputSize);
      }
      learner.apply(sum, stepOptions);
      return result;
    },
    dispose: async () => learner.dispose(),
  };
}

/** Divides a batch into shards of equal size; the last ones may be smaller or empty. `weight` is the fraction of the batch. */
export function shardBatch({ x, y, count }: Batch, replicas: number): { batch: Batch; from: number; weight: number }[] {
  const each = Math.ceil(count / replicas);
  const [width, targets] = [x.length / count, y.length / count];
  return Array.from({ length: replicas }, (_, replica) => {
    const [from, to] = [Math.min(count, replica * each), Math.min(count, (replica + 1) * each)];
    const batch = {
      x: x.subarray(from * width, to * width),
      y: y.subarray(from * targets, to * targets),
      count: to - from,
    };
    return { batch, from, weight: (to - from) / count };
  });
}

/** sum += values, in float32. */
export function accumulate(sum: Float32Array, values: Float32Array): void {
  for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] as number) + (values[index] as number);
}
