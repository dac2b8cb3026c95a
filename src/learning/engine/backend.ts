/**
 * Starts the compute engine. Which engines can start depends on the machine:
 *
 *   tensorflow  the native library, on a GPU if it is built for one; an optional package
 *   webgpu      any GPU with a Vulkan driver, through Dawn; an optional package
 *   wasm        WebAssembly with SIMD; runs everywhere. Missing and wrong kernels are replaced (wasm/)
 *   cpu         plain JavaScript; runs everywhere, and is slow
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
import { isSoftwareDevice, openWebgpu, patchWebgpuKernels } from './webgpu.ts';

const require = createRequire(import.meta.url);

export type EngineName = 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';

export interface Engine {
  name: EngineName;
  /** Description for display: "wasm (SIMD) on AMD EPYC, 2 cores". */
  device: string;
  /** Whether it computes on a real GPU. */
  gpu: boolean;
}

export const engineNames: readonly EngineName[] = ['tensorflow', 'webgpu', 'wasm', 'cpu'];

/** Each starts its engine (`named`: the user asked for this one) and returns the device, or throws the reason why it cannot. */
const engineStarters: Record<EngineName, (named: boolean) => Promise<string>> = {
  tensorflow: startTensorflow,
  webgpu: openWebgpu,
  wasm: startWasm,
  cpu: async () => `cpu (JavaScript) on ${cpuModel()}`,
};

export interface EngineOptions {
  /** Called once for each kernel that runs in plain JavaScript because the engine lacks it. */
  onFallback?: (kernel: string) => void;
  /** Native BLAS under wasm: for large products if it is installed (the default), for all products, or never. */
  blas?: boolean | 'always';
}

/**
 * @param requested name of an engine, or `auto` for the first that starts
 * @throws Error that says why the requested engine cannot start, and what to do
 */
export async function startBackend(requested: EngineName | 'auto', options: EngineOptions = {}): Promise<Engine> {
  const { onFallback = () => undefined, blas = true } = options;
  const reasons: string[] = [];
  for (const name of requested === 'auto' ? engineNames : [requested]) {
    try {
      const missing = missingPackage(name);
      if (missing) throw new Error(missing);
      const device = await engineStarters[name](requested !== 'auto');
      await keepCrashHandlers(async () => {
        if (!(await tf.setBackend(name))) throw new Error('its initialization failed');
        await tf.ready();
      });
      suppressTfjsNotice();
      registerGradients();
      if (name === 'webgpu') patchWebgpuKernels();
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

/** Whether the engine uses a GPU. A GPU build of the native library also runs without one, and reports which it is. */
function isGpu(name: EngineName, device: string): boolean {
  if (name === 'webgpu') return !isSoftwareDevice(device);
  return name === 'tensorflow' && (tf.backend() as { isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
}

/** Suppresses the cpu backend's hint to install tfjs-node; `aias` reports its engine itself. */
function suppressTfjsNotice(): void {
  // A private field, but the only way to suppress the hint without disabling checks too.
  const cpu = tf.findBackend('cpu') as tf.KernelBackend & { firstUse?: boolean };
  cpu.firstUse = false;
}

/** Emscripten replaces the handlers of uncaught errors and prints its own source; Node's default handlers are more useful. */
async function keepCrashHandlers(start: () => Promise<void>): Promise<void> {
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
      return `tensorflow (${name === '@tensorflow/tfjs-node' ? 'CPU' : 'GPU build'}) on ${cpuModel()}`;
    } catch (error) {
      const [firstLine] = (error instanceof Error ? error.message : String(error)).split('\n');
      reasons.push(`${name}: ${firstLine}`);
    }
  }
  throw new Error(`the native library is not usable (${reasons.join('; ')}). ${tensorflowRemedy}`);
}

/** Restores two functions that tfjs-node 4.22 calls and Node 23 removed. */
function restoreRemovedNodeFunctions(): void {
  const util: Record<string, unknown> = require('node:util');
  util.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  util.isArray ??= Array.isArray;
}

async function startWasm(): Promise<string> {
  // A second thread gains little in training, sometimes halves the speed, and takes a core that another task needs.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
  setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  const simd = await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT');
  return `wasm (${simd ? 'SIMD' : 'no SIMD'}) on ${cpuModel()}`;
}

function cpuModel(): string {
  const all = cpus();
  return `${all[0]?.model.trim() ?? 'unknown processor'}, ${all.length} cores`;
}
