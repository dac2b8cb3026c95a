/**
 * Runs a network on the WebAssembly backend of TensorFlow.js. It computes in 32-bit floats like the server's default engine, on
 * any device. WebGL computes with 16 bits on some phones, and plain JavaScript is more than ten times slower.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { Bundle } from './bundle.ts';
import { registerLayers } from './layers.ts';
import { EngineTrouble, ServerOnly } from './refusals.ts';

/** Maximum number of values in the largest layer, for all samples of a batch. */
const maxFloats = 2 ** 25;
const maxSamples = 256;

export interface Network {
  /** Runs the network. @param values encoded inputs of `count` samples. @returns outputs, sample by sample */
  predict(values: Float32Array, count: number): Promise<Float32Array>;
  dispose(): void;
}

let started: Promise<void> | null = null;

/** Starts the backend once for all models. A retry after a failure starts from the beginning. */
export function startEngine(): Promise<void> {
  started ??= start().catch((error) => {
    started = null;
    throw error;
  });
  return started;
}

async function start(): Promise<void> {
  // Threads need shared memory, which browsers offer only to cross-origin isolated sites.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simd, // required, but never fetched
  });
  const isStarted = await tf.setBackend('wasm').catch((error: Error) => error);
  if (isStarted !== true) throw new EngineTrouble('noWebAssembly', isStarted ? isStarted.message : '');
  registerLayers();
}

/** @throws ServerOnly when the network has a layer that only the server supports */
export async function loadNetwork({ topology, weights }: Bundle): Promise<Network> {
  const { modelTopology, weightsManifest } = topology;
  // The server wrote the file with the same library.
  const weightSpecs = weightsManifest.flatMap((group) => group.weights) as tf.io.WeightsManifestEntry[];
  // The loader expects a separate buffer.
  const weightData = new Uint8Array(weights).buffer;
  const network = await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData })).catch(
    (error: unknown) => {
      throw new ServerOnly('layer', error instanceof Error ? error.message : String(error));
    },
  );
  const sizes = network.layers.map(({ outputShape }) =>
    (outputShape.flat() as (number | null)[]).reduce<number>((product, side) => product * (side ?? 1), 1),
  );
  const batch = Math.max(1, Math.min(maxSamples, Math.floor(maxFloats / Math.max(...sizes))));
  const sampleShape = (network.inputs[0]?.shape ?? []).slice(1) as number[]; // only the batch size is undefined

  return {
    async predict(values, count) {
      const size = values.length / count;
      let answers = new Float32Array(0);
      for (let first = 0; first < count; first += batch) {
        const part = values.subarray(first * size, Math.min(count, first + batch) * size);
        const output = tf.tidy(() => {
          const x = tf.tensor(part, [part.length / size, ...sampleShape]);
          return network.apply(x, { training: false }) as tf.Tensor;
        });
        const numbers = await output.data<'float32'>();
        output.dispose();
        const each = numbers.length / (part.length / size);
        if (first === 0) answers = new Float32Array(each * count);
        answers.set(numbers, each * first);
      }
      return answers;
    },
    dispose: () => network.dispose(),
  };
}
