/**
 * Gradients that tfjs lacks or computes wrongly, found by test/unit/learning/gradients.slow.test.ts. All backends share them.
 *
 *   BatchMatMul, Maximum, Minimum, SquaredDifference   not summed over the axes that were broadcast
 *   Cumsum        axes in the wrong order, unless it runs along the last one
 *   Einsum        missing
 *   Tile          correct, but one addition per copy: a thousand kernels instead of one sum
 *   MirrorPad     wrong: it ignores the mirrored values. Unregistered, so that using it fails instead of misleading
 */
import * as tf from '@tensorflow/tfjs-core';

let registered = false;

export function registerGradients(): void {
  if (registered) return; // gradients are registered once per process
  registered = true;
  const matMul = tf.getGradient('BatchMatMul').gradFunc;
  replaceGradient({
    kernelName: 'BatchMatMul',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attrs) => {
      const gradients = matMul(dy, saved, attrs);
      return sumOverBroadcast(gradients, { a: saved[0], b: saved[1] });
    },
  });
  const squaredDifference = tf.getGradient('SquaredDifference').gradFunc;
  replaceGradient({
    kernelName: 'SquaredDifference',
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attrs) => sumOverBroadcast(squaredDifference(dy, saved, attrs), { a: saved[0], b: saved[1] }),
  });
  // If both are equal, the first argument gets the gradient.
  replaceMinMaxGradient('Maximum', tf.greaterEqual);
  replaceMinMaxGradient('Minimum', tf.lessEqual);
  replaceGradient({
    kernelName: 'Cumsum',
    inputsToSave: [],
    gradFunc: (dy, _, attrs) => {
      const { axis, exclusive, reverse } = attrs as unknown as { axis: number; exclusive: boolean; reverse: boolean };
      return { x: () => tf.cumsum(dy as tf.Tensor, axis, exclusive, !reverse) };
    },
  });
  replaceGradient({ kernelName: 'Einsum', saveAllInputs: true, gradFunc: einsumGradient });
  replaceGradient({ kernelName: 'Tile', inputsToSave: ['x'], gradFunc: tileGradient });
  tf.unregisterGradient('MirrorPad');
}

function replaceGradient(config: tf.GradConfig): void {
  if (tf.getGradient(config.kernelName)) tf.unregisterGradient(config.kernelName);
  tf.registerGradient(config);
}

function replaceMinMaxGradient(kernelName: string, isFirst: (a: tf.Tensor, b: tf.Tensor) => tf.Tensor): void {
  replaceGradient({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, [a, b]) => {
      if (!a || !b) throw new Error(`The gradient of ${kernelName} needs both of its inputs.`);
      const part = (own: boolean) => () => {
        const first = tf.cast(isFirst(a, b), 'float32');
        return tf.mul(dy as tf.Tensor, own ? first : tf.sub(1, first)); // one output, so one gradient
      };
      return sumOverBroadcast({ a: part(true), b: part(false) }, { a, b });
    },
  });
}

type Gradients = Record<string, () => tf.Tensor>;

/** Sums the gradient of an input that was broadcast over the axes along which it was repeated. */
function sumOverBroadcast(gradients: Gradients, inputs: Record<string, tf.Tensor | undefined>): Gradients {
  return Object.fromEntries(
    Object.entries(gradients).map(([name, compute]) => [
      name,
      () => {
        const [gradient, shape] = [compute(), inputs[name]?.shape ?? []];
        const axes = tf.broadcast_util.getReductionAxes(shape, gradient.shape);
        return axes.length === 0 ? gradient : tf.reshape(tf.sum(gradient, axes), shape);
      },
    ]),
  );
}

/** Sums the gradient over the copies. dy is viewed as [..., copies, side, ...], with adjacent axes of one kind merged. */
function tileGradient(dy: tf.Tensor | tf.Tensor[], [x]: tf.Tensor[], attrs: tf.NamedAttrMap): Gradients {
  if (!x) throw new Error('The gradient of Tile needs its input.');
  const { reps } = attrs as { reps: number[] };
  const axes: { size: number; copied: boolean }[] = [];
  const push = (size: number, copied: boolean) => {
    const last = axes.at(-1);
    if (size === 1) return;
    if (last?.copied === copied) last.size *= size;
    else axes.push({ size, copied });
  };
  for (const [axis, copies] of reps.entries()) {
    push(copies, true);
    push(x.shape[axis] ?? 1, false);
  }
  const summed = axes.flatMap(({ copied }, axis) => (copied ? [axis] : []));
  const parts = axes.map(({ size }) => size);
  return { x: () => tf.reshape(tf.sum(tf.reshape(dy as tf.Tensor, parts), summed), x.shape) }; // one output, so one gradient
}

/** einsum('A,B->C'): dA = einsum('C,B->A'), dB = einsum('C,A->B'), provided that no index appears in one operand only. */
function einsumGradient(dy: tf.Tensor | tf.Tensor[], saved: tf.Tensor[], attrs: tf.NamedAttrMap): Gradients {
  const { equation } = attrs as { equation: string };
  const [left = '', out = ''] = equation.replaceAll(' ', '').split('->');
  const [a = '', b = ''] = left.split(',');
  const [first, second] = saved;
  const known = (letters: string, others: string) => [...letters].every((letter) => others.includes(letter));
  if (!first || !second || !known(a, b + out) || !known(b, a + out)) {
    throw new Error(
      `The gradient of einsum("${equation}") is not supported: every index must appear in two of its three parts.`,
    );
  }
  const gradient = dy as tf.Tensor; // one output, so one gradient
  return {
    0: () => tf.einsum(`${out},${b}->${a}`, gradient, second),
    1: () => tf.einsum(`${out},${a}->${b}`, gradient, first),
  };
}
