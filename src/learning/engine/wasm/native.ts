/**
 * Our own WebAssembly module (kernels/): loaded once, over the memory of tfjs's backend, so that tensors are worked on where
 * they lie.
 */
import { readFileSync } from 'node:fs';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { BackendWasm } from './access.ts';

/** An address in the backend's memory; 0 stands for "none". */
export type Pointer = number;

type Run = (...values: number[]) => void;

/** What the module exports; kernels/*.c say what each does. */
export interface Kernels {
  pack: Run;
  transpose: Run;
  matmul: Run;
  matmul_transposed: Run;
  convolve: Run;
  convolve_filter: Run;
  pad: Run;
  dilate: Run;
  window_offsets: Run;
  unroll: Run;
  scatter: Run;
  rotate_filter: Run;
  depthwise: Run;
  depthwise_input: Run;
  depthwise_filter: Run;
  max_pool: Run;
  max_pool_gradient: Run;
  average_pool_gradient: Run;
  sum_middle: Run;
  sum_last: Run;
  relu_gradient: Run;
  finish_rows: Run;
  add_rows: Run;
  clear: Run;
  apply_activation: Run;
  permute: Run;
  segment_sum: Run;
  update: Run;
  tanh_all: Run;
  lstm_step: Run;
  lstm_step_gradient: Run;
  channel_moments: Run;
  normalize_channels: Run;
  normalize_channels_gradient: Run;
  normalize_rows: Run;
  normalize_rows_gradient: Run;
  attention: Run;
  attention_gradient: Run;
}

export interface Native {
  run: Kernels;
  /** Where a tensor's values lie. */
  at(tensor: TensorInfo): Pointer;
  /** Memory for floats or integers during `use`; its content is whatever lay there before. */
  borrow<T>(count: number, use: (pointer: Pointer) => T): T;
  /** The same, holding these integers. */
  borrowIntegers<T>(integers: readonly number[], use: (pointer: Pointer) => T): T;
  /** The whole memory as it is now; it is another one once it has grown. */
  memory(): Uint8Array;
  /** A view of memory; stale as soon as anything is allocated. */
  floats(pointer: Pointer, count: number): Float32Array;
  integers(pointer: Pointer, count: number): Int32Array;
}

/** What Emscripten's module object holds besides what tfjs declares. */
interface EmscriptenModule {
  asm: { memory: WebAssembly.Memory };
  HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: Pointer): void;
}

/** The module keeps a few pointers here between calls of its functions, as any C program does. */
const stackBytes = 64 * 1024;

/**
 * Where there is no room, malloc answers 0, and tfjs takes that for an address like any other: tensors would overwrite each other
 * there, and the training would go on with their numbers. Close to 4 GiB its own sum wraps around, and it answers with nonsense;
 * beyond, it does not see the upper bits of what it is asked for.
 */
function refuseAloud(emscripten: EmscriptenModule): void {
  emscripten._free(emscripten._malloc(1)); // at its first call Emscripten puts the true function there, which would undo this
  const malloc = emscripten._malloc;
  emscripten._malloc = (bytes) => {
    const pointer = bytes < 2 ** 32 ? malloc(bytes) >>> 0 : 0; // it returns a signed number
    if (pointer > 0 && pointer + bytes <= emscripten.HEAPU8.length) return pointer;
    throw new Error(`The engine's memory has no room for another ${bytes} bytes.`);
  };
}

/** @throws Error when the backend's memory is full */
export function loadNative(backend: BackendWasm): Native {
  const emscripten = backend.wasm as unknown as EmscriptenModule; // tfjs declares only what it calls itself
  const module = new WebAssembly.Module(readFileSync(new URL('./kernels/kernels.wasm', import.meta.url)));
  const { exports } = new WebAssembly.Instance(module, { env: { memory: emscripten.asm.memory } });
  refuseAloud(emscripten);
  const stack = exports.__stack_pointer as WebAssembly.Global;
  stack.value = allocate(stackBytes) + stackBytes;

  function allocate(bytes: number): Pointer {
    return emscripten._malloc(Math.max(bytes, 16));
  }

  function borrow<T>(count: number, use: (pointer: Pointer) => T): T {
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
    run: exports as unknown as Kernels, // the build makes it so, and a test asks for each
    at: ({ dataId }) => backend.getMemoryOffset(dataId),
    memory: () => emscripten.HEAPU8,
    borrow,
    borrowIntegers: (values, use) =>
      borrow(values.length, (pointer) => {
        integers(pointer, values.length).set(values);
        return use(pointer);
      }),
    floats,
    integers,
  };
}
