/**
 * Starts the engine that computes. Which ones there are depends on the machine:
 *
 *   tensorflow  the native library, on a GPU where it is built for one; an optional package
 *   webgpu      any GPU with a Vulkan driver, through Dawn; an optional package
 *   wasm        WebAssembly with SIMD; everywhere. Its missing and wrong kernels are replaced by ours (wasm/)
 *   cpu         plain JavaScript; everywhere, and slow
 */
import { createRequire } from 'node:module';
import { cpus } from 'node:os';
import { dirname, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers'; // registers the gradients that registerGradients repairs
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerGradients } from './gradients.ts';
import { missingPackage, tensorflowPackages, tensorflowRemedy } from './packages.ts';
import { registerWasmKernels } from './wasm/register.ts';
import { isSoftwareDevice, openWebgpu, repairWebgpuKernels } from './webgpu.ts';

const require = createRequire(import.meta.url);

export type EngineName = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';

export interface Engine {
  name: EngineName;
  /** What computes, for people: "wasm (SIMD) on AMD EPYC, 2 cores". */
  device: string;
  /** It computes on a real GPU. */
  gpu: boolean;
}

export const engineNames: readonly EngineName[] = ['tensorflow', 'webgpu', 'wasm', 'cpu'];

/** Each starts its engine (`named`: it and no other was asked for) and tells the device, or throws with the reason why it cannot. */
const starters: Record<EngineName, (named: boolean) => Promise<string>> = {
  tensorflow: startTensorflow,
  webgpu: openWebgpu,
  wasm: startWasm,
  cpu: async () => `cpu (JavaScript) on ${processor()}`,
};

export interface EngineOptions {
  /** Told once for each kernel that runs in plain JavaScript because the engine lacks it. */
  onFallback?: (kernel: string) => void;
  /** A native BLAS under wasm: where there is one and a product is large enough (the default), for all products, or never. */
  blas?: boolean | 'always';
}

/**
 * @param requested an engine by name, or `auto`: the first that starts
 * @throws Error that says why the named engine cannot start and what to do
 */
export async function startBackend(requested: EngineName | 'auto', options: EngineOptions = {}): Promise<Engine> {
  const { onFallback = () => undefined, blas = true } = options;
  const reasons: string[] = [];
  for (const name of requested === 'auto' ? engineNames : [requested]) {
    try {
      const missing = missingPackage(name);
      if (missing) throw new Error(missing);
      const device = await starters[name](requested !== 'auto');
      await withoutNewCrashHandlers(async () => {
        if (!(await tf.setBackend(name))) throw new Error('its initialisation failed');
        await tf.ready();
      });
      silenceAdvertisement();
      registerGradients();
      if (name === 'webgpu') repairWebgpuKernels();
      const library = name === 'wasm' ? registerWasmKernels(tf.backend() as BackendWasm, onFallback, blas) : null;
      const gpu = isGpu(name, device);
      return { name, device: library ? device.replace('SIMD', `SIMD, ${library.name}`) : device, gpu };
    } catch (error) {
      reasons.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (requested !== 'auto') throw new Error(`AIAS_BACKEND=${reasons.join()}`);
  throw new Error(`No engine starts on this machine.\n${reasons.join('\n')}`);
}

/** A GPU build of the native library runs without one too; it knows which it is. */
function isGpu(name: EngineName, device: string): boolean {
  if (name === 'webgpu') return !isSoftwareDevice(device);
  return name === 'tensorflow' && (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
}

/** At its first use the cpu backend tells every Node program to install another package; `aias` says what it runs on. */
function silenceAdvertisement(): void {
  // A private field; nothing else keeps it quiet without switching checks off too.
  const cpu = tf.findBackend('cpu') as tf.KernelBackend & { firstUse?: boolean };
  cpu.firstUse = false;
}

/** Emscripten's start code takes over uncaught errors and prints a page of itself at each; Node's own way says more. */
async function withoutNewCrashHandlers(start: () => Promise<void>): Promise<void> {
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = events.map((event) => process.listeners(event as 'uncaughtException'));
  await start();
  for (const [index, event] of events.entries()) {
    for (const listener of process.listeners(event as 'uncaughtException')) {
      if (!before[index]?.includes(listener)) process.off(event, listener);
    }
  }
}

async function startTensorflow(): Promise<string> {
  const reasons: string[] = [];
  for (const name of tensorflowPackages) {
    try {
      restoreRemovedNodeFunctions();
      require(name);
      return `tensorflow (${name === '@tensorflow/tfjs-node' ? 'CPU' : 'GPU build'}) on ${processor()}`;
    } catch (error) {
      const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n');
      reasons.push(`${name}: ${firstLine}`);
    }
  }
  throw new Error(`the native library is not usable (${reasons.join('; ')}). ${tensorflowRemedy}`);
}

/** tfjs-node 4.22 calls two functions that Node 23 took away. */
function restoreRemovedNodeFunctions(): void {
  const util: Record<string, unknown> = require('node:util');
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

async function startWasm(): Promise<string> {
  // A second thread gains little in training, sometimes halves the speed, and takes the core that another task needs.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return `wasm (${simd ? 'SIMD' : 'no SIMD'}) on ${processor()}`;
}

function processor(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? 'unknown processor'}, ${all.length} cores`;
}
