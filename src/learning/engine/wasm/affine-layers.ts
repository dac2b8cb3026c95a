/**
 * Dense and convolutional layers with their bias and rectifier in one kernel: what TensorFlow.js does in three, writing the whole
 * answer each time. The ways back are kernels of their own, of which only those run that somebody needs.
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { replaceCall, type Weight } from './layer-call.ts';

/** What tfjs's layers hold. */
interface AffineLayer {
  kernel: Weight;
  bias: Weight | null;
  activation: { getClassName(): string; apply(x: tf.Tensor): tf.Tensor } | null;
}

interface ConvolutionLayer extends AffineLayer {
  strides: number | number[];
  padding: string;
  dilationRate: number | number[];
  dataFormat: string;
}

interface Attributes {
  activation: string;
}

export function registerAffineLayers(): void {
  // Kernels that tfjs has too, and calls from within operations that have gradients of their own.
  registerGradient('FusedConv2D', ['x', 'filter'], (dz, [x, filter], attrs) => {
    const run = (name: string, inputs: Record<string, tf.Tensor>, more: object) =>
      tf.engine().runKernel(name, inputs, { ...attrs, ...more }) as tf.Tensor; // one output each
    return {
      x: () => run('Conv2DBackpropInput', { dy: dz, filter }, { inputShape: x.shape }),
      filter: () => run('Conv2DBackpropFilter', { x, dy: dz }, { filterShape: filter.shape }),
      bias: () => tf.sum(dz, [0, 1, 2]),
    };
  });
  registerGradient('_FusedMatMul', ['a', 'b'], (dz, [a, b]) => ({
    a: () => tf.matMul(dz, b, false, true),
    b: () => tf.matMul(a, dz, true, false),
    bias: () => tf.sum(dz, 0),
  }));
  replaceCall(layers.dense({ units: 1 }), callDense);
  replaceCall(layers.conv2d({ filters: 1, kernelSize: 1 }), callConvolution);
}

/** @param gradient told the gradient before the activation, and the two inputs by name */
function registerGradient(
  kernelName: string,
  inputsToSave: [string, string],
  gradient: (dz: tf.Tensor, inputs: [tf.Tensor, tf.Tensor], attrs: tf.NamedAttrMap) => Record<string, () => tf.Tensor>,
): void {
  tf.registerGradient({
    kernelName,
    inputsToSave,
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [first, second, y] = saved;
      if (!first || !second || !y) throw new Error(`The gradient of ${kernelName} needs its inputs and its output.`);
      return gradient(beforeActivation(dy as tf.Tensor, y, attrs), [first, second], attrs); // one output, so one gradient
    },
  });
}

const ceilings: Record<string, number> = { relu: Number.POSITIVE_INFINITY, relu6: 6 };

function beforeActivation(dy: tf.Tensor, y: tf.Tensor, attrs: tf.NamedAttrMap): tf.Tensor {
  const ceiling = ceilings[(attrs as unknown as Attributes).activation];
  if (ceiling === undefined) return dy;
  return tf.engine().runKernel('RectifierGradient', { dy, y }, { ceiling }) as tf.Tensor; // the kernel gives one
}

/** The kernel with bias and rectifier; any other activation after it. */
function apply(
  kernelName: string,
  inputs: Record<string, tf.Tensor>,
  { bias, activation }: AffineLayer,
  attrs: object,
): tf.Tensor {
  const name = activation?.getClassName() ?? 'linear';
  const within = name in ceilings ? name : 'linear';
  const all = { ...inputs, ...(bias && { bias: bias.read() }) };
  const z = tf.engine().runKernel(kernelName, all, { ...attrs, activation: within }) as tf.Tensor; // the kernel gives one
  return within === name || !activation ? z : activation.apply(z);
}

function callDense(layer: AffineLayer, x: tf.Tensor): tf.Tensor | null {
  const kernel = layer.kernel.read();
  const [width = 0, units = 0] = kernel.shape;
  if (x.dtype !== 'float32' || x.shape.length < 2 || x.size === 0) return null;
  const a = x.shape.length === 2 ? x : tf.reshape(x, [x.size / width, width]);
  const y = apply('_FusedMatMul', { a, b: kernel }, layer, { transposeA: false, transposeB: false });
  return x.shape.length === 2 ? y : tf.reshape(y, [...x.shape.slice(0, -1), units]);
}

function callConvolution(layer: ConvolutionLayer, x: tf.Tensor): tf.Tensor | null {
  const { strides, padding: pad, dilationRate: dilations, dataFormat } = layer;
  if (dataFormat !== 'channelsLast' || x.shape.length !== 4 || x.dtype !== 'float32' || x.size === 0) return null;
  const attrs = { strides, pad, dilations, dataFormat: 'NHWC' };
  return apply('FusedConv2D', { x, filter: layer.kernel.read() }, layer, attrs);
}
