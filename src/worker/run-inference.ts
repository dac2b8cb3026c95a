/** EVALUATE and PREDICT: a stored model over a whole dataset. */

import { putContent, readBytes } from '../artifacts/content.ts';
import { loadModel } from '../catalogue/registry.ts';
import { loadImages, loadTable } from '../datasets/load.ts';
import { encodeKnownSeries, encodeLatest } from '../datasets/series-encoder.ts';
import { textsOf } from '../datasets/table.ts';
import { encodeFeatures, encodeTargets, usableRows } from '../datasets/table-encoder.ts';
import { encodeCorpus, encodeTexts, encodeTokens } from '../datasets/text-encoder.ts';
import { TrainingFailure } from '../learning/context.ts';
import type { Data, Features } from '../learning/data.ts';
import { evaluateLikelihood } from '../learning/evaluate.ts';
import type { Model } from '../learning/model.ts';
import { answerOf } from '../models/answer.ts';
import { type ModelManifest, targetOf, unpackBundle } from '../models/bundle.ts';
import { storeEvaluated } from '../models/evaluated.ts';
import type { DatasetReference, ModelReference } from '../tasks/task-spec.ts';
import { quoted, quotedList } from '../text.ts';
import { findingsOf } from './findings.ts';
import type { JobContext } from './job.ts';
import { reportOf } from './judge.ts';
import { imageData } from './prepare.ts';
import type { TaskResult } from './protocol.ts';

/** How well the model does on every labelled sample of the dataset. */
export function runEvaluation(
  context: JobContext,
  model: ModelReference,
  dataset: DatasetReference,
): Promise<TaskResult> {
  return withModel(context, model, async (loaded, manifest) => {
    const data = await load(context, manifest, dataset, true);
    const rows = Int32Array.from({ length: data.features.count }, (_, row) => row);
    if (rows.length === 0) throw new TrainingFailure('The dataset has no sample that the model could be judged by.');
    if (manifest.objective === 'GENERATION') {
      if (!loaded.likelihood) throw new TrainingFailure('A model of this family has no likelihood to be judged by.');
      const likelihood = await loaded.likelihood(data.features, { signal: context.signal });
      return { kind: 'EVALUATE', report: evaluateLikelihood(likelihood, rows.length) };
    }
    const answers = await predictInPieces(context, loaded, data.features);
    const report = reportOf(manifest, answers, data, rows);
    const findings = findingsOf(manifest, answers, data, rows);
    const evaluated = findings && { datasetVersionId: dataset.versionId, findings };
    return { kind: 'EVALUATE', report: await storeEvaluated(context.store, report, evaluated) };
  });
}

/** An answer for every sample of the dataset, as JSON lines; of a series what comes after its end. */
export function runPrediction(
  context: JobContext,
  model: ModelReference,
  dataset: DatasetReference,
): Promise<TaskResult> {
  return withModel(context, model, async (loaded, manifest) => {
    const data = await load(context, manifest, dataset, false);
    const answers = await predictInPieces(context, loaded, data.features);
    const { sha256, bytes, key } = await putContent(context.store, 'predictions', lines(manifest, answers, data));
    return { kind: 'PREDICT', artifactKey: key, sha256, bytes, samples: data.features.count };
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
  { input, objective }: ModelManifest,
  dataset: DatasetReference,
  labelled: boolean,
): Promise<Data> {
  if (input.kind === 'images') {
    const images = await loadImages(context.store, dataset, input.size);
    const { features } = imageData(images, 'GENERATION');
    if (!labelled) return { features, targets: null };
    const { targets, boxes } = imageData(images, objective);
    if (boxes) return { features, targets, boxes: relabelBoxes(boxes, input.classes) };
    const values = targets && relabel(images.labels, images.classes, input.classes);
    return { features, targets: values && { values, classes: input.classes } };
  }
  const table = await loadTable(context.store, dataset, context.signal);
  if (input.kind === 'series') {
    const samples = labelled ? encodeKnownSeries(input.encoder, table) : encodeLatest(input.encoder, table, 'dataset');
    const { features, targets, bases, days } = samples;
    return { features, targets: { values: targets, classes: null }, forecast: { bases, days } };
  }
  const target = targetOf(input);
  const all = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const rows = labelled ? usableRows(table, target?.name ?? null) : all;
  const targets = labelled ? encodeTargets({ target }, table, rows) : null;
  if (input.kind === 'table') return { features: encodeFeatures(input.encoder, table, rows), targets, origins: rows };
  const texts = textsOf(table, input.encoder.column);
  if (objective === 'GENERATION') {
    const tokens = encodeTokens(input.encoder, texts.map((text) => text ?? '').join('\n'));
    return { features: encodeCorpus(input.encoder, tokens), targets };
  }
  return {
    features: encodeTexts(
      input.encoder,
      Array.from(rows, (row) => texts[row] ?? null),
    ),
    targets,
    origins: rows,
  };
}

function relabelBoxes({ perImage, classes }: NonNullable<Data['boxes']>, to: string[]): NonNullable<Data['boxes']> {
  const numbers = relabel(Int32Array.from(classes.keys()), classes, to);
  const renumbered = perImage.map((boxes) => boxes.map((box) => ({ ...box, label: numbers[box.label] ?? 0 })));
  return { perImage: renumbered, classes: to };
}

/** Class numbers of another dataset in the model's own order. */
function relabel(labels: Int32Array, from: string[], to: string[]): Int32Array {
  const positions = from.map((name) => to.indexOf(name));
  const unknown = from.find((_, index) => positions[index] === -1);
  if (unknown !== undefined) {
    throw new TrainingFailure(
      `The dataset has the class ${quoted(unknown)}, which the model never learned. It knows ${quotedList(to)}.`,
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

async function* lines(manifest: ModelManifest, answers: Float32Array, data: Data): AsyncGenerator<Uint8Array> {
  const { count } = data.features;
  const outputs = count > 0 ? answers.length / count : 0;
  for (let sample = 0; sample < count; sample++) {
    const own = answers.subarray(sample * outputs, (sample + 1) * outputs);
    yield Buffer.from(`${JSON.stringify(await answerOf(manifest, own, data, sample))}\n`);
  }
}
