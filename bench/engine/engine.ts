/**
 * How fast the engine is: samples a second of training, ours, TensorFlow.js's own and PyTorch's. Every engine is a process of
 * its own; they take turns, network by network, and the medians of the rounds are compared.
 *
 *   <model>.wasm      one thread of WebAssembly                        against torch1 (PyTorch, one thread) and tfjs
 *   <model>.blas      the same with OpenBLAS                           against torch1
 *   <model>.machine   a replica for every core, the fastest engine     against torch (PyTorch with its better thread count)
 *   cnn.platform      a task of the whole platform (overhead.ts)       against engine
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { overhead } from '../overhead/overhead.ts';
import { alone, compared, median, type Row } from '../report.ts';
import { modulePath, type Runner, startRunner } from '../runner-process.ts';

const rounds = 5;
const measured = ['mlp', 'cnn', 'resnet', 'lstm', 'transformer'] as const;
const unit = 'samples/s';

/**
 * glibc gives a large block back to the system as soon as it is free, and takes it again, page fault by page fault, for the next
 * temporary tensor: on a virtual machine that costs PyTorch half of its speed and more. Here it keeps what it has.
 */
const torchEnvironment = {
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
  MALLOC_TOP_PAD_: String(2 ** 28),
};

export async function engine(): Promise<Row[]> {
  const python = findTorch();
  if (!python)
    console.error('PyTorch is not installed (Debian: apt-get install python3-torch): its rows are left out.');
  const runners = new Map<string, Runner>(
    ['tfjs', 'wasm', 'blas', 'machine'].map((name) => [
      name,
      startRunner(process.execPath, ['--import', 'tsx', modulePath(import.meta.url, './runner.ts'), name]),
    ]),
  );
  for (const threads of python ? new Set([1, cpus().length]) : []) {
    const args = [modulePath(import.meta.url, './torch_runner.py'), String(threads)];
    runners.set(`torch${threads}`, startRunner(python ?? '', args, torchEnvironment));
  }
  try {
    const rows: Row[] = [];
    for (const network of measured) {
      const own = await measureNetwork(network, runners);
      // It takes minutes: who waits sees what there is.
      for (const { name, against, ratio } of own) console.error(`${name} / ${against}: ${ratio?.toFixed(3)}`);
      rows.push(...own);
    }
    for (const runner of runners.values()) runner.end();
    return [...rows, ...(await overhead())];
  } finally {
    for (const runner of runners.values()) runner.end();
  }
}

async function measureNetwork(network: string, runners: Map<string, Runner>): Promise<Row[]> {
  const rates = new Map<string, number[]>();
  const devices = new Map<string, string>();
  for (let round = 0; round < rounds; round++) {
    for (const [name, runner] of runners) {
      // Plain TensorFlow.js is slower by so much that its spread is of no interest.
      if (name === 'tfjs' && round > 0) continue;
      const { samplesPerSecond, device } = await runner.measure(network);
      rates.set(name, [...(rates.get(name) ?? []), samplesPerSecond]);
      devices.set(name, device);
    }
  }
  const rate = (name: string) => median(rates.get(name) ?? []);
  const stock = `TensorFlow.js as it comes: ${devices.get('tfjs')}`;
  const own = (name: string) => ({ name: `${network}.${name}`, value: rate(name), unit, note: devices.get(name) });
  if (!rates.has('torch1')) {
    const rows = ['wasm', 'blas', 'machine'].map((name) =>
      compared({ ...own(name), against: 'tfjs', reference: rate('tfjs') }),
    );
    return [...rows, alone(`${network}.tfjs`, rate('tfjs'), unit, stock)];
  }
  const better = Math.max(...[...rates.keys()].filter((name) => name.startsWith('torch')).map(rate));
  return [
    compared({ ...own('wasm'), against: 'torch1', reference: rate('torch1') }),
    compared({ ...own('blas'), against: 'torch1', reference: rate('torch1') }),
    compared({ ...own('machine'), against: 'torch', reference: better }),
    compared({ ...own('wasm'), against: 'tfjs', reference: rate('tfjs'), note: stock }),
  ];
}

/** A Python that can import PyTorch: the one on the path, or Debian's own. */
function findTorch(): string | null {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return python;
    } catch {
      // The next one, then.
    }
  }
  return null;
}
