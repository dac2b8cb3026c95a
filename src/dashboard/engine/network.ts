/**
 * A network, computed by TensorFlow.js's WebAssembly backend: 32-bit floats as the server's default engine has them, whatever the
 * graphics card of a visitor is; WebGL computes with 16 bits on some phones, and plain JavaScript takes some dozen times as long.
 */
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.wasm?url';
import simd from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-simd.wasm?url';
import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel } from '@tensorflow/tfjs-layers';
import type { Bundle } from './bundle.ts';
import { registerLayers } from './layers.ts';
import { EngineTrouble, ServerOnly } from './refusals.ts';

/** Of the largest layer, for all samples that are computed at once. */
const mostFloats = 2 ** 25;
const mostSamples = 256;

export interface Network {
  /** Sample after sample. @param values as the network takes them, `count` samples */
  predict(values: Float32Array, count: number): Promise<Float32Array>;
  dispose(): void;
}

let started: Promise<void> | null = null;

/** Once for all models. Another try after a failure begins anew. */
export function startEngine(): Promise<void> {
  started ??= start().catch((error) => {
    started = null;
    throw error;
  });
  return started;
}

async function start(): Promise<void> {
  // Threads would need memory that pages share, which a browser gives to isolated sites alone.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths({
    'tfjs-backend-wasm.wasm': plain,
    'tfjs-backend-wasm-simd.wasm': simd,
    'tfjs-backend-wasm-threaded-simd.wasm': simd, // must be named; is never asked for
  });
  const isStarted = await tf.setBackend('wasm').catch((error: Error) => error);
  if (isStarted !== true) throw new EngineTrouble('noWebAssembly', isStarted ? isStarted.message : '');
  registerLayers();
}

/** @throws ServerOnly when the network has a layer that only the server knows */
export async function loadNetwork({ topology, weights }: Bundle): Promise<Network> {
  const { modelTopology, weightsManifest } = topology;
  // The server wrote it with the same library.
  const weightSpecs = weightsManifest.flatMap((group) => group.weights) as tf.io.WeightsManifestEntry[];
  // A buffer of its own, as the loader expects.
  const weightData = new Uint8Array(weights).buffer;
  const network = await loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData })).catch(
    (error: unknown) => {
      throw new ServerOnly('layer', error instanceof Error ? error.message : String(error));
    },
  );
  const sizes = network.layers.map(({ outputShape }) =>
    (outputShape.flat() as (number | null)[]).reduce<number>((product, side) => product * (side ?? 1), 1),
  );
  const batch = Math.max(1, Math.min(mostSamples, Math.floor(mostFloats / Math.max(...sizes))));
  const sampleShape = (network.inputs[0]?.shape ?? []).slice(1) as number[]; // only the number of samples is open

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
