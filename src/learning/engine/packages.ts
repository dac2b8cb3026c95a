/** The optional packages of the engines. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** One of these is sufficient. */
export const tensorflowPackages = ['@tensorflow/tfjs-node-gpu', '@tensorflow/tfjs-node'] as const;
/** All of these are needed. */
const webgpuPackages = ['webgpu', '@tensorflow/tfjs-backend-webgpu'] as const;

export const tensorflowRemedy =
  'Install @tensorflow/tfjs-node-gpu, which downloads libtensorflow (set TFJS_NODE_BASE_URI to use a mirror), ' +
  'or choose another engine with AIAS_BACKEND';

/**
 * Returns which package an engine lacks. Nothing is loaded: a native library takes seconds to load and may crash the process.
 * @param engine name of the engine, or `auto`
 * @returns null if its packages are installed, or it needs none
 */
export function missingPackage(engine: string): string | null {
  if (engine === 'tensorflow' && !tensorflowPackages.some(isInstalled)) {
    return `neither ${tensorflowPackages.join(' nor ')} is installed. ${tensorflowRemedy}`;
  }
  const missing = engine === 'webgpu' ? webgpuPackages.find((name) => !isInstalled(name)) : undefined;
  if (missing === undefined) return null;
  return `the package "${missing}" is not installed. Install it, or choose another engine with AIAS_BACKEND`;
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
