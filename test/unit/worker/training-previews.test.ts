/** Previews during training: their number, and that their failures do not affect the training. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ArtifactStore } from '../../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../../src/artifacts/filesystem.ts';
import type { Report } from '../../../src/learning/context.ts';
import { zeros } from '../../../src/learning/matrix.ts';
import type { Generate } from '../../../src/learning/model.ts';
import { principalPlane, subsampleRows, toPoints } from '../../../src/learning/projection.ts';
import { createRandom } from '../../../src/learning/random.ts';
import { createTrainingPreviews } from '../../../src/worker/trainer/training-previews.ts';

let folder: string;
let store: ArtifactStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-showcase-'));
  store = await createFilesystemStore(folder);
});
afterAll(() => rm(folder, { recursive: true }));

const size = { height: 8, width: 8, channels: 1 as const };
const bright: Generate = async ({ count }) => new Float32Array(count * 64).fill(1);

function open(more: Partial<Parameters<typeof createTrainingPreviews>[0]> = {}) {
  const reports: Report[] = [];
  const showcase = createTrainingPreviews({
    taskId: 'some-task',
    store,
    input: { kind: 'images', size, classes: [] },
    report: (report) => reports.push(report),
    signal: new AbortController().signal,
    everySeconds: 0,
    ...more,
  });
  /** Runs like a training; `generate` takes no time, so no time passes between epochs. */
  async function run(epochs: number, generate: Generate) {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const moment = { epoch, epochs, step: epoch };
      if (!showcase.shouldPreview(moment)) continue;
      await showcase.previewSamples(moment, generate);
      await showcase.flush();
    }
  }
  return { reports, showcase, run };
}

test('limits sample previews for any number of epochs and always includes the last', async () => {
  const { reports, run } = open();
  // Each preview may take up to a twentieth of the time: in a fast training only the last is certain.
  await run(300, bright);
  expect(reports.length).toBeLessThanOrEqual(50);
  expect(reports.at(-1)).toMatchObject({ type: 'samples', epoch: 300, grid: { count: 36, columns: 6, rows: 6 } });
  const epochs = reports.map((report) => ('epoch' in report ? report.epoch : 0));
  expect(epochs).toEqual([...new Set(epochs)].sort((a, b) => a - b));
  for (const epoch of epochs) expect(epoch % 6).toBe(0);
});

test('logs preview failures a few times without failing the training', async () => {
  const images = open();
  await images.run(10, async ({ count }) => new Float32Array(count * 64).fill(Number.NaN));
  const thrown = open();
  await thrown.run(10, () => Promise.reject(new Error('No memory.')));
  const projections = open();
  const view = () => ({ groups: [], points: toPoints(Float64Array.of(0, Number.NaN), () => 0), centers: [] });
  for (let iteration = 1; iteration <= 9; iteration++) projections.showcase.previewProjection(iteration, false, view);
  for (const { reports } of [images, thrown, projections]) {
    expect(reports.length).toBeGreaterThan(0);
    expect(reports.length).toBeLessThanOrEqual(3);
    for (const report of reports) {
      expect(report).toMatchObject({
        type: 'log',
        level: 'warn',
        message: expect.stringMatching(/could not be created/),
      });
    }
  }
});

test('keeps training while the store is unavailable, and reports nothing after the task', async () => {
  let arrive: () => void = () => undefined;
  const away = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  const slow: ArtifactStore = { ...store, stat: (key) => away.then(() => store.stat(key)) };
  const { reports, showcase } = open({ store: slow });
  await showcase.previewSamples({ epoch: 1, epochs: 9, step: 1 }, bright);
  expect(showcase.shouldPreview({ epoch: 5, epochs: 9, step: 5 })).toBe(false);
  showcase.close();
  arrive();
  await showcase.flush();
  expect(reports).toEqual([]);
});

test('previews a text model by generated texts', async () => {
  const encoder = { column: 'text', level: 'character' as const, length: 4, vocabulary: ['a', 'b'] };
  const { reports, run } = open({ input: { kind: 'text', encoder, target: null } });
  await run(1, async ({ count, length }) => new Float32Array(count * length).map((_, at) => 2 + (at % 2)));
  expect(reports).toEqual([
    { type: 'samples', epoch: 1, step: 1, grid: null, texts: ['ab'.repeat(50), 'ab'.repeat(50)] },
  ]);
});

test('spaces projections geometrically: at most twenty, plus the last', () => {
  const { reports, showcase } = open();
  const view = () => ({ groups: ['0'], points: [], centers: [] });
  for (let iteration = 1; iteration <= 5000; iteration++)
    showcase.previewProjection(iteration, iteration === 5000, view);
  const seen = reports.map((report) => ('epoch' in report ? report.epoch : 0));
  expect(seen.slice(0, 6)).toEqual([1, 2, 3, 4, 6, 8]);
  expect(seen).toHaveLength(21);
  expect(seen.at(-1)).toBe(5000);
});

test('samples rows and the columns of highest variance for large projections', () => {
  const random = createRandom(1);
  const x = zeros(40, 400);
  // Only columns 3 and 333 vary noticeably.
  for (let row = 0; row < x.rows; row++)
    for (let column = 0; column < x.columns; column++)
      x.values[row * x.columns + column] = random.normal() * ({ 3: 50, 333: 10 }[column] ?? 0.01);
  const plane = principalPlane(x)(x);
  const spread = (axis: number) =>
    Math.sqrt(plane.filter((_, at) => at % 2 === axis).reduce((sum, v) => sum + v * v, 0) / 40);
  expect(spread(0)).toBeGreaterThan(30);
  expect(spread(1)).toBeGreaterThan(5);
  expect(spread(1)).toBeLessThan(20);
  const some = subsampleRows(5000, random);
  expect(new Set(some).size).toBe(1000);
  expect([...some]).toEqual([...some].sort((a, b) => a - b));
});
