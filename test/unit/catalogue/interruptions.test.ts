/** An estimator that is interrupted, wherever it stands, ends with what it would have ended with. */
import { describe, expect, test } from 'vitest';
import { isSupervised } from '../../../src/catalogue/family.ts';
import { isNetwork } from '../../../src/catalogue/network.ts';
import { families } from '../../../src/catalogue/registry.ts';
import { type Checkpoint, Interruption, type Report, type TrainingContext } from '../../../src/learning/context.ts';
import { iterate } from '../../../src/learning/fit.ts';
import { createRandom } from '../../../src/learning/random.ts';

const count = 80;
const random = createRandom(5);
const features = { values: Float32Array.from({ length: count * 3 }, () => random.normal()), sampleShape: [3], count };
const sums = Array.from(
  { length: count },
  (_, row) => (features.values[3 * row] ?? 0) - (features.values[3 * row + 1] ?? 0),
);
const rows = Int32Array.from({ length: count }, (_, row) => row);

/** Parameters that make a method iterate. */
const iterating: Record<string, object> = {
  linearRegression: { penalty: 'lasso', alpha: 0.05 },
  randomForest: { trees: 6 },
  gradientBoosting: { rounds: 6, subsample: 0.7 },
  kMeans: { clusters: 4, restarts: 3 },
  gaussianMixture: { components: 3 },
};

const cases = families
  .filter((family) => !isNetwork(family))
  .flatMap((family) => family.objectives.map((objective) => ({ family, objective, name: family.name })));

describe.each(cases)('$name, $objective', ({ family, objective, name }) => {
  const label = (sum: number, row: number) => (family.learnsUnlabelled && row % 4 > 0 ? -1 : sum > 0 ? 1 : 0);
  const classes = { values: Int32Array.from(sums, label), classes: ['no', 'yes'] };
  const numbers = { values: Float32Array.from(sums), classes: null };
  const targets = isSupervised(objective) ? (objective === 'CLASSIFICATION' ? classes : numbers) : null;

  /** The stored model, byte for byte, and the history. */
  async function learn(context: Partial<TrainingContext>) {
    const none = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
    const outputs = targets ? (targets.classes?.length ?? 1) : 0;
    const { model, history } = await family.learn(
      {
        data: { features, targets },
        split: { train: rows, validation: new Int32Array(), test: new Int32Array() },
        shape: { inputShape: [3], outputs, objective, trainSamples: count, seed: 3 },
        training: { ...family.training, seed: 3 },
        context: { ...none, ...context },
      },
      family.parameters.parse(iterating[name] ?? {}),
    );
    const files = Object.entries(await model.files()).map(([file, bytes]) => [
      file,
      Buffer.from(bytes).toString('utf8'),
    ]);
    return { files, history };
  }

  test('goes on from any checkpoint as if nothing had happened', async () => {
    const checkpoints: Checkpoint[] = [];
    const whole = await learn({ checkpointSeconds: 0, checkpoint: async (one) => void checkpoints.push(one) });
    if (iterating[name]) expect(checkpoints.length).toBeGreaterThan(2);
    const some = [0, 1, checkpoints.length >> 1, checkpoints.length - 1].flatMap((at) => checkpoints[at] ?? []);
    for (const resumeFrom of some) expect(await learn({ resumeFrom })).toEqual(whole);
  });

  test('paused before it began, it begins anew; paused later, it leaves a checkpoint', async () => {
    const early = new AbortController();
    early.abort(new Interruption('pause'));
    const saved: Checkpoint[] = [];
    const checkpoint = async (one: Checkpoint) => void saved.push(one);
    await expect(learn({ signal: early.signal, checkpoint })).rejects.toMatchObject({ kind: 'pause' });
    expect(saved).toEqual([]);

    const whole = await learn({});
    const later = new AbortController();
    const report = ({ type }: Report) => type === 'progress' && later.abort(new Interruption('pause'));
    const paused = await learn({ signal: later.signal, checkpoint, report }).catch((error: unknown) => error);
    if (!(paused instanceof Interruption)) return expect(paused).toEqual(whole); // it was over with its one iteration
    expect(saved).toHaveLength(1);
    expect(await learn({ resumeFrom: saved[0] as Checkpoint })).toEqual(whole);
  });
});

test('a method that must arrive and does not is a failure, not a model', async () => {
  const options = {
    start: () => ({ step: () => ({ metrics: [], done: false }), state: () => ({}) }),
    iterations: 3,
    samples: 1,
    context: { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal },
  };
  await expect(iterate(options)).resolves.toEqual({ state: {}, history: [] });
  await expect(iterate({ ...options, unfinished: 'It did not arrive.' })).rejects.toThrow('It did not arrive.');
});
