/**
 * WebGPU outside a browser: Dawn, through the optional package "webgpu", under TensorFlow.js's webgpu backend. Some of that
 * backend's kernels are wrong and are repaired here; no mistake of theirs throws. What the device says about such mistakes comes
 * as an event: it is kept, and `assertSound` throws it.
 *
 *   Cast    from int32 or bool to float32 gives floats that are still bound as integers
 *   AddN    more inputs than a shader may have buffers
 *   BatchMatMul   batches that broadcast along one of several axes
 *   AvgPoolGrad, AvgPool3DGrad   wrong everywhere. Not repaired: they throw, so that they do not mislead
 */
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';

/** The parts of WebGPU that are used; Node's types have none of it. */
interface Adapter {
  isFallbackAdapter?: boolean;
  limits: Record<string, number>;
  info?: { vendor: string; architecture: string; device: string; description: string };
  requestDevice(descriptor: DeviceDescriptor): Promise<Device>;
}
interface Device {
  addEventListener(type: 'uncapturederror', listener: (event: { error: { message: string } }) => void): void;
  lost: Promise<{ message: string }>;
}
interface DeviceDescriptor {
  requiredLimits?: Record<string, number>;
  requiredFeatures?: string[];
}
interface Gpu {
  requestAdapter(options?: object): Promise<Adapter | null>;
}

const remedy =
  'WebGPU needs a Vulkan driver on Linux: install the one of your NVIDIA, AMD or Intel GPU (2024 or newer), or ' +
  "Mesa's software driver (mesa-vulkan-drivers 23.1 or newer, with libvulkan1); or choose another engine with AIAS_BACKEND";
/** Where drivers register themselves. */
const driverFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const softwareDrivers = /llvmpipe|lavapipe|swiftshader/i;

/** What this process was told by its device that no call had thrown. */
const faults: string[] = [];

