/** Multi-head attention, one kernel forward and one backward. kernels/attention.c has the math, learning/layers.ts the layer. */
import * as tf from '@tensorflow/tfjs-core';
import {
  allocateTensor,
  attributes,
  inputs,
  type KernelArguments,
  operation,
  replaceKernel,
  sizeFromShape,
} from '../kernel-access.ts';
import { panelWidth } from '../math/matmul.ts';
import type { Native } from '../native.ts';

/** Shape of projected [batch x steps, 3 x heads x size]: queries, keys, values. */
export interface AttentionShape {
  batch: number;
  steps: number;
  heads: number;
  size: number;
  /** Masks later steps. */
  causal: boolean;
}

export function registerAttention(native: Native): void {
  replaceKernel('Attention', (args) => forward(native, args));
  replaceKernel('AttentionGradient', (args) => backward(native, args));
}

/** The layout of the struct in kernels/attention.c. */
const asIntegers = ({ batch, steps, heads, size, causal }: AttentionShape) => [
  batch,
  steps,
  heads,
  size,
  causal ? 1 : 0,
];

/** Upper bound for the floats of a packed matrix of steps x size, or its transpose. */
const packedFloats = ({ steps, size }: AttentionShape) => (steps + panelWidth) * (size + panelWidth);

/** [out [batch x steps, heads x size], weights [batch, heads, steps, steps]] */
function forward({ run, pointerOf, withScratch, withScratchIntegers }: Native, args: KernelArguments): tf.TensorInfo[] {
  const { projected } = inputs(args, 'projected');
  const shape = attributes<AttentionShape>(args);
  const { batch, steps, heads, size } = shape;
  const out = allocateTensor(args.backend, [batch * steps, heads * size]);
  const weights = allocateTensor(args.backend, [batch, heads, steps, steps]);
  withScratchIntegers(asIntegers(shape), (table) =>
    withScratch(packedFloats(shape), (scratch) =>
      run.attention(pointerOf(projected), table, 1 / Math.sqrt(size), scratch, pointerOf(weights), pointerOf(out)),
    ),
  );
  return [out, weights];
}

/** Returns the gradient of `projected`. */
function backward({ run, pointerOf, withScratch, withScratchIntegers }: Native, args: KernelArguments): tf.TensorInfo {
  const { dy, projected, weights } = inputs(args, 'dy', 'projected', 'weights');
  const shape = attributes<AttentionShape>(args);
  const { steps, size } = shape;
  const dprojected = allocateTensor(args.backend, projected.shape);
  withScratchIntegers(asIntegers(shape), (table) =>
    withScratch(packedFloats(shape) + steps * (steps + panelWidth), (scratch) =>
      run.attention_gradient(
        pointerOf(projected),
        pointerOf(weights),
        pointerOf(dy),
        table,
        1 / Math.sqrt(size),
        scratch,
        pointerOf(dprojected),
      ),
    ),
  );
  return dprojected;
}

/**
 * softmax(Q K^T / sqrt(size)) V for every head: [batch x steps, heads x size]. Differentiable.
 * @returns null if the engine has no kernel for it
 */
export function fusedAttention(projected: tf.Tensor, shape: AttentionShape): tf.Tensor | null {
  if (!tf.getKernel('Attention', tf.getBackend()) || sizeFromShape(projected.shape) === 0) return null;
  return operation({
    forward: 'Attention',
    backward: 'AttentionGradient',
    makes: ['out', 'weights'],
    inputs: { projected },
    attrs: { ...shape },
  });
}
