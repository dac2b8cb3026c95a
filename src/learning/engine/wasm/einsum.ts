/** Einsum of two tensors as one batched matrix product; the backend has none. */
import { backend_util, type TensorInfo } from '@tensorflow/tfjs-core';
import { attributes, type BackendWasm, free, input, type Kernel, kernel, product, replaceKernel } from './access.ts';

/** @param rare what computes the equations that are no matrix product */
export function registerEinsum(rare: Kernel): void {
  replaceKernel('Einsum', (args) => {
    const { equation } = attributes<{ equation: string }>(args);
    const [left = '', out = ''] = equation.replaceAll(' ', '').split('->');
    const [a = '', b] = left.split(',');
    if (b === undefined || !isProduct(a, b, out)) return rare(args);
    return asProduct(args.backend, [input(args, '0'), input(args, '1')], [a, b, out]);
  });
}

/** Every index stands in two of the three parts, or in all. */
function isProduct(a: string, b: string, out: string): boolean {
  const within = (letters: string, others: string) => [...letters].every((letter) => others.includes(letter));
  const distinct = [a, b, out].every((part) => new Set(part).size === part.length);
  return distinct && within(a, b + out) && within(b, a + out) && within(out, a + b);
}

function asProduct(
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
  const size = (letters: string[]) => product(letters.map((letter) => sides.get(letter) ?? 1));
  backend_util.checkEinsumDimSizes(sides.size, ...dimensions([a, b], [x, y], [...sides.keys()]));
  const left = permuted(backend, x, a, [...batch, ...m, ...summed]);
  const right = permuted(backend, y, b, [...batch, ...summed, ...n]);
  const result = kernel('BatchMatMul')({
    inputs: {
      a: { ...left, shape: [size(batch), size(m), size(summed)] },
      b: { ...right, shape: [size(batch), size(summed), size(n)] },
    },
    backend,
    attrs: { transposeA: false, transposeB: false },
  });
  free(backend, left, right);
  const order = [...batch, ...m, ...n];
  const whole = { ...result, shape: order.map((letter) => sides.get(letter) ?? 1) };
  const answer = permuted(backend, whole, order.join(''), [...out]);
  free(backend, whole);
  return answer;
}

/** What tfjs's own check of the sizes wants: for each tensor the numbers of its indices. */
function dimensions(
  letters: string[],
  tensors: TensorInfo[],
  all: string[],
): [number[][], Parameters<typeof backend_util.checkEinsumDimSizes>[2]] {
  const numbers = letters.map((part) => [...part].map((letter) => all.indexOf(letter)));
  return [numbers, tensors as Parameters<typeof backend_util.checkEinsumDimSizes>[2]]; // it reads their shapes alone
}

/** The tensor with its axes in another order; to be freed beside the original. */
function permuted(backend: BackendWasm, x: TensorInfo, from: string, to: string[]): TensorInfo {
  const perm = to.map((letter) => from.indexOf(letter));
  if (perm.every((axis, index) => axis === index)) {
    backend.incRef(x.dataId);
    return { ...x };
  }
  return kernel('Transpose')({ inputs: { x }, backend, attrs: { perm } });
}
