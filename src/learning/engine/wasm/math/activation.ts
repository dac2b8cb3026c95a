/** Activations that are fused into products and convolutions, and the gradient of the rectifiers. */
import * as tf from '@tensorflow/tfjs-core';
import {
  allocateTensor,
  attributes,
  disposeTensors,
  input,
  type KernelArguments,
  kernel,
  replaceKernel,
  sizeFromShape,
} from '../kernel-access.ts';
import type { Native, Pointer } from '../native.ts';

/** Activations that the native kernels apply; kernels.h has the same numbers. */
export type Activation = 0 | 1 | 2;

const nativeActivations: Record<string, Activation> = { linear: 0, relu: 1, relu6: 2 };
/** All other activations, with the name of the tfjs kernel that applies them. */
const tfjsActivations: Record<string, string> = {
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  prelu: 'Prelu',
  leakyrelu: 'LeakyRelu',
};

interface FusedAttributes {
  activation?: string;
  leakyreluAlpha?: number;
}

/** Runs `compute` with the activation that it can fuse, and applies any other activation afterwards. bias: [n], or 0. */
export function applyFusedActivation(
  args: KernelArguments,
  native: Native,
  compute: (bias: Pointer, activation: Activation) => tf.TensorInfo,
): tf.TensorInfo {
  const { backend } = args;
  const { activation = 'linear', leakyreluAlpha } = attributes<FusedAttributes>(args);
  const bias = args.inputs.bias ? native.pointerOf(input(args, 'bias')) : 0;
  const direct = nativeActivations[activation];
  if (direct !== undefined) return compute(bias, direct);
  const name = tfjsActivations[activation];
  if (!name) throw new Error(`The engine does not support the activation "${activation}".`);
  const x = compute(bias, 0);
  const alpha = args.inputs.preluActivationWeights;
  const result = kernel(name)({
    inputs: name === 'Prelu' ? { x, alpha } : { x },
    backend,
    attrs: name === 'LeakyRelu' ? { alpha: leakyreluAlpha ?? 0.2 } : {},
  });
  disposeTensors(backend, x);
  return result;
}

/** Relu and Relu6 pass the gradient where their output lies between 0 and the ceiling; this takes one kernel instead of four. */
export function registerRectifierGradients({ run, pointerOf }: Native): void {
  replaceKernel('RectifierGradient', (args) => {
    const [dy, y] = [input(args, 'dy'), input(args, 'y')];
    const { ceiling } = attributes<{ ceiling: number }>(args);
    const dx = allocateTensor(args.backend, y.shape);
    run.relu_gradient(pointerOf(dy), pointerOf(y), ceiling, pointerOf(dx), sizeFromShape(y.shape));
    return dx;
  });
  for (const [name, ceiling] of [
    ['Relu', Number.POSITIVE_INFINITY],
    ['Relu6', 6],
  ] as const) {
    const composed = tf.getGradient(name);
    tf.unregisterGradient(name);
    tf.registerGradient({
      kernelName: name,
      inputsToSave: ['x'],
      outputsToSave: [true],
      // saved: [x, y]. Gradients are shared by all backends; on another backend tfjs's own gradient is used.
      gradFunc: (dy, saved, attrs) => {
        const [x, y] = saved;
        if (tf.getBackend() !== 'wasm' || !x || !y) return composed.gradFunc(dy, saved.slice(0, 1), attrs);
        const inputs = { dy: dy as tf.Tensor, y }; // one output, so one gradient
        return { x: () => tf.engine().runKernel('RectifierGradient', inputs, { ceiling }) as tf.Tensor };
      },
    });
  }
}
