/** Kernels that neither the backend nor this folder has run in plain JavaScript. Slow, so it is said aloud. */
import * as tf from '@tensorflow/tfjs-core';
import { type BackendWasm, hasKernel, removeKernel } from './access.ts';

/** Kernels that are there and wrong: they add to memory that was never cleared. */
const wrong = ['Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2'];

/** Kernels that work on other things than one list of numbers. */
const excluded = /^(Complex|ComplexAbs|Real|Imag|FFT|IFFT|RFFT|IRFFT|Draw|FromPixels)$/;

type Named = tf.NamedTensorInfoMap;

/** @param onFallback told the first time that each of them runs */
export function registerFallbacks(onFallback: (kernel: string) => void): void {
  for (const name of wrong) removeKernel(name);
  for (const { kernelName, kernelFunc } of tf.getKernelsForBackend('cpu')) {
    if (hasKernel(kernelName) || excluded.test(kernelName)) continue;
    let told = false;
    tf.registerKernel({
      kernelName,
      backendName: 'wasm',
      kernelFunc: ({ inputs, backend, attrs }) => {
        if (!told) onFallback(kernelName);
        told = true;
        // Registered for wasm, called by wasm.
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
  // Some ops pass a list for their named inputs; absent inputs stay absent.
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
