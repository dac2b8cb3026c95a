/** The composition root of a probe: a process of `aias doctor` that tries one engine. */
import { matMul, tensor2d } from '@tensorflow/tfjs-core';
import { type EngineName, startBackend } from '../learning/engine/backend.ts';
import { assertNoDeviceErrors } from '../learning/engine/webgpu.ts';

export interface EngineProbe {
  engine: EngineName;
  isAvailable: boolean;
  /** Device that the engine computes on. Null when it is unavailable. */
  device: string | null;
  /** Why the engine is unavailable and how to fix it. Null when it is available. */
  reason: string | null;
}

/** Starts the engine in this process and checks the result of a known computation. */
export async function probe(requested: EngineName | 'auto'): Promise<EngineProbe> {
  try {
    const { name, device } = await startBackend(requested);
    const product = matMul(tensor2d([1, 2, 3, 4], [2, 2]), tensor2d([5, 6, 7, 8], [2, 2]));
    const found = [...(await product.data())];
    assertNoDeviceErrors();
    if (found.join() !== '19,22,43,50') throw new Error(`wrong result: ${found.join()} instead of 19,22,43,50`);
    return { engine: name, isAvailable: true, device, reason: null };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const ownMessage = message
      .replace(/^No engine starts on this machine\.\n/, '')
      .replace(`AIAS_BACKEND=${requested}: `, '');
    return { engine: requested === 'auto' ? 'wasm' : requested, isAvailable: false, device: null, reason: ownMessage };
  }
}
