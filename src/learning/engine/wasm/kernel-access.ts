/** Access to the internals of tfjs's wasm backend: its memory, its kernels, and the registration of replacements. */
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

export type { BackendWasm };

export type KernelArguments = Parameters<tf.KernelFunc>[0] & { backend: BackendWasm };
export type Kernel = (args: KernelArguments) => tf.TensorInfo;

const backendName = 'wasm';

/** Returns the kernel that is currently registered. @throws Error when there is none */
export function kernel(name: string): Kernel {
  const found = tf.getKernel(name, backendName);
  if (!found) throw new Error(`tfjs-backend-wasm has no kernel ${name}.`);
  return found.kernelFunc as Kernel; // every kernel that is called here returns one tensor
}

export function hasKernel(name: string): boolean {
  return Boolean(tf.getKernel(name, backendName));
}

/** Replaces the kernel of this name, if there is one. */
export function replaceKernel(name: string, run: (args: KernelArguments) => tf.TensorInfo | tf.TensorInfo[]): void {
  removeKernel(name);
  tf.registerKernel({ kernelName: name, backendName, kernelFunc: run as tf.KernelFunc });
}

/**
 * Runs an operation of the engine's own kernels: differentiable, with one kernel forward and one backward.
 *
 *   forward   the operation's inputs ─> [result, intermediate values for the backward pass ...]
 *   backward  dy, the operation's inputs, and all outputs of the forward kernel (named by `makes`) ─> a gradient for each input
 *
 * @param makes  names of the forward kernel's outputs; the first is the result
 */
export function operation<Input extends string>(options: {
  forward: string;
  backward: string;
  makes: readonly [string, ...string[]];
  inputs: Record<Input, tf.Tensor>;
  attrs: tf.NamedAttrMap;
  /** Called with the outputs of the forward kernel. */
  onMade?: (made: tf.Tensor[]) => void;
}): tf.Tensor {
  const { forward, backward, makes, attrs } = options;
  const names = [...Object.keys(options.inputs), ...makes];
  return tf.customGrad((...given) => {
    const save = given.pop() as tf.GradSaveFunc; // customGrad passes it as the last argument
    const made = [tf.engine().runKernel(forward, options.inputs, attrs)].flat();
    const [value] = made;
    if (!value || made.length !== makes.length)
      throw new Error(`The kernel ${forward} returned ${made.length} tensors.`);
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

/** Returns an input by name. @throws Error when it is missing */
export function input(args: KernelArguments, name: string): tf.TensorInfo {
  const found = args.inputs[name];
  if (!found || Array.isArray(found)) throw new Error(`The kernel needs a single tensor as its input "${name}".`);
  return found;
}

/** Returns several inputs by name. @throws Error when one is missing */
export function inputs<Name extends string>(args: KernelArguments, ...names: Name[]): Record<Name, tf.TensorInfo> {
  // The result has an entry for every name.
  return Object.fromEntries(names.map((name) => [name, input(args, name)])) as Record<Name, tf.TensorInfo>;
}

/** Returns the attributes, with the type that the calling op declares. */
export function attributes<T>(args: KernelArguments): T {
  return args.attrs as unknown as T;
}

/**
 * Returns a float32 view of the tensor's values in the backend's memory. Creating a tensor may grow memory, which makes every
 * view stale: create outputs first, take views last.
 */
export function floats(backend: BackendWasm, tensor: tf.TensorInfo): Float32Array {
  return backend.typedArrayFromHeap(tensor) as Float32Array; // these kernels only support float32
}

/** Allocates a tensor with undefined values. */
export function allocateTensor(backend: BackendWasm, shape: number[], dtype: tf.DataType = 'float32'): tf.TensorInfo {
  return backend.makeOutput(shape, dtype);
}

export function disposeTensors(backend: BackendWasm, ...tensors: tf.TensorInfo[]): void {
  for (const { dataId } of tensors) backend.disposeData(dataId);
}

export function sizeFromShape(sides: readonly number[]): number {
  return sides.reduce((total, side) => total * side, 1);
}
