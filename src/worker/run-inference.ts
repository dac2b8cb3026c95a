/** EVALUATE and PREDICT: a stored model over a whole dataset. */
import { putContent, readBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { loadImages, loadTable } from '../datasets/load.ts';
import { encodeFeatures, encodeTargets, usableRows } from '../datasets/table-encoder.ts';
import { TrainingFailure } from '../learning/context.ts';
import type { Features, Targets } from '../learning/data.ts';
import type { Model } from '../learning/model.ts';
import { answerOf } from '../models/answer.ts';
import { type ModelManifest, unpackBundle } from '../models/bundle.ts';
import type { DatasetReference, ModelReference } from '../tasks/task-spec.ts';
import type { JobContext } from './job.ts';
import { reportOf } from './judge.ts';
import type { TaskResult } from './protocol.ts';

/** How well the model does on every labelled sample of the dataset. */
export function runEvaluation(
  context: JobContext,
  model: ModelReference,
  dataset: DatasetReference,
): Promise<TaskResult> {
  return withModel(context, model, async (loaded, manifest) => {
    const { features, targets } = await load(context, manifest, dataset, true);
    const answers = await predictInPieces(context, loaded, features);
    const rows = Int32Array.from({ length: features.count }, (_, row) => row);
    return { kind: 'EVALUATE', report: reportOf(manifest, answers, features, targets, rows) };
  });
}

/** An answer for every sample of the dataset, as JSON lines. */
export function runPrediction(
  context: JobContext,
  model: ModelReference,
  dataset: DatasetReference,
): Promise<TaskResult> {
  return withModel(context, model, async (loaded, manifest) => {
    const { features } = await load(context, manifest, dataset, false);
    const answers = await predictInPieces(context, loaded, features);
    const { sha256, bytes, key } = await putContent(
      context.store,
      'predictions',
      lines(manifest, answers, features.count),
    );
    return { kind: 'PREDICT', artifactKey: key, sha256, bytes, samples: features.count };
  });
}

async function withModel<T>(
  context: JobContext,
  reference: ModelReference,
  use: (model: Model, manifest: ModelManifest) => Promise<T>,
): Promise<T> {
  const { files, manifest } = unpackBundle(await readBytes(context.store, reference.artifactKey));
  const model = await loadModel(manifest.family, files);
  try {
    return await use(model, manifest);
  } finally {
    model.dispose();
  }
}

async function load(
  context: JobContext,
  { input }: ModelManifest,
  dataset: DatasetReference,
  labelled: boolean,
): Promise<{ features: Features; targets: Targets | null }> {
  if (input.kind === 'images') {
    const { size, pixels: values, labels, classes, count } = await loadImages(context.store, dataset, input.size);
    const features = { values, sampleShape: [size.height, size.width, size.channels], count };
    return {
      features,
      targets: labelled ? { values: relabel(labels, classes, input.classes), classes: input.classes } : null,
    };
  }
  const { encoder } = input;
  const table = await loadTable(context.store, dataset, context.signal);
  const all = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const rows = labelled ? usableRows(table, encoder.target?.name ?? null) : all;
  return {
    features: encodeFeatures(encoder, table, rows),
    targets: labelled ? encodeTargets(encoder, table, rows) : null,
  };
}

/** Class numbers of another dataset in the model's own order. */
function relabel(labels: Int32Array, from: string[], to: string[]): Int32Array {
  const positions = from.map((name) => to.indexOf(name));
  const unknown = from.find((_, index) => positions[index] === -1);
  if (unknown !== undefined) {
    throw new TrainingFailure(
      `The dataset has the class "${unknown}", which the model never learned. It knows ${to.join(', ')}.`,
    );
  }
  return labels.map((label) => positions[label] ?? 0);
}

/** Predicts and says how far it is, a hundred times in all. */
async function predictInPieces(context: JobContext, model: Model, features: Features): Promise<Float32Array> {
  const started = performance.now();
  const piece = Math.max(256, Math.ceil(features.count / 100));
  const batches = Math.ceil(features.count / piece);
  const parts: Float32Array[] = [];
  for (let batch = 0; batch < batches; batch++) {
    if (context.signal.aborted) throw context.signal.reason;
    const length = Math.min(piece, features.count - batch * piece);
    const rows = Int32Array.from({ length }, (_, index) => batch * piece + index);
    parts.push(await model.predict(features, { rows, signal: context.signal }));
    const samplesPerSecond = (batch * piece + length) / Math.max((performance.now() - started) / 1000, 1e-3);
    const etaSeconds = (features.count - batch * piece - length) / samplesPerSecond;
    context.report({ type: 'progress', epoch: 1, epochs: 1, batch: batch + 1, batches, samplesPerSecond, etaSeconds });
  }
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

async function* lines(manifest: ModelManifest, answers: Float32Array, count: number): AsyncGenerator<Uint8Array> {
  const outputs = count > 0 ? answers.length / count : 0;
  for (let sample = 0; sample < count; sample++) {
    const answer = answerOf(manifest, answers.subarray(sample * outputs, (sample + 1) * outputs));
    yield Buffer.from(`${JSON.stringify(answer)}\n`);
  }
}
