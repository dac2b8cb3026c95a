/** Einsum of two tensors as one batched matrix product; the backend has no Einsum. */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import {
  attributes,
  type BackendWasm,
  disposeTensors,
  input,
  type Kernel,
  kernel,
  replaceKernel,
  sizeFromShape,
} from '../kernel-access.ts';

/** @param fallback computes equations that are not a matrix product */
export function registerEinsum(fallback: Kernel): void {
  replaceKernel('Einsum', (args) => {
    const { equation } = attributes<{ equation: string }>(args);
    const [left = '', out = ''] = equation.replaceAll(' ', '').split('->');
    const [a = '', b] = left.split(',');
    if (b === undefined || !isProduct(a, b, out)) return fallback(args);
    return asMatMul(args.backend, [input(args, '0'), input(args, '1')], [a, b, out]);
  });
}

/** Returns whether every index appears in two or three of the three parts. */
function isProduct(a: string, b: string, out: string): boolean {
  const within = (letters: string, others: string) => [...letters].every((letter) => others.includes(letter));
  const distinct = [a, b, out].every((part) => new Set(part).size === part.length);
  return distinct && within(a, b + out) && within(b, a + out) && within(out, a + b);
}

function asMatMul(
  backend: BackendWasm,
  [x, y]: [TensorInfo, TensorInfo],
  [a, b, out]: [string, string, string],
): TensorInfo {
  const sides = new Map<string, number>();
  for (const [letters, tensor] of [
    [a, x],
    [b, y],
  ] as const) {
    for (const [axis, letter] of [...letters].entries()) sides.set(letter, tensor.shape[axis] ?? 1);
  }
  const shared = [...a].filter((letter) => b.includes(letter));
  const batch = shared.filter((letter) => out.includes(letter));
  const summed = shared.filter((letter) => !out.includes(letter));
  const [rows, columns] = [a, b].map((letters) => [...letters].filter((letter) => !shared.includes(letter)));
  const [m = [], n = []] = [rows, columns];
  const size = (letters: string[]) => sizeFromShape(letters.map((letter) => sides.get(letter) ?? 1));
  backend_util.checkEinsumDimSizes(sides.size, ...dimensions([a, b], [x, y], [...sides.keys()]));
  const left = transpose(backend, x, a, [...batch, ...m, ...summed]);
  const right = transpose(backend, y, b, [...batch, ...summed, ...n]);
  const result = kernel('BatchMatMul')({
    inputs: {
      a: { ...left, shape: [size(batch), size(m), size(summed)] },
      b: { ...right, shape: [size(batch), size(summed), size(n)] },
    },
    backend,
    attrs: { transposeA: false, transposeB: false },
  });
  disposeTensors(backend, left, right);
  const order = [...batch, ...m, ...n];
  const whole = { ...result, shape: order.map((letter) => sides.get(letter) ?? 1) };
  const answer = transpose(backend, whole, order.join(''), [...out]);
  disposeTensors(backend, whole);
  return answer;
}

/** Returns the arguments of tfjs's own size check: for each tensor the numbers of its indices. */
function dimensions(
  letters: string[],
  tensors: TensorInfo[],
  all: string[],
): [number[][], Parameters<typeof backend_util.checkEinsumDimSizes>[2]] {
  const numbers = letters.map((part) => [...part].map((letter) => all.indexOf(letter)));
  return [numbers, tensors as Parameters<typeof backend_util.checkEinsumDimSizes>[2]]; // only their shapes are read
}

/** Returns the tensor with its axes permuted; the caller disposes it as well as the original. */
function transpose(backend: BackendWasm, x: TensorInfo, from: string, to: string[]): TensorInfo {
  const perm = to.map((letter) => from.indexOf(letter));
  if (perm.every((axis, index) => axis === index)) {
    backend.incRef(x.dataId);
    return { ...x };
  }
  return kernel('Transpose')({ inputs: { x }, backend, attrs: { perm } });
}
