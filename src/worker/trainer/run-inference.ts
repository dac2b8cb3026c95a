/** EVALUATE and PREDICT: apply a stored model to a whole dataset. */

import { getBytes, putContent } from '../../artifacts/content.ts';
import { loadModel } from '../../catalogue/registry.ts';
import { encodeForecastInput, encodeLabelledSeries } from '../../datasets/encoders/series/encode-series.ts';
import { encodeFeatures, encodeTargets, rowsWithTarget } from '../../datasets/encoders/table-encoder.ts';
import { encodeCorpus } from '../../datasets/encoders/text-encoder.ts';
import { columnTexts } from '../../datasets/formats/table.ts';
import { loadImages, loadTable } from '../../datasets/load-dataset.ts';
import { TrainingFailure } from '../../learning/context.ts';
import type { Data, Features } from '../../learning/data.ts';
import { evaluateLikelihood } from '../../learning/evaluate.ts';
import type { Model } from '../../learning/model.ts';
import { type ModelManifest, unpackBundle } from '../../models/bundle.ts';
import { decodePrediction } from '../../models/prediction.ts';
import { storeEvaluated } from '../../models/sample-predictions.ts';
import { encodeTexts, encodeTokens } from '../../shared/encode-texts.ts';
import { targetOf } from '../../shared/model-input.ts';
import { quoted, quotedList } from '../../shared/quote.ts';
import type { DatasetReference, ModelReference } from '../../tasks/task-spec.ts';
import { buildReport } from './evaluate-model.ts';
import type { JobContext } from './job-context.ts';
import { buildImageData } from './prepare.ts';
import type { TaskResult } from './protocol.ts';
import { collectSamplePredictions } from './sample-predictions.ts';

/** Evaluates the model on every labeled sample of the dataset. */
export function runEvaluation(
  context: JobContext,
  model: ModelReference,
  dataset: DatasetReference,
): Promise<TaskResult> {
  return withModel(context, model, async (loaded, manifest) => {
    const data = await load(context, manifest, dataset, true);
    const rows = Int32Array.from({ length: data.features.count }, (_, row) => row);
    if (rows.length === 0) throw new TrainingFailure('The dataset has no samples to evaluate the model on.');
    if (manifest.objective === 'GENERATION') {
      if (!loaded.likelihood)
        throw new TrainingFailure('Models of this family cannot be evaluated: they have no likelihood.');
      const likelihood = await loaded.likelihood(data.features, { signal: context.signal });
      return { kind: 'EVALUATE', report: evaluateLikelihood(likelihood, rows.length) };
    }
    const answers = await predictWithProgress(context, loaded, data.features);
    const report = buildReport(manifest, answers, data, rows);
    const findings = collectSamplePredictions(manifest, answers, data, rows);
    const evaluated = findings && { datasetVersionId: dataset.versionId, findings };
    return { kind: 'EVALUATE', report: await storeEvaluated(context.store, report, evaluated) };
  });
}

/** Writes a prediction for every sample of the dataset as JSON lines; for a time series, a forecast of the steps that follow. */
export function runPrediction(
  context: JobContext,
  model: ModelReference,
  dataset: DatasetReference,
): Promise<TaskResult> {
  return withModel(context, model, async (loaded, manifest) => {
    const data = await load(context, manifest, dataset, false);
    const answers = await predictWithProgress(context, loaded, data.features);
    const { sha256, bytes, key } = await putContent(context.store, 'predictions', toJsonLines(manifest, answers, data));
    return { kind: 'PREDICT', artifactKey: key, sha256, bytes, samples: data.features.count };
  });
}

