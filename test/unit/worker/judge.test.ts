/** What a model answers and how it is judged, where numbers are too large to be told. */
import { expect, test } from 'vitest';
import { answerOf } from '../../../src/models/answer.ts';
import type { ModelManifest } from '../../../src/models/bundle.ts';
import { reportOf } from '../../../src/worker/judge.ts';

const manifest: ModelManifest = {
  format: 1,
  family: 'mlp',
  parameters: {},
  objective: 'REGRESSION',
  input: {
    kind: 'table',
    encoder: {
      features: [],
      target: { objective: 'REGRESSION', name: 'price', mean: 0, standardDeviation: 1e300 },
    },
  },
};

test('an answer that is no finite number in the unit of its target is refused with the sample', async () => {
  await expect(answerOf(manifest, Float32Array.of(1e6), {}, 0)).resolves.toMatchObject({ value: 1e306 });
  for (const output of [1e9, Number.NaN, Number.NEGATIVE_INFINITY]) {
    await expect(answerOf(manifest, Float32Array.of(output), {}, 3)).rejects.toMatchObject({
      code: 'InvalidInput',
      message: expect.stringMatching(/^The model answers sample 3 with something that is no number/),
    });
  }
});

test('a report whose errors are no finite numbers fails the task and names the target', () => {
  const data = {
    features: { values: new Float32Array(2), sampleShape: [1], count: 2 },
    targets: { values: Float32Array.of(1, 2), classes: null },
  };
  expect(() => reportOf(manifest, Float32Array.of(2, 1), data, Int32Array.of(0, 1))).toThrow(
    /^The errors of the predictions of "price" are too large to be told: loss is no finite number/,
  );
});
