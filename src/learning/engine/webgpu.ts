/**
 * WebGPU outside a browser: TensorFlow.js's webgpu backend on Dawn, through the optional package "webgpu". Some of the
 * backend's kernels are wrong and are patched here. Their errors never throw: the device reports them in an event, which is
 * recorded and thrown by `assertNoDeviceErrors`.
 *
 *   Cast    from int32 or bool to float32 gives floats that are still bound as integers
 *   AddN    binds more inputs than a shader may have buffers
 *   BatchMatMul   fails if batches broadcast along one of several axes
 *   AvgPoolGrad, AvgPool3DGrad   always wrong. Not patched: they throw instead of returning wrong gradients
 */
import { existsSync } from 'node:fs';
import * as tf from '@tensorflow/tfjs-core';

/** The parts of WebGPU that are used here; Node's types have none. */
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

const installHint =
  'WebGPU needs a Vulkan driver on Linux. Install the one for your NVIDIA, AMD or Intel GPU (2024 or newer) or ' +
  "Mesa's software driver (mesa-vulkan-drivers 23.1 or newer, with libvulkan1), or choose another engine with AIAS_BACKEND";
/** Folders in which drivers register themselves. */
const driverFolders = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];
const softwareDrivers = /llvmpipe|lavapipe|swiftshader/i;

/** Errors that the device reported asynchronously (`uncapturederror`). */
const deviceErrors: string[] = [];

/** @throws Error with the errors that the GPU reported since the last call; results computed meanwhile are invalid */
export function assertNoDeviceErrors(): void {
  const [first, ...more] = deviceErrors.splice(0);
  if (first === undefined) return;
  throw new Error(
    `The GPU reported an error, so its results are invalid: ${first}${more.length > 0 ? ` (and ${more.length} more)` : ''}`,
  );
}

/** Returns whether a device, as openWebgpu names it, is a software driver that emulates a GPU on the CPU. */
export function isSoftwareDevice(device: string): boolean {
  return softwareDrivers.test(device);
}

/**
 * Registers the webgpu backend with TensorFlow.js. Call before setBackend('webgpu').
 * @param software also accept a software driver, for tests: it is far slower than wasm
 * @returns the name of the device, for display
 * @throws Error that says what is missing
 */
export async function openWebgpu(software: boolean): Promise<string> {
  // Without a driver, Dawn prints complaints to the terminal. Only a user who asked for WebGPU should see them.
  if (!software && process.platform === 'linux' && !driverFolders.some((folder) => existsSync(folder))) {
    throw new Error(`no Vulkan driver is installed. ${installHint}`);
  }
  // The packages are optional, so their types may be missing at compile time.
  const { create, globals } = (await import('webgpu' as string)) as { create(flags: string[]): Gpu; globals: object };
  Object.assign(globalThis, globals);
  const gpu = create([]);
  const adapter = await gpu.requestAdapter();
  if (!adapter) {
    throw new Error(`no GPU was found. ${installHint}`);
  }
  const { vendor = '', description = '', device = '' } = adapter.info ?? {};
  const name = device || description || vendor || 'unnamed GPU';
  if (!software && (adapter.isFallbackAdapter || softwareDrivers.test(`${device} ${description}`))) {
    throw new Error(
      `the only GPU is a software driver (${name}), which is slower than wasm. AIAS_BACKEND=webgpu uses it anyway`,
    );
  }
  const navigator = {
    userAgent: 'node',
    gpu: {
      getPreferredCanvasFormat: () => 'rgba8unorm',
      async requestAdapter(options?: object) {
        const found = await gpu.requestAdapter(options);
        return found && observeDeviceErrors(found);
      },
    },
  };
  // tfjs expects the GPU on `navigator`, as in browsers; Node's navigator has none.
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true, writable: true });
  await import('@tensorflow/tfjs-backend-webgpu' as string);
  return `webgpu (Dawn) on ${name}`;
}

/** Wraps the adapter so that devices may use as many buffers as it supports, and their errors are recorded. */
function observeDeviceErrors(adapter: Adapter): Adapter {
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
    // tfjs passes a list in a list. The feature that only canvases need is left out.
    requiredFeatures: (descriptor.requiredFeatures ?? []).flat().filter((feature) => feature !== 'bgra8unorm-storage'),
  });
  device.addEventListener('uncapturederror', ({ error }) => deviceErrors.push(error.message));
  return device;
}

type KernelInputs = Parameters<tf.KernelFunc>[0];
/** The part of the backend that the patches use. */
interface Backend {
  makeTensorInfo(shape: number[], dtype: string, values?: Float32Array): tf.TensorInfo;
  disposeData(dataId: object): void;
}

let repaired = false;
/** Maximum number of addends in one shader: every device supports eight buffers, and the sum takes one. */
const maxAddends = 6;

/** Call after setBackend('webgpu'). */
export function patchWebgpuKernels(): void {
  if (repaired) return; // kernels are registered once per process
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
      add({ inputs: terms as unknown as KernelInputs['inputs'], backend: backend as object }) as tf.TensorInfo; // a list to one tensor
    let sum = plus(all.slice(0, maxAddends));
    for (let at = maxAddends; at < all.length; at += maxAddends - 1) {
      const next = plus([sum, ...all.slice(at, at + maxAddends - 1)]);
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
        'Average pooling cannot be trained on webgpu, whose gradient kernel is wrong. Set AIAS_BACKEND=wasm.',
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
  return config.kernelFunc as unknown as Kernel; // the same function with a less specific type
}

function replace(kernelName: string, make: (original: Kernel) => Kernel): void {
  const kernelFunc = make(kernelOf(kernelName)) as unknown as tf.KernelFunc;
  tf.unregisterKernel(kernelName, 'webgpu');
  tf.registerKernel({ kernelName, backendName: 'webgpu', kernelFunc });
}
