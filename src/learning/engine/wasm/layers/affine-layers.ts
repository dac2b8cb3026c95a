/**
 * Dense and convolutional layers with bias and rectifier in one kernel. TensorFlow.js runs three and writes the whole output
 * each time. Each gradient is a kernel of its own, so that only the gradients in use are computed.
 */
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { overrideLayerCall, type Weight } from './layer-call.ts';

/** Fields of tfjs's layers. */
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
  // tfjs has these kernels too, and calls them within operations that have their own gradients.
  registerGradient('FusedConv2D', ['x', 'filter'], (dz, [x, filter], attrs) => {
    const run = (name: string, inputs: Record<string, tf.Tensor>, more: object) =>
      tf.engine().runKernel(name, inputs, { ...attrs, ...more }) as tf.Tensor; // each kernel returns one tensor
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
  overrideLayerCall(layers.dense({ units: 1 }), callDense);
  overrideLayerCall(layers.conv2d({ filters: 1, kernelSize: 1 }), callConvolution);
}

/** @param gradient receives the gradient before the activation, and the two inputs */
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
  return tf.engine().runKernel('RectifierGradient', { dy, y }, { ceiling }) as tf.Tensor; // the kernel returns one tensor
}

/** Runs the kernel with bias and rectifier, and applies any other activation afterwards. */
function apply(
  kernelName: string,
  inputs: Record<string, tf.Tensor>,
  { bias, activation }: AffineLayer,
  attrs: object,
): tf.Tensor {
  const name = activation?.getClassName() ?? 'linear';
  const within = name in ceilings ? name : 'linear';
  const all = { ...inputs, ...(bias && { bias: bias.read() }) };
  const z = tf.engine().runKernel(kernelName, all, { ...attrs, activation: within }) as tf.Tensor; // one output
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
