/** The activations that a fused product or convolution ends with, and the gradient of the rectifiers. */
import * as tf from '@tensorflow/tfjs-core';
import { attributes, free, input, type KernelArguments, kernel, output, product, replaceKernel } from './access.ts';
import type { Native, Pointer } from './native.ts';

/** Those that our kernels apply themselves; kernels.h has the same numbers. */
export type Activation = 0 | 1 | 2;

const own: Record<string, Activation> = { linear: 0, relu: 1, relu6: 2 };
/** The rest, by the name of the kernel that applies them. */
const others: Record<string, string> = { elu: 'Elu', sigmoid: 'Sigmoid', prelu: 'Prelu', leakyrelu: 'LeakyRelu' };

interface FusedAttributes {
  activation?: string;
  leakyreluAlpha?: number;
}

/** Runs `compute` with what it can do itself, and the rest of the activation after it. bias: [n], or 0. */
export function fused(
  args: KernelArguments,
  native: Native,
  compute: (bias: Pointer, activation: Activation) => tf.TensorInfo,
): tf.TensorInfo {
  const { backend } = args;
  const { activation = 'linear', leakyreluAlpha } = attributes<FusedAttributes>(args);
  const bias = args.inputs.bias ? native.at(input(args, 'bias')) : 0;
  const direct = own[activation];
  if (direct !== undefined) return compute(bias, direct);
  const name = others[activation];
  if (!name) throw new Error(`The activation "${activation}" is not known to the engine.`);
  const x = compute(bias, 0);
  const alpha = args.inputs.preluActivationWeights;
  const result = kernel(name)({
    inputs: name === 'Prelu' ? { x, alpha } : { x },
    backend,
    attrs: name === 'LeakyRelu' ? { alpha: leakyreluAlpha ?? 0.2 } : {},
  });
  free(backend, x);
  return result;
}

/** "Relu" and "Relu6" pass the gradient where their output lies between 0 and the ceiling; as one kernel, not four. */
export function registerRectifierGradients({ run, at }: Native): void {
  replaceKernel('RectifierGradient', (args) => {
    const [dy, y] = [input(args, 'dy'), input(args, 'y')];
    const { ceiling } = attributes<{ ceiling: number }>(args);
    const dx = output(args.backend, y.shape);
    run.relu_gradient(at(dy), at(y), ceiling, at(dx), product(y.shape));
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
      // saved: [x, y]. Gradients belong to no backend: on another one, tfjs's own is right.
      gradFunc: (dy, saved, attrs) => {
        const [x, y] = saved;
        if (tf.getBackend() !== 'wasm' || !x || !y) return composed.gradFunc(dy, saved.slice(0, 1), attrs);
        const inputs = { dy: dy as tf.Tensor, y }; // one output, so one gradient
        return { x: () => tf.engine().runKernel('RectifierGradient', inputs, { ceiling }) as tf.Tensor };
      },
    });
  }
}