/** @throws Error with what the GPU reported since the last call; whatever was computed meanwhile is worthless */
export function assertSound(): void {
  const [first, ...more] = faults.splice(0);
  if (first === undefined) return;
  throw new Error(
    `The GPU reported an error, so what it computed is void: ${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
  );
}

/** Whether a device, as openWebgpu names it, is the processor that plays a GPU. */
export function isSoftwareDevice(device: string): boolean {
  return softwareDrivers.test(device);
}

/**
 * Makes WebGPU known to TensorFlow.js. Call before setBackend('webgpu').
 * @param software take a driver too that computes on the processor, for tests: it is far slower than wasm
 * @returns the device, for people
 * @throws Error that says what is missing
 */
export async function openWebgpu(software: boolean): Promise<string> {
  // Dawn complains on the terminal where there is no driver at all; who did not ask for it need not read that.
  if (!software && process.platform === 'linux' && !driverFolders.some((folder) => existsSync(folder))) {
    throw new Error(`no Vulkan driver is installed. ${remedy}`);
  }
  // Optional packages, so their types may be missing where this is compiled.
  const { create, globals } = (await import('webgpu' as string)) as { create(flags: string[]): Gpu; globals: object };
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (!adapter) {
    throw new Error(`no GPU can be reached. ${remedy}`);
  }
  const { vendor = '', description = '', device = '' } = adapter.info ?? {};
  const name = device || description || vendor || 'a GPU without a name';
  if (!software && (adapter.isFallbackAdapter || softwareDrivers.test(`${device} ${description}`))) {
    throw new Error(
      `the only GPU is a software driver (${name}), slower than wasm. AIAS_BACKEND=webgpu takes it all the same`,
    );
  }
  const navigator = {
    userAgent: 'node',
    gpu: {
      getPreferredCanvasFormat: () => 'rgba8unorm',
      async requestAdapter(options?: object) {
        const found = await gpu.requestAdapter(options);
        return found && watched(found);
      },
    },
  };
  // tfjs looks for the GPU where browsers have it; Node has no such navigator of its own.
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true, writable: true });
  await import('@tensorflow/tfjs-backend-webgpu' as string);
  return `webgpu (Dawn) on ${name}`;
}

/** The adapter, with devices that may use as many buffers as it has, and whose errors are noticed. */
function watched(adapter: Adapter): Adapter {
  return new Proxy(adapter, {
    get(target, key) {
      if (key === 'requestDevice') return (descriptor: DeviceDescriptor) => requestDevice(target, descriptor);
      const value: unknown = Reflect.get(target, key);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

async function requestDevice(adapter: Adapter, descriptor: DeviceDescriptor): Promise<Device> {
  const { maxStorageBuffersPerShaderStage = 8 } = adapter.limits;
  const device = await adapter.requestDevice({
    requiredLimits: { ...descriptor.requiredLimits, maxStorageBuffersPerShaderStage },
    // Asked for as a list in a list; what only canvases need is left out.
    requiredFeatures: (descriptor.requiredFeatures ?? []).flat().filter((feature) => feature !== 'bgra8unorm-storage'),
  });
  device.addEventListener('uncapturederror', ({ error }) => faults.push(error.message));
  return device;
}

type KernelInputs = Parameters<tf.KernelFunc>[0];
/** The part of the backend that the repairs use. */
interface Backend {
  makeTensorInfo(shape: number[], dtype: string, values?: Float32Array): tf.TensorInfo;
  disposeData(dataId: object): void;
}

let repaired = false;
/** Buffers of one addition. Every device has eight, and the sum takes one. */
const mostAddends = 6;

/** Call after setBackend('webgpu'). */
export function repairWebgpuKernels(): void {
  if (repaired) return; // kernels are registered once a process
  repaired = true;
  const multiply = kernelOf('Multiply');
  replace('Cast', (cast) => (args) => {
    const made = cast(args);
    const { x } = args.inputs as { x: tf.TensorInfo };
    if ((args.attrs as { dtype?: string }).dtype !== 'float32' || (x.dtype !== 'int32' && x.dtype !== 'bool'))
      return made;
    const backend = args.backend as Backend;
    const one = backend.makeTensorInfo([], 'float32', Float32Array.of(1));
    const product = multiply({ inputs: { a: made as tf.TensorInfo, b: one }, backend: args.backend as object });
    for (const used of [made as tf.TensorInfo, one]) backend.disposeData(used.dataId);
    return product;
  });
  replace('AddN', (add) => ({ inputs, backend }) => {
    const all = Object.values(inputs) as tf.TensorInfo[];
    const plus = (terms: tf.TensorInfo[]) =>
      add({ inputs: terms as unknown as KernelInputs['inputs'], backend: backend as object }) as tf.TensorInfo; // takes a list, gives one
    let sum = plus(all.slice(0, mostAddends));
    for (let at = mostAddends; at < all.length; at += mostAddends - 1) {
      const next = plus([sum, ...all.slice(at, at + mostAddends - 1)]);
      (backend as Backend).disposeData(sum.dataId);
      sum = next;
    }
    return sum;
  });
  const fill = kernelOf('Fill');
  const add = kernelOf('Add');
  replace('BatchMatMul', (multiplyMatrices) => (args) => {
    const { a, b } = args.inputs as { a: tf.TensorInfo; b: tf.TensorInfo };
    const { backend } = args;
    const batch = tf.broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const made: tf.TensorInfo[] = [];
    const spread = (x: tf.TensorInfo) => {
      const shape = [...batch, ...x.shape.slice(-2)];
      if (x.shape.length <= 3 || tf.util.arraysEqual(shape, x.shape)) return x;
      const zeros = fill({ inputs: {}, backend, attrs: { shape, value: 0, dtype: 'float32' } }) as tf.TensorInfo;
      const whole = add({ inputs: { a: x, b: zeros }, backend }) as tf.TensorInfo;
      made.push(zeros, whole);
      return whole;
    };
    const result = multiplyMatrices({ ...args, inputs: { ...args.inputs, a: spread(a), b: spread(b) } });
    for (const { dataId } of made) (backend as Backend).disposeData(dataId);
    return result;
  });
  for (const name of ['AvgPoolGrad', 'AvgPool3DGrad']) {
    replace(name, () => () => {
      throw new Error(
        'Average pooling cannot be trained on webgpu, whose kernel for it is wrong. Choose AIAS_BACKEND=wasm.',
      );
    });
  }
}

type Kernel = (args: {
  inputs: tf.NamedTensorInfoMap;
  backend: object;
  attrs?: tf.NamedAttrMap;
}) => tf.TensorInfo | tf.TensorInfo[];

function kernelOf(name: string): Kernel {
  const config = tf.getKernel(name, 'webgpu');
  if (!config) throw new Error(`The webgpu backend has no kernel ${name}.`);
  return config.kernelFunc as unknown as Kernel; // the same, with the backend's type given up
}

function replace(kernelName: string, make: (original: Kernel) => Kernel): void {
  const kernelFunc = make(kernelOf(kernelName)) as unknown as tf.KernelFunc;
  tf.unregisterKernel(kernelName, 'webgpu');
  tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
}
