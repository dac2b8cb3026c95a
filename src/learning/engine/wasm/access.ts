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
export function replaceKernel(name: string, run: (args: KernelArguments) => tf.TensorInfo | tf.TensorInfo[]): void {
  removeKernel(name);
  tf.registerKernel({ kernelName: name, backendName, kernelFunc: run as tf.KernelFunc });
}

/**
 * An operation of our own kernels: differentiable, forward and back one kernel each.
 *
 *   forward   the operation's inputs ─> [answer, what the way back needs ...]
 *   backward  dy, the operation's inputs, and all that the way forward made, by the names in `makes` ─> a gradient for each input
 *
 * @param makes  names of what the way forward makes; the first is the answer
 */
export function operation<Input extends string>(options: {
  forward: string;
  backward: string;
  makes: readonly [string, ...string[]];
  inputs: Record<Input, tf.Tensor>;
  attrs: tf.NamedAttrMap;
  /** Told what the way forward made. */
  onMade?: (made: tf.Tensor[]) => void;
}): tf.Tensor {
  const { forward, backward, makes, attrs } = options;
  const names = [...Object.keys(options.inputs), ...makes];
  return tf.customGrad((...given) => {
    const save = given.pop() as tf.GradSaveFunc; // the last one, as customGrad has it
    const made = [tf.engine().runKernel(forward, options.inputs, attrs)].flat();
    const [value] = made;
    if (!value || made.length !== makes.length) throw new Error(`The kernel ${forward} made ${made.length} tensors.`);
    options.onMade?.(made);
    save([...Object.values<tf.Tensor>(options.inputs), ...made]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const known = Object.fromEntries(saved.map((tensor, index) => [names[index], tensor]));
        return [tf.engine().runKernel(backward, { dy, ...known }, attrs)].flat();
      },
    };
  })(...Object.values<tf.Tensor>(options.inputs));
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

/** Several of them. @throws Error when the caller left one out */
export function inputs<Name extends string>(args: KernelArguments, ...names: Name[]): Record<Name, tf.TensorInfo> {
  // An entry for every name.
  return Object.fromEntries(names.map((name) => [name, input(args, name)])) as Record<Name, tf.TensorInfo>;
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
