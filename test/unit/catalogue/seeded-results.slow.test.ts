/**
 * Pins the result of a seeded training of every family to the last bit. Random streams are named by strings (`hashSeed`) and
 * the kernels are WebAssembly, so results are the same on every machine. OpenBLAS is off, because it chooses other kernels, and thus
 * other roundings, on each type of processor. A change of these hashes changes the result of every seed and must be intended;
 * record new ones with `npx vitest run -u` on this file.
 */
import { createHash } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { familyCases, fitInputFor } from '../../support/family-cases.ts';

beforeAll(async () => {
  await startBackend('wasm', { blas: false });
});

test('seeded trainings of every family give the recorded weights, metrics and samples', async () => {
  const lines: string[] = [];
  for (const one of familyCases) {
    const { lesson, parameters } = fitInputFor(one);
    const { model, history } = await one.family.fit(lesson, parameters);
    const hash = createHash('sha256');
    for (const [name, bytes] of Object.entries(await model.files()).sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (name.endsWith('.json')) hash.update(learnedText(JSON.parse(Buffer.from(bytes).toString())));
      else hash.update(bytes);
    }
    hash.update(history.flatMap(({ metrics }) => metrics.map(({ value }) => value)).join());
    const drawn = { count: 2, seed: 4, temperature: 1, prompt: Int32Array.of(2, 3), length: 5 };
    if (model.generate) hash.update((await model.generate(drawn)).join());
    model.dispose();
    lines.push(`${one.name} ${one.modality} ${one.objective} ${hash.digest('hex')}\n`);
  }
  await expect(lines.join('')).toMatchFileSnapshot('../../fixtures/seeded-results.txt');
});

/**
 * Returns the numbers of a JSON document in order, and long strings, which hold encoded numbers. Keys are ignored, so that
 * they may change.
 */
function learnedText(value: unknown): string {
  if (typeof value === 'number') return `${value},`;
  if (typeof value === 'string') return value.length > 60 ? value : '';
  if (value === null || typeof value !== 'object') return '';
  return Object.values(value).map(learnedText).join('');
}
