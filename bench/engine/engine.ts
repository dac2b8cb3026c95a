/**
 * Training throughput in samples per second of Aias, plain TensorFlow.js and PyTorch. Every engine runs in its own process; they
 * alternate, network by network, and the medians of the rounds are compared.
 *
 *   <model>.wasm      one thread of WebAssembly                        baselines: torch1 (PyTorch, one thread) and tfjs
 *   <model>.blas      the same with OpenBLAS                           baseline: torch1
 *   <model>.machine   one replica per core, the fastest engine         baseline: torch (PyTorch with its better thread count)
 *   cnn.platform      a task of the whole platform (overhead.ts)       baseline: engine
 */
import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';
import { overhead } from '../overhead/overhead.ts';
import { comparison, measurement, median, type Row } from '../report.ts';
import { modulePath, type Runner, startRunner } from '../runner-process.ts';

const rounds = 5;
const measured = ['mlp', 'cnn', 'resnet', 'lstm', 'transformer'] as const;
const unit = 'samples/s';

/**
 * By default glibc returns a large block to the system as soon as it is freed, and faults it in again, page by page, for the next
 * temporary tensor: on a virtual machine that costs PyTorch half of its speed or more. These settings make glibc keep its memory.
 */
const torchEnvironment = {
  MALLOC_MMAP_MAX_: '0',
  MALLOC_TRIM_THRESHOLD_: String(2 ** 32),
  MALLOC_TOP_PAD_: String(2 ** 28),
};

export async function engine(): Promise<Row[]> {
  const python = findTorch();
  if (!python) console.error('PyTorch is not installed (Debian: apt-get install python3-torch): its rows are skipped.');
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
      // The benchmark takes minutes, so results are printed as they come.
      for (const { name, baseline, ratio } of own) console.error(`${name} / ${baseline}: ${ratio?.toFixed(3)}`);
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
      // Plain TensorFlow.js is so much slower that its spread does not matter.
      if (name === 'tfjs' && round > 0) continue;
      const { samplesPerSecond, device } = await runner.measure(network);
      rates.set(name, [...(rates.get(name) ?? []), samplesPerSecond]);
      devices.set(name, device);
    }
  }
  const rate = (name: string) => median(rates.get(name) ?? []);
  const stock = `plain TensorFlow.js: ${devices.get('tfjs')}`;
  const own = (name: string) => ({ name: `${network}.${name}`, value: rate(name), unit, note: devices.get(name) });
  if (!rates.has('torch1')) {
    const rows = ['wasm', 'blas', 'machine'].map((name) =>
      comparison({ ...own(name), baseline: 'tfjs', reference: rate('tfjs') }),
    );
    return [...rows, measurement(`${network}.tfjs`, rate('tfjs'), unit, stock)];
  }
  const better = Math.max(...[...rates.keys()].filter((name) => name.startsWith('torch')).map(rate));
  return [
    comparison({ ...own('wasm'), baseline: 'torch1', reference: rate('torch1') }),
    comparison({ ...own('blas'), baseline: 'torch1', reference: rate('torch1') }),
    comparison({ ...own('machine'), baseline: 'torch', reference: better }),
    comparison({ ...own('wasm'), baseline: 'tfjs', reference: rate('tfjs'), note: stock }),
  ];
}

/** Returns a Python that can import PyTorch: the one on the PATH, or Debian's. */
function findTorch(): string | null {
  for (const python of ['python3', '/usr/bin/python3']) {
    try {
      execFileSync(python, ['-c', 'import torch'], { stdio: 'ignore' });
      return python;
    } catch {
      // Try the next one.
    }
  }
  return null;
}
