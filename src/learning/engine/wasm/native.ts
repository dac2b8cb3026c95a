/**
 * The engine's own WebAssembly module (kernels/): loaded once, over the memory of tfjs's wasm backend, so that it works on
 * tensors in place.
 */
import { readFileSync } from 'node:fs';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from './kernel-access.ts';

/** An address in the backend's memory; 0 means null. */
export type Pointer = number;

type KernelFunction = (...values: number[]) => void;

/** Exports of the module; kernels/*.c document them. */
export interface Kernels {
  pack: KernelFunction;
  transpose: KernelFunction;
  matmul: KernelFunction;
  matmul_transposed: KernelFunction;
  convolve: KernelFunction;
  convolve_filter_gradient: KernelFunction;
  pad: KernelFunction;
  dilate: KernelFunction;
  window_offsets: KernelFunction;
  unroll: KernelFunction;
  scatter: KernelFunction;
  rotate_filter: KernelFunction;
  depthwise: KernelFunction;
  depthwise_input_gradient: KernelFunction;
  depthwise_filter_gradient: KernelFunction;
  max_pool: KernelFunction;
  max_pool_gradient: KernelFunction;
  average_pool_gradient: KernelFunction;
  sum_middle: KernelFunction;
  sum_last: KernelFunction;
  relu_gradient: KernelFunction;
  finish_rows: KernelFunction;
  add_rows: KernelFunction;
  clear: KernelFunction;
  apply_activation: KernelFunction;
  permute: KernelFunction;
  segment_sum: KernelFunction;
  update: KernelFunction;
  tanh_all: KernelFunction;
  lstm_step: KernelFunction;
  lstm_step_gradient: KernelFunction;
  channel_moments: KernelFunction;
  normalize_channels: KernelFunction;
  normalize_channels_gradient: KernelFunction;
  normalize_rows: KernelFunction;
  normalize_rows_gradient: KernelFunction;
  attention: KernelFunction;
  attention_gradient: KernelFunction;
}

export interface Native {
  run: Kernels;
  /** Returns the address of a tensor's values. */
  pointerOf(tensor: TensorInfo): Pointer;
  /** Provides scratch memory for floats or integers during `use`; its content is undefined. */
  withScratch<T>(count: number, use: (pointer: Pointer) => T): T;
  /** Provides scratch memory that holds these integers during `use`. */
  withScratchIntegers<T>(integers: readonly number[], use: (pointer: Pointer) => T): T;
  /** Returns the whole memory. The array is replaced when memory grows. */
  memory(): Uint8Array;
  /** Returns a view of memory; stale as soon as anything is allocated. */
  floats(pointer: Pointer, count: number): Float32Array;
  integers(pointer: Pointer, count: number): Int32Array;
}

/** Fields of Emscripten's module object that tfjs does not declare. */
interface EmscriptenModule {
  asm: { memory: WebAssembly.Memory };
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: Pointer): void;
}

/** Size of the module's own stack. */
const stackBytes = 64 * 1024;

/**
 * Makes malloc throw when memory is exhausted. It returns 0, which tfjs uses as an address: tensors would overwrite each other
 * and training would continue on corrupt values. Near 4 GiB its size arithmetic also overflows, and it ignores the upper bits
 * of larger requests.
 */
function throwOnOutOfMemory(emscripten: EmscriptenModule): void {
  emscripten._free(emscripten._malloc(1)); // the first call makes Emscripten install the real malloc, which would undo the patch
  const malloc = emscripten._malloc;
  emscripten._malloc = (bytes) => {
    const pointer = bytes < 2 ** 32 ? malloc(bytes) >>> 0 : 0; // malloc returns a signed number
    if (pointer > 0 && pointer + bytes <= emscripten.HEAPU8.length) return pointer;
    throw new Error(`The engine is out of memory: it cannot allocate another ${bytes} bytes.`);
  };
}

/** @throws Error when the backend's memory is full */
export function loadNative(backend: BackendWasm): Native {
  const emscripten = backend.wasm as unknown as EmscriptenModule; // tfjs declares only the functions that it calls
  const module = new WebAssembly.Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url)));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: emscripten.asm.memory } });
  throwOnOutOfMemory(emscripten);
  const stack = exports.__stack_pointer as WebAssembly.Global;
  stack.value = allocate(stackBytes) + stackBytes;

  function allocate(bytes: number): Pointer {
    return emscripten._malloc(Math.max(bytes, 16));
  }

  function withScratch<T>(count: number, use: (pointer: Pointer) => T): T {
    const pointer = allocate(count * 4);
    try {
      return use(pointer);
    } finally {
      emscripten._free(pointer);
    }
  }

  const floats = (pointer: Pointer, count: number) => new Float32Array(emscripten.HEAPU8.buffer, pointer, count);
  const integers = (pointer: Pointer, count: number) => new Int32Array(emscripten.HEAPU8.buffer, pointer, count);
  return {
    run: exports as unknown as Kernels, // guaranteed by the build; a test checks each export
    pointerOf: ({ dataId }) => backend.getMemoryOffset(dataId),
    memory: () => emscripten.HEAPU8,
    withScratch,
    withScratchIntegers: (values, use) =>
      withScratch(values.length, (pointer) => {
        integers(pointer, values.length).set(values);
        return use(pointer);
      }),
    floats,
    integers,
  };
}
