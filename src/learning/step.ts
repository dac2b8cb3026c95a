/**
 * One update of a network: forward, loss, backward, optimizer. A batch may be cut into shares, one for each of R replicas:
 *
 *   gradient of the batch = share 0's + share 1's + ... + share R - 1's, each weighted with its part of the samples
 *
 * added up in this order whoever computed them, so that the result depends on R and on nothing else. Replicas that run on
 * several cores are in replicas.ts; here they come one after the other.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainingOptions } from './data.ts';
import { readInto } from './engine/read.ts';
import { type Loss, meanLoss } from './loss.ts';
import { seedNoise } from './noise.ts';
import { createOptimizer } from './optimizer.ts';
import { hashSeed } from './random.ts';
import { fixedVariables, readAll, trainableVariables, writeAll } from './variables.ts';

/** x: count x product(sampleShape), y: count x targetSize. */
export interface Batch {
  x: Float32Array;
  y: Float32Array;
  count: number;
}

export interface StepResult {
  /** Of the batch, regularizers included. */
  loss: number;
  /** What the model answered: count x outputSize. */
  outputs: Float32Array;
}

/** Which update it is; `step` is counted from 1. */
export interface StepOptions {
  learningRate: number;
  step: number;
}

export interface Stepper {
  /** The optimizer's accumulators, which a checkpoint must hold. */
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
  /** Numbers that the model answers for a sample. */
  outputSize: number;
}

/** A network with its optimizer. */
export function createLearner({ model, loss, optimizer: name, seed, sampleShape }: LearnerOptions) {
  const weights = trainableVariables(model);
  const averages = fixedVariables(model);
  const optimizer = createOptimizer(name, weights);

  /** Forward and backward. The caller disposes what comes back. `part`: this share's part of the batch. */
  function differentiate({ x, y, count }: Batch, part: number) {
    return tf.tidy(() => {
      const input = tf.tensor(x, [count, ...sampleShape]);
      const target = tf.tensor(y, [count, y.length / count]);
      let output: tf.Tensor = tf.scalar(0);
      const { value, grads } = tf.variableGrads(() => {
        output = tf.keep(model.apply(input, { training: true }) as tf.Tensor); // one output: a family builds no other
        const penalties = model.layers.flatMap((layer) => layer.calculateLosses());
        const total = tf.addN<tf.Scalar>([meanLoss(loss, output, target), ...penalties]);
        return part === 1 ? total : tf.mul<tf.Scalar>(total, part);
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

    /** A whole batch: nothing is taken out of the engine but the loss and the answers. */
    async step(batch: Batch, { step, learningRate }: StepOptions): Promise<StepResult> {
      seedNoise(model, seedOf(step, 0));
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
     * A share of a batch, as floats one after the other: the gradients in the order of the weights, then the averages (of
     * batch normalisation), all weighted with the share's part of the batch. The weights stay as they are; the averages have
     * changed until `apply` puts them right.
     */
    async contribute(
      share: Batch,
      part: number,
      { step, replica }: { step: number; replica: number },
      into: Float32Array,
    ): Promise<StepResult> {
      if (share.count === 0) {
        into.fill(0);
        return { loss: 0, outputs: new Float32Array() };
      }
      seedNoise(model, seedOf(step, replica));
      const { value, output, gradients } = differentiate(share, part);
      try {
        let at = 0;
        for (const gradient of gradients) {
          await readInto(gradient, into, at);
          at += gradient.size;
        }
        for (const values of await readAll(averages)) {
          for (const [index, average] of values.entries()) into[at + index] = average * part;
          at += values.length;
        }
        const [[loss = Number.NaN], outputs] = await Promise.all([value.data<'float32'>(), output.data<'float32'>()]);
        return { loss, outputs };
      } finally {
        tf.dispose([value, output, ...gradients]);
      }
    },

    /** Floats of a contribution. */
    size: [...weights, ...averages].reduce((total, { size }) => total + size, 0),

    /** The update that the contributions add up to. */
    apply(sum: Float32Array, { step, learningRate }: StepOptions): void {
      let at = 0;
      // wasm copies what it is given; an engine that does not must not be given what the next sum overwrites.
      const part = tf.getBackend() === 'wasm' ? 'subarray' : 'slice';
      const take = ({ size, shape }: tf.Variable) => {
        at += size;
        return tf.tensor(sum[part](at - size, at), shape);
      };
      tf.tidy(() => {
        optimizer.apply(weights.map(take), learningRate, step);
        for (const average of averages) average.assign(take(average));
      });
    },

    dispose(): void {
      optimizer.dispose();
      seedNoise(model, null);
    },
  };
}

/** One replica: the plain case. */
export function createStepper(options: LearnerOptions): Stepper {
  const learner = createLearner(options);
  return { state: learner.state, run: learner.step, dispose: async () => learner.dispose() };
}

/** R replicas, one after the other: for engines that use the whole machine already. */
export function createSequentialStepper(options: LearnerOptions, replicas: number): Stepper {
  const learner = createLearner(options);
  const [own, sum] = [new Float32Array(learner.size), new Float32Array(learner.size)];
  return {
    state: learner.state,
    async run(batch, how) {
      const before = await readAll(learner.averages);
      const result = { loss: 0, outputs: new Float32Array(batch.count * options.outputSize) };
      sum.fill(0);
      for (const [replica, share] of shareOut(batch, replicas).entries()) {
        writeAll(learner.averages, before);
        const { loss, outputs } = await learner.contribute(share.batch, share.part, { step: how.step, replica }, own);
        addTo(sum, own);
        result.loss += loss;
        result.outputs.set(outputs, share.from * options.outputSize);
      }
      learner.apply(sum, how);
      return result;
    },
    dispose: async () => learner.dispose(),
  };
}

/** The shares of a batch: as even as can be, the last one may be smaller or empty. */
export function shareOut({ x, y, count }: Batch, replicas: number): { batch: Batch; from: number; part: number }[] {
  const each = Math.ceil(count / replicas);
  const [width, targets] = [x.length / count, y.length / count];
  return Array.from({ length: replicas }, (_, replica) => {
    const [from, to] = [Math.min(count, replica * each), Math.min(count, (replica + 1) * each)];
    const batch = {
      x: x.subarray(from * width, to * width),
      y: y.subarray(from * targets, to * targets),
      count: to - from,
    };
    return { batch, from, part: (to - from) / count };
  });
}

/** sum += values, in float32. */
export function addTo(sum: Float32Array, values: Float32Array): void {
  for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] as number) + (values[index] as number);
}
