/** Predictions and evaluations with numbers too large to report. */
import { expect, test } from 'vitest';
import type { ModelManifest } from '../../../src/models/bundle.ts';
import { decodePrediction } from '../../../src/models/prediction.ts';
import { buildReport } from '../../../src/worker/trainer/evaluate-model.ts';

const manifest: ModelManifest = {
  format: 2,
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

test('rejects a prediction that is not finite in the unit of its target, naming the sample', async () => {
  await expect(decodePrediction(manifest, Float32Array.of(1e6), {}, 0)).resolves.toMatchObject({ value: 1e306 });
  for (const output of [1e9, Number.NaN, Number.NEGATIVE_INFINITY]) {
    await expect(decodePrediction(manifest, Float32Array.of(output), {}, 3)).rejects.toMatchObject({
      path: [],
      message: expect.stringMatching(/^The prediction for sample 3 is not a finite number/),
    });
  }
});

test('fails an evaluation whose errors are not finite, naming the target', () => {
  const data = {
    features: { values: new Float32Array(2), sampleShape: [1], count: 2 },
    targets: { values: Float32Array.of(1, 2), classes: null },
  };
  expect(() => buildReport(manifest, Float32Array.of(2, 1), data, Int32Array.of(0, 1))).toThrow(
    /^The errors of the predictions of "price" are too large to report: loss is not a finite number/,
  );
});
