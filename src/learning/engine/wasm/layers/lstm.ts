/**
 * The LSTM layer as one kernel forward and one backward (kernels/recurrent.c defines a step). The input products of all steps
 * are computed as one, and so are the weight gradients; only h U must be computed step by step.
 *
 * Notation   x [T, B, I], hidden and cells [T, B, U], gates [T, B, 4 U]; W [I, 4 U], recurrent [U, 4 U], bias [4 U]
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { MatrixView } from '../blas.ts';
import {
  allocateTensor,
  attributes,
  inputs,
  type KernelArguments,
  operation,
  replaceKernel,
} from '../kernel-access.ts';
import type { MatMul } from '../math/matmul.ts';
import type { Native, Pointer } from '../native.ts';
import { type CallOptions, overrideLayerCall, type Weight } from './layer-call.ts';

const float = 4; // bytes per value

export function registerLstm(native: Native, multiplier: MatMul): void {
  replaceKernel('Lstm', (args) => forward(native, multiplier, args));
  replaceKernel('LstmGradient', (args) => backward(native, multiplier, args));
  overrideLayerCall(layers.lstm({ units: 1 }), callLayer);
}

const plain = (pointer: Pointer, leadingDimension: number): MatrixView => ({
  pointer,
  transposed: false,
  leadingDimension,
});

function forward(
  { run, pointerOf }: Native,
  { multiply, withPackedRight }: MatMul,
  args: KernelArguments,
): tf.TensorInfo[] {
  const { x, kernel, recurrent, bias } = inputs(args, 'x', 'kernel', 'recurrent', 'bias');
  const { hard } = attributes<{ hard: boolean }>(args);
  const [steps = 0, batch = 0, width = 0] = x.shape;
  const [units = 0] = recurrent.shape;
  const hidden = allocateTensor(args.backend, [steps, batch, units]);
  const gates = allocateTensor(args.backend, [steps, batch, 4 * units]);
  const cells = allocateTensor(args.backend, [steps, batch, units]);
  const [m, n] = [steps * batch, 4 * units];
  const common = { c: pointerOf(gates), bias: pointerOf(bias), activation: 0 } as const;
  multiply({ m, n, k: width, a: plain(pointerOf(x), width), b: plain(pointerOf(kernel), n), ...common });
  const [one, four] = [batch * units * float, 4 * batch * units * float]; // bytes per step
  withPackedRight(plain(pointerOf(recurrent), n), units, n, (times) => {
    for (let step = 0; step < steps; step++) {
      const [h, z, c] = [pointerOf(hidden) + step * one, pointerOf(gates) + step * four, pointerOf(cells) + step * one];
      if (step > 0) times(batch, plain(h - one, units), z, true);
      run.lstm_step(z, step > 0 ? c - one : 0, c, h, batch, units, hard ? 1 : 0);
    }
  });
  return [hidden, gates, cells];
}

/** dy [T, B, U] is the gradient of `hidden`. Returns the gradients of x, W, recurrent and bias. */
function backward(
  { run, pointerOf, withScratch, memory }: Native,
  { multiply, withPackedRight }: MatMul,
  args: KernelArguments,
): tf.TensorInfo[] {
  const { dy, x, kernel, recurrent } = inputs(args, 'dy', 'x', 'kernel', 'recurrent');
  const { hidden, gates, cells } = inputs(args, 'hidden', 'gates', 'cells');
  const { hard } = attributes<{ hard: boolean }>(args);
  const [steps = 0, batch = 0, width = 0] = x.shape;
  const [units = 0] = recurrent.shape;
  const [rows, n] = [steps * batch, 4 * units];
  const [dx, dkernel] = [allocateTensor(args.backend, x.shape), allocateTensor(args.backend, kernel.shape)];
  const [drecurrent, dbias] = [allocateTensor(args.backend, recurrent.shape), allocateTensor(args.backend, [n])];
  const [one, four] = [batch * units * float, batch * n * float]; // bytes per step
  withScratch(rows * (n + units) + batch * units, (dz) => {
    const dh = dz + rows * n * float;
    const dc = dh + rows * units * float;
    memory().copyWithin(dh, pointerOf(dy), pointerOf(dy) + rows * units * float);
    run.clear(dc, batch * units);
    withPackedRight({ ...plain(pointerOf(recurrent), n), transposed: true }, n, units, (times) => {
      for (let step = steps - 1; step >= 0; step--) {
        const [z, c, given] = [pointerOf(gates) + step * four, pointerOf(cells) + step * one, dh + step * one];
        const into = dz + step * four;
        run.lstm_step_gradient(z, step > 0 ? c - one : 0, c, given, dc, into, batch, units, hard ? 1 : 0);
        if (step > 0) times(batch, plain(into, n), given - one, true);
      }
    });
    const none = { bias: 0, activation: 0 } as const;
    const back = { ...plain(pointerOf(kernel), n), transposed: true };
    multiply({ m: rows, n: width, k: n, a: plain(dz, n), b: back, c: pointerOf(dx), ...none });
    const given = { ...plain(pointerOf(x), width), transposed: true };
    multiply({ m: width, n, k: rows, a: given, b: plain(dz, n), c: pointerOf(dkernel), ...none });
    // The recurrent gradient pairs every step but the last with the gates of the step after it.
    const states = { ...plain(pointerOf(hidden), units), transposed: true };
    if (steps < 2) run.clear(pointerOf(drecurrent), units * n);
    else
      multiply({ m: units, n, k: rows - batch, a: states, b: plain(dz + four, n), c: pointerOf(drecurrent), ...none });
    withScratch(n, (row) => run.sum_middle(dz, 1, rows, n, 1, row, pointerOf(dbias)));
  });
  return [dx, dkernel, drecurrent, dbias];
}

/** Fields of tfjs's LSTM layer. */
interface LstmLayer {
  returnSequences: boolean;
  returnState: boolean;
  goBackwards: boolean;
  stateful: boolean;
  cell: {
    kernel: Weight;
    recurrentKernel: Weight;
    bias: Weight | null;
    activation: { getClassName(): string };
    recurrentActivation: { getClassName(): string };
    dropout: number;
    recurrentDropout: number;
  };
}

function callLayer(layer: LstmLayer, x: tf.Tensor, { training, mask, initialState }: CallOptions): tf.Tensor | null {
  const { cell } = layer;
  const gate = cell.recurrentActivation.getClassName();
  const known = cell.activation.getClassName() === 'tanh' && (gate === 'sigmoid' || gate === 'hardSigmoid');
  const drops = training && (cell.dropout > 0 || cell.recurrentDropout > 0);
  if (!known || drops || mask || initialState || layer.stateful || layer.returnState) return null;
  const [kernel, recurrent] = [cell.kernel.read(), cell.recurrentKernel.read()];
  const bias = cell.bias ? cell.bias.read() : tf.zeros([kernel.shape[1] ?? 0]);
  const ordered = layer.goBackwards ? tf.reverse(x, 1) : x;
  const hidden = operation({
    forward: 'Lstm',
    backward: 'LstmGradient',
    makes: ['hidden', 'gates', 'cells'],
    inputs: { x: tf.transpose(ordered, [1, 0, 2]), kernel, recurrent, bias },
    attrs: { hard: gate === 'hardSigmoid' },
  });
  if (layer.returnSequences) return tf.transpose(hidden, [1, 0, 2]);
  const [steps = 0, batch = 0, units = 0] = hidden.shape;
  return tf.reshape(tf.slice(hidden, [steps - 1, 0, 0], [1, batch, units]), [batch, units]);
}
