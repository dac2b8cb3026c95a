/** Runs kernels that neither the backend nor this folder has in plain JavaScript. That is slow, so each use is reported. */
import * as tf from '@tensorflow/tfjs-core';
import { type BackendWasm, hasKernel, removeKernel } from './kernel-access.ts';

/** Kernels that exist but are wrong: they add to memory that was never cleared. */
const brokenKernels = ['Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'];

/** Kernels whose data is not a plain list of numbers. */
const excludedKernels = /^(Complex|ComplexAbs|Real|Imag|FFT|IFFT|RFFT|IRFFT|Draw|FromPixels)$/;

type Named = tf.NamedTensorInfoMap;

/** @param onFallback called the first time that each of these kernels runs */
export function registerFallbacks(onFallback: (kernel: string) => void): void {
  for (const name of brokenKernels) removeKernel(name);
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (hasKernel(kernelName) || excludedKernels.test(kernelName)) continue;
    let reported = false;
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend, attrs }) => {
        if (!reported) onFallback(kernelName);
        reported = true;
        // The kernel is registered for wasm, so the backend is wasm.
        return runOnCpu(kernelFunc, inputs, backend as BackendWasm, attrs);
      },
    });
  }
}

function runOnCpu(run: tf.KernelFunc, inputs: Named, backend: BackendWasm, attrs: tf.NamedAttrMap | undefined) {
  const cpu = tf.findBackend('cpu');
  const copies: tf.TensorInfo[] = [];
  const toCpu = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => {
    const copy = { dataId: cpu.write(backend.readSync(dataId), shape, dtype), shape, dtype };
    copies.push(copy);
    return copy;
  };
  const toWasm = ({ dataId, shape, dtype }: tf.TensorInfo): tf.TensorInfo => {
    const values = cpu.readSync(dataId);
    cpu.disposeData(dataId);
    return { dataId: backend.write(values, shape, dtype), shape, dtype };
  };
  const move = (value: tf.TensorInfo | tf.TensorInfo[] | undefined) =>
    Array.isArray(value) ? value.map(toCpu) : value && toCpu(value);
  // Some ops pass a list as their named inputs; absent inputs stay absent.
  const moved = (
    Array.isArray(inputs)
      ? inputs.map(move)
      : Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, move(value)]))
  ) as Named;
  const result = run({ inputs: moved, backend: cpu, attrs });
  const back = Array.isArray(result) ? result.map(toWasm) : toWasm(result);
  for (const { dataId } of copies) cpu.disposeData(dataId);
  return back;
}
