/** The family kNearestNeighbors: its limits, its stored state, and predictions in blocks. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { kNearestNeighbors } from '../../../src/catalogue/families/estimators/k-nearest-neighbors.ts';
import { encodeFeatures, encodeTargets, fitTableEncoder } from '../../../src/datasets/encoders/table-encoder.ts';
import { readTable } from '../../../src/datasets/formats/csv.ts';
import { Interruption } from '../../../src/learning/context.ts';
import { familyCases, fitInputFor } from '../../support/family-cases.ts';

const one = familyCases.find(({ family, objective }) => family === kNearestNeighbors && objective === 'CLASSIFICATION');
if (!one) throw new Error('The catalogue has no kNearestNeighbors.');
const { lesson, parameters } = fitInputFor(one, { count: 20 });

function estimateFor(trainSamples: number, width: number, neighbors = 5) {
  const shape = { ...lesson.shape, inputShape: [width], trainSamples };
  return kNearestNeighbors.estimate({ shape, training: lesson.training, dataBytes: 0 }, { neighbors });
}

test('rejects more neighbors than training samples, before and at the start of a training', async () => {
  const message = '`neighbors` is 21, but the training set has only 20 samples. Use at most 20.';
  expect(() => estimateFor(20, 4, 21)).toThrow(
    expect.objectContaining({ field: 'input.parameters.kNearestNeighbors.neighbors', message }),
  );
  await expect(kNearestNeighbors.fit(lesson, { ...parameters, neighbors: 21 })).rejects.toThrow(message);
  await expect(kNearestNeighbors.fit(lesson, { ...parameters, neighbors: 20 })).resolves.toBeDefined();
});

test('rejects a training set that no model file can hold, or that takes too long to compare', () => {
  expect(() => estimateFor(5e6, 100)).toThrow(
    expect.objectContaining({ field: 'input.datasetId', message: expect.stringMatching(/stores its training set/) }),
  );
  expect(() => estimateFor(2e7, 3)).toThrow(
    expect.objectContaining({ field: 'input.datasetId', message: expect.stringMatching(/multiplications/) }),
  );
});

test('estimates the numbers that the model stores', async () => {
  const { model } = await kNearestNeighbors.fit(lesson, parameters);
  expect(model.weights).toBe(20 * 5);
  expect(estimateFor(20, 4).parameters).toBe(model.weights);
});

test('recognizes its own training samples, and an incomplete file', async () => {
  const { model } = await kNearestNeighbors.fit(lesson, { ...parameters, neighbors: 3, weights: 'distance' });
  const files = await model.files();
  const again = await kNearestNeighbors.load(files);
  const answers = await again.predict(lesson.data.features);
  expect(answers).toEqual(Float32Array.from({ length: 40 }, (_, at) => ((at >> 1) % 2 === at % 2 ? 1 : 0)));
  const { state } = JSON.parse(Buffer.from(files['estimator.json'] ?? []).toString());
  const cut = { family: 'kNearestNeighbors', state: { ...state, samples: state.samples.slice(0, -8) } };
  const broken = await kNearestNeighbors.load({ 'estimator.json': Buffer.from(JSON.stringify(cut)) });
  await expect(broken.predict(lesson.data.features)).rejects.toThrow('incomplete');
});

test('predicts many samples in blocks, as one by one, and stops between blocks', async () => {
  const { model } = await kNearestNeighbors.fit(lesson, parameters);
  const { features } = lesson.data;
  const rows = Int32Array.from({ length: 10_000 }, (_, at) => at % features.count);
  const once = await model.predict(features);
  const answers = await model.predict(features, { rows });
  expect(answers).toEqual(Float32Array.from({ length: 20_000 }, (_, at) => once[at % once.length] ?? 0));
  const stopping = new AbortController();
  const prediction = model.predict(features, { rows, signal: stopping.signal });
  stopping.abort(new Interruption('cancel'));
  await expect(prediction).rejects.toBeInstanceOf(Interruption);
});

test('compares categories and missing values as they are encoded: a missing number is the mean', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'aias-neighbors-'));
  try {
    const path = join(folder, 'table.csv');
    await writeFile(path, 'size,color,price\n1,red,10\n2,red,20\n,red,30\n3,blue,40\n2,,50\n');
    const table = await readTable(path, 'CSV');
    const train = Int32Array.of(0, 1, 2, 3, 4);
    const columns = { inputs: ['size', 'color'], target: 'price', objective: 'REGRESSION' as const };
    const encoder = fitTableEncoder(table, train, columns);
    const data = { features: encodeFeatures(encoder, table, train), targets: encodeTargets(encoder, table, train) };
    const shape = { ...lesson.shape, inputShape: [4], outputs: 1, objective: 'REGRESSION' as const };
    const split = { ...lesson.split, train };
    const { model } = await kNearestNeighbors.fit({ ...lesson, data, split, shape }, { neighbors: 2 });
    const scale = encoder.target?.objective === 'REGRESSION' ? encoder.target : null;
    const prices = Array.from(await model.predict(data.features), (value) =>
      Math.round(value * (scale?.standardDeviation ?? 0) + (scale?.mean ?? 0)),
    );
    // The second and the third row are equal, because the mean size is 2. Every other row ties both, and takes the second.
    expect(prices).toEqual([15, 25, 25, 30, 35]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
