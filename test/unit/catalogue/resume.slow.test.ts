/** An interrupted training ends with the same result, wherever it was interrupted: every family, byte for byte. */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { isNetwork } from '../../../src/catalogue/network.ts';
import {
  type Checkpoint,
  Interruption,
  type Report,
  type TrainingContext,
  type TrainingPreviews,
} from '../../../src/learning/context.ts';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { runSolver } from '../../../src/learning/fit.ts';
import { familyCases, fitInputFor } from '../../support/family-cases.ts';

beforeAll(async () => {
  await startBackend('wasm');
});

/** Families that create previews. */
const seenAlways = ['kMeans', 'gaussianMixture', 'pca', 'svd', 'vae', 'gan'];

/** Estimators with an iterative solver. */
const iterating = ['linearRegression', 'randomForest', 'gradientBoosting', 'kMeans', 'gaussianMixture'];

describe.each(familyCases)('$name, $modality for $objective', (one) => {
  const descends = isNetwork(one.family) || one.name === 'gan';

  /** Trains; returns hashes of the stored model's files, and the history. */
  async function learn(context: Partial<TrainingContext>) {
    const { lesson, parameters } = fitInputFor(one, { count: 48, epochs: 3, context });
    const { model, history } = await one.family.fit(lesson, parameters);
    // A topology numbers its layers across models, so model.json differs.
    const files = Object.entries(await model.files()).filter(([file]) => file !== 'model.json');
    const hashes = files.map(([file, bytes]) => [file, createHash('sha256').update(bytes).digest('hex')]);
    model.dispose();
    return { hashes, history };
  }

  test('resumes from any checkpoint with identical results, with and without previews', async () => {
    const checkpoints: Checkpoint[] = [];
    const seen: unknown[] = [];
    const options = { count: 3, seed: 1, temperature: 1, prompt: new Int32Array(), length: 4 };
    const showcase: TrainingPreviews = {
      shouldPreview: () => true,
      previewSamples: async (_, generate) => void seen.push(await generate(options)),
      previewProjection: (_, __, view) => void seen.push(view()),
    };
    const checkpoint = async (one: Checkpoint) => void checkpoints.push(one);
    const whole = await learn({ showcase, checkpointSeconds: 0, checkpoint });
    expect(seen.length > 0).toBe(seenAlways.includes(one.name) || one.objective === 'GENERATION');
    if (descends || iterating.includes(one.name)) expect(checkpoints.length).toBeGreaterThan(2);
    const some = [0, 1, checkpoints.length >> 1, checkpoints.length - 1].flatMap((at) => checkpoints[at] ?? []);
    for (const resumeFrom of some) expect(await learn({ resumeFrom })).toEqual(whole);
  });

  test('pausing before the first step restarts; pausing later saves a checkpoint', async () => {
    const early = new AbortController();
    early.abort(new Interruption('pause'));
    const saved: Checkpoint[] = [];
    const checkpoint = async (one: Checkpoint) => void saved.push(one);
    await expect(learn({ signal: early.signal, checkpoint })).rejects.toMatchObject({ kind: 'pause' });
    expect(saved).toHaveLength(descends ? 1 : 0);
    saved.length = 0;

    const whole = await learn({});
    const later = new AbortController();
    const report = ({ type }: Report) => type === 'progress' && later.abort(new Interruption('pause'));
    const paused = await learn({ signal: later.signal, checkpoint, report }).catch((error: unknown) => error);
    if (!(paused instanceof Interruption)) return expect(paused).toEqual(whole); // it finished in its first iteration
    expect(saved).toHaveLength(1);
    expect(await learn({ resumeFrom: saved[0] as Checkpoint })).toEqual(whole);
  });
});

test('fails when a solver that must converge does not', async () => {
  const options = {
    start: () => ({ step: () => ({ metrics: [], done: false }), state: () => ({}) }),
    iterations: 3,
    samples: 1,
    context: { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal },
  };
  await expect(runSolver(options)).resolves.toEqual({
    state: {},
    history: [],
    end: { cause: 'MAX_EPOCHS', epoch: 3, bestEpoch: 3, monitor: null },
  });
  await expect(runSolver({ ...options, notConvergedMessage: 'It did not arrive.' })).rejects.toThrow(
    'It did not arrive.',
  );
});
