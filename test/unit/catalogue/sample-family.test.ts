/** The sample family in ARCHITECTURE.md is complete: it trains, saves and loads. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Family } from '../../../src/catalogue/family.ts';
import { describeParameters } from '../../../src/catalogue/parameters.ts';
import { computeMetrics } from '../../../src/learning/evaluate.ts';
import { fitInputFor } from '../../support/family-cases.ts';

const root = join(import.meta.dirname, '../../..');

test('the sample family of ARCHITECTURE.md trains, saves and loads', async () => {
  const [, code = ''] = /```ts\n([\s\S]*?)```/.exec(await readFile(join(root, 'ARCHITECTURE.md'), 'utf8')) ?? [];
  const folder = await mkdtemp(join(tmpdir(), 'aias-sample-'));
  try {
    // Resolves imports as if the file were in src/catalogue.
    const placed = code
      .replaceAll("from '../", `from '${join(root, 'src')}/`)
      .replaceAll("from './", `from '${join(root, 'src/catalogue')}/`)
      .replaceAll("from 'zod'", `from '${join(root, 'node_modules/zod/index.js')}'`);
    const path = join(folder, 'nearest-centroid.ts');
    await writeFile(path, placed);
    const { nearestCentroid: family } = (await import(path)) as { nearestCentroid: Family };
    expect(describeParameters(family)).toMatchObject([{ name: 'sharpness', type: 'FLOAT', default: 1 }]);
    const { lesson, parameters } = fitInputFor({
      name: family.name,
      family,
      modality: 'TABULAR',
      objective: 'CLASSIFICATION',
    });
    const { model } = await family.fit(lesson, parameters);
    const answers = await model.predict(lesson.data.features);
    const { targets, features } = lesson.data;
    if (!targets) throw new Error('There are classes.');
    const [, accuracy] = computeMetrics(answers, targets, lesson.split.train, '');
    expect(accuracy?.value).toBeGreaterThan(0.85);
    expect(await (await family.load(await model.files())).predict(features)).toEqual(answers);
    expect(
      family.estimate({ shape: lesson.shape, training: lesson.training, dataBytes: 0 }, parameters).parameters,
    ).toBe(model.weights);
  } finally {
    await rm(folder, { recursive: true });
  }
});
