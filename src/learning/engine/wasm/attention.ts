/** Multi-head attention as one kernel forward and one back; kernels/attention.c says how, learning/layers.ts has the layer. */
import * as tf from '@tensorflow/tfjs-core';
import { attributes, inputs, type KernelArguments, operation, output, product, replaceKernel } from './access.ts';
import { panelWidth } from './matmul.ts';
import type { Native } from './native.ts';

/** projected [batch x steps, 3 x heads x size]: queries, keys, values. */
export interface Heads {
  batch: number;
  steps: number;
  heads: number;
  size: number;
  /** A step sees itself and those before it. */
  causal: boolean;
}

export function registerAttention(native: Native): void {
  replaceKernel('Attention', (args) => forward(native, args));
  replaceKernel('AttentionGradient', (args) => backward(native, args));
}

/** As kernels/attention.c has it. */
const asIntegers = ({ batch, steps, heads, size, causal }: Heads) => [batch, steps, heads, size, causal ? 1 : 0];

/** Room for a packed matrix of steps x size, whichever way it lies. */
const packedFloats = ({ steps, size }: Heads) => (steps + panelWidth) * (size + panelWidth);

/** [out [batch x steps, heads x size], weights [batch, heads, steps, steps]] */
function forward({ run, at, borrow, borrowIntegers }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { projected } = inputs(args, 'projected');
  const shape = attributes<Heads>(args);
  const { batch, steps, heads, size } = shape;
  const out = output(args.backend, [batch * steps, heads * size]);
  const weights = output(args.backend, [batch, heads, steps, steps]);
  borrowIntegers(asIntegers(shape), (table) =>
    borrow(packedFloats(shape), (scratch) =>
      run.attention(at(projected), table, 1 / Math.sqrt(size), scratch, at(weights), at(out)),
    ),
  );
  return [out, weights];
}

/** Of `projected`. */
function backward({ run, at, borrow, borrowIntegers }: Native, args: KernelArguments): tf.TensorInfo {
  const { dy, projected, weights } = inputs(args, 'dy', 'projected', 'weights');
  const shape = attributes<Heads>(args);
  const { steps, size } = shape;
  const dprojected = output(args.backend, projected.shape);
  borrowIntegers(asIntegers(shape), (table) =>
    borrow(packedFloats(shape) + steps * (steps + panelWidth), (scratch) =>
      run.attention_gradient(at(projected), at(weights), at(dy), table, 1 / Math.sqrt(size), scratch, at(dprojected)),
    ),
  );
  return dprojected;
}

/**
 * softmax(Q K^T / sqrt(size)) V of every head: [batch x steps, heads x size]. Differentiable.
 * @returns null where the engine has no kernel for it
 */
export function attendInOnePass(projected: tf.Tensor, shape: Heads): tf.Tensor | null {
  if (!tf.getKernel('Attention', tf.getBackend()) || product(projected.shape) === 0) return null;
  return operation({
    forward: 'Attention',
    backward: 'AttentionGradient',
    makes: ['out', 'weights'],
    inputs: { projected },
    attrs: { ...shape },
  });
}
