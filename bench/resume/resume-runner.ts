/**
 * One attempt at a training, in a process that will be killed: resume-runner.ts <case> <folder>. Checkpoints are written to the
 * folder as to an artifact store: atomically, and only the last two are kept. Prints "training" after the first batch, and at the
 * end one line of JSON: the hash of the weights and the history of the metrics.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Checkpoint } from '../../src/learning/context.ts';
import { startBackend } from '../../src/learning/engine/backend.ts';
import { splitRows } from '../../src/learning/split.ts';
import { train } from '../../src/learning/train.ts';
import { createBatcher } from '../../src/learning/training/batch.ts';
import { allVariables, readVariables } from '../../src/learning/training/variables.ts';
import { dataFor, type Network, networks } from '../engine/networks.ts';
import { type CaseName, cases } from './cases.ts';

const kept = 2;
const [name = '', folder = ''] = process.argv.slice(2);
const { network: networkName, samples, epochs, replicas } = cases[name as CaseName]; // resume.ts passes only valid names
const network: Network = networks[networkName];

await mkdir(folder, { recursive: true });
await startBackend('wasm');
const model = network.build();
let begun = false;
const result = await train({
  model,
  batcher: createBatcher(dataFor(networkName, samples), { loss: network.loss }),
  split: splitRows(samples, { method: 'RANDOM', validationFraction: 0.2, testFraction: 0, seed: 1 }, null),
  training: {
    epochs,
    replicas,
    batchSize: network.batchSize,
    learningRate: 0.001,
    optimizer: 'adam',
    learningRateSchedule: 'cosine',
    earlyStopping: { monitor: 'val_loss', patience: epochs, minDelta: 0 },
    seed: 7,
  },
  context: {
    checkpointSeconds: 0.1,
    checkpoint,
    resumeFrom: await newest(),
    signal: new AbortController().signal,
    report({ type }) {
      if (begun || type !== 'progress') return;
      begun = true;
      console.log('training');
    },
  },
});
const hash = createHash('sha256');
for (const values of await readVariables(allVariables(model))) hash.update(values);
console.log(JSON.stringify({ sha256: hash.digest('hex'), history: result.history }));
process.exit(0);

async function checkpoint({ step, bytes }: Checkpoint): Promise<void> {
  const path = join(folder, `${String(step).padStart(8, '0')}.ckpt`);
  await writeFile(`${path}.part`, bytes);
  await rename(`${path}.part`, path);
  for (const old of (await saved()).slice(kept)) await rm(join(folder, old));
}

/** Returns the checkpoints, newest first. */
async function saved(): Promise<string[]> {
  const names = await readdir(folder);
  return names.filter((file) => file.endsWith('.ckpt')).sort((a, b) => b.localeCompare(a));
}

async function newest(): Promise<Checkpoint | undefined> {
  const [file] = await saved();
  return file ? { step: Number.parseInt(file, 10), bytes: await readFile(join(folder, file)) } : undefined;
}