async function withModel<T>(
  context: JobContext,
  reference: ModelReference,
  use: (model: Model, manifest: ModelManifest) => Promise<T>,
): Promise<T> {
  const { files, manifest } = unpackBundle(await getBytes(context.store, reference.artifactKey));
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
  isLabeled: boolean,
): Promise<Data> {
  if (input.kind === 'images') {
    const images = await loadImages(context.store, dataset, input.size);
    const { features } = buildImageData(images, 'GENERATION');
    if (!isLabeled) return { features, targets: null };
    const { targets, boxes } = buildImageData(images, objective);
    if (boxes) return { features, targets, boxes: remapBoxLabels(boxes, input.classes) };
    const values = targets && remapLabels(images.labels, images.classes, input.classes);
    return { features, targets: values && { values, classes: input.classes } };
  }
  const table = await loadTable(context.store, dataset, context.signal);
  if (input.kind === 'series') {
    const samples = isLabeled ? encodeLabelledSeries(input.encoder, table) : encodeForecastInput(input.encoder, table);
    const { features, targets, bases, days } = samples;
    return { features, targets: { values: targets, classes: null }, forecast: { bases, days } };
  }
  const target = targetOf(input);
  const allRows = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const rows = isLabeled ? rowsWithTarget(table, target?.name ?? null) : allRows;
  const targets = isLabeled ? encodeTargets({ target }, table, rows) : null;
  if (input.kind === 'table') return { features: encodeFeatures(input.encoder, table, rows), targets, origins: rows };
  const texts = columnTexts(table, input.encoder.column);
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

function remapBoxLabels({ perImage, classes }: NonNullable<Data['boxes']>, to: string[]): NonNullable<Data['boxes']> {
  const numbers = remapLabels(Int32Array.from(classes.keys()), classes, to);
  const renumbered = perImage.map((boxes) => boxes.map((box) => ({ ...box, label: numbers[box.label] ?? 0 })));
  return { perImage: renumbered, classes: to };
}

/** Maps class indices of another dataset to the model's class indices. @throws TrainingFailure for a class the model lacks */
function remapLabels(labels: Int32Array, from: string[], to: string[]): Int32Array {
  const positions = from.map((name) => to.indexOf(name));
  const unknown = from.find((_, index) => positions[index] === -1);
  if (unknown !== undefined) {
    throw new TrainingFailure(
      `The dataset has the class ${quoted(unknown)}, which the model was not trained on. Its classes are ${quotedList(to)}.`,
    );
  }
  return labels.map((label) => positions[label] ?? 0);
}

/** Predicts in chunks and reports progress after each, up to 100 times. Returns the outputs of all samples. */
async function predictWithProgress(context: JobContext, model: Model, features: Features): Promise<Float32Array> {
  const started = performance.now();
  const chunkSize = Math.max(256, Math.ceil(features.count / 100));
  const batches = Math.ceil(features.count / chunkSize);
  const predictions: Float32Array[] = [];
  for (let batch = 0; batch < batches; batch++) {
    if (context.signal.aborted) throw context.signal.reason;
    const length = Math.min(chunkSize, features.count - batch * chunkSize);
    const rows = Int32Array.from({ length }, (_, index) => batch * chunkSize + index);
    predictions.push(await model.predict(features, { rows, signal: context.signal }));
    const samplesPerSecond = (batch * chunkSize + length) / Math.max((performance.now() - started) / 1000, 1e-3);
    const etaSeconds = (features.count - batch * chunkSize - length) / samplesPerSecond;
    context.report({ type: 'progress', epoch: 1, epochs: 1, batch: batch + 1, batches, samplesPerSecond, etaSeconds });
  }
  const prediction = new Float32Array(predictions.reduce((sum, chunk) => sum + chunk.length, 0));
  let offset = 0;
  for (const chunk of predictions) {
    prediction.set(chunk, offset);
    offset += chunk.length;
  }
  return prediction;
}

async function* toJsonLines(manifest: ModelManifest, answers: Float32Array, data: Data): AsyncGenerator<Uint8Array> {
  const { count } = data.features;
  const outputs = count > 0 ? answers.length / count : 0;
  for (let sample = 0; sample < count; sample++) {
    const outputsOfSample = answers.subarray(sample * outputs, (sample + 1) * outputs);
    yield Buffer.from(`${JSON.stringify(await decodePrediction(manifest, outputsOfSample, data, sample))}\n`);
  }
}
