/** How our kernels reach into tfjs's wasm backend: its memory, its own kernels, and registering ours in their place. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

export type { BackendWasm };

export type KernelArguments = Parameters<tf.KernelFunc>[0] & { backend: BackendWasm };
export type Kernel = (args: KernelArguments) => tf.TensorInfo;

const backendName = 'wasm';

/** The kernel that is registered by now. @throws Error when there is none */
export function kernel(name: string): Kernel {
  const found = tf.getKernel(name, backendName);
  if (!found) throw new Error(`tfjs-backend-wasm has no kernel ${name}.`);
  return found.kernelFunc as Kernel; // every kernel that is called here gives one tensor
}

export function hasKernel(name: string): boolean {
  return Boolean(tf.getKernel(name, backendName));
}

/** Puts `run` in the place of the kernel of that name, if there is one. */
export function replaceKernel(name: string, run: Kernel): void {
  removeKernel(name);
  tf.registerKernel({ kernelName: name, backendName, kernelFunc: run as tf.KernelFunc });
}

export function removeKernel(name: string): void {
  if (hasKernel(name)) tf.unregisterKernel(name, backendName);
}

/** An input by name. @throws Error when the caller left it out */
export function input(args: KernelArguments, name: string): tf.TensorInfo {
  const found = args.inputs[name];
  if (!found || Array.isArray(found)) throw new Error(`The kernel needs one tensor "${name}".`);
  return found;
}

/** The attributes, as the op that calls the kernel declares them. */
export function attributes<T>(args: KernelArguments): T {
  return args.attrs as unknown as T;
}

/**
 * The tensor's values in the backend's memory, as float32. Memory may grow, and every view of it become stale, whenever a
 * tensor is made: make outputs first, take views last.
 */
export function floats(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array; // our kernels take float32 alone
}

/** A new tensor, its values not yet set. */
export function output(backend: BackendWasm, shape: number[], dtype: tf.DataType = 'float32'): tf.TensorInfo {
  return backend.makeOutput(shape, dtype);
}

export function free(backend: BackendWasm, ...tensors: tf.TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}

export function product(sides: readonly number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}
