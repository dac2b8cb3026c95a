/** Turns a recipe into arrays: loads the dataset, splits it, and fits the preprocessing on the training split only. */
import type { ArtifactAccess } from '../../artifacts/artifact-store.ts';
import { getBytes } from '../../artifacts/content.ts';
import type { Family } from '../../catalogue/family.ts';
import type { LabelledImages } from '../../datasets/encoders/image-data.ts';
import { encodeSeries } from '../../datasets/encoders/series/encode-series.ts';
import { fitSeriesEncoder } from '../../datasets/encoders/series/fit-series-encoder.ts';
import { alignSeries } from '../../datasets/encoders/series/windows.ts';
import {
  encodeFeatures,
  encodeTargets,
  fitTableEncoder,
  fitTarget,
  rowsWithTarget,
} from '../../datasets/encoders/table-encoder.ts';
import { encodeCorpus, fitTextEncoder } from '../../datasets/encoders/text-encoder.ts';
import { columnTexts, type Table } from '../../datasets/formats/table.ts';
import { loadImages, loadTable } from '../../datasets/load-dataset.ts';
import { InvalidInput } from '../../errors.ts';
import { TrainingFailure } from '../../learning/context.ts';
import type { Data, Split, Targets } from '../../learning/data.ts';
import type { ModelFiles } from '../../learning/model.ts';
import { splitRows } from '../../learning/split.ts';
import { type ModelInput, unpackBundle } from '../../models/bundle.ts';
import { encodeTexts, encodeTokens, tokenize } from '../../shared/encode-texts.ts';
import type { ImageSize } from '../../shared/model-input.ts';
import type { Objective } from '../../shared/objectives.ts';
import type { SplitOptions } from '../../shared/split.ts';
import type { TrainingSpec } from '../../tasks/task-spec.ts';

export interface PreparedData {
  data: Data;
  split: Split;
  /** The preprocessing, which a prediction needs to encode its inputs in the same way. */
  input: ModelInput;
  /** Files of the base model to fine-tune. */
  baseModel?: ModelFiles;
}

export async function prepareData(
  store: ArtifactAccess,
  recipe: TrainingSpec,
  family: Family,
  signal: AbortSignal,
): Promise<PreparedData> {
  if (recipe.modality === 'IMAGE') return prepareImages(store, recipe, family);
  const table = await loadTable(store, recipe.dataset, signal);
  if (recipe.modality === 'TEXT') return prepareTexts(table, recipe, family);
  return recipe.modality === 'TIME_SERIES' ? prepareSeries(table, recipe, family) : prepareTable(table, recipe, family);
}

function prepareTexts(table: Table, recipe: TrainingSpec, family: Family): PreparedData {
  const [column = ''] = recipe.inputs ?? [];
  const options = family.textOptions?.(recipe.parameters, recipe.objective);
  if (!options) throw new Error(`The family "${family.name}" does not support text data.`);
  const texts = columnTexts(table, column);
  if (recipe.target === null) {
    const corpus = texts.map((text) => text ?? '').join('\n');
    const tokens = tokenize(corpus, options.level);
    const sequences = Math.max(0, Math.floor((tokens.length - 1) / options.length));
    const split = splitRows(sequences, recipe.split, null);
    const trainTokens = tokens.slice(0, split.train.length * options.length + 1);
    const encoder = fitTextEncoder(column, trainTokens, options);
    const features = encodeCorpus(encoder, encodeTokens(encoder, corpus));
    return { data: { features, targets: null }, split, input: { kind: 'text', encoder, target: null } };
  }
  const rows = rowsWithTarget(table, recipe.target);
  const target = fitTarget(table, rows, recipe.target, recipe.objective);
  const targets = encodeTargets({ target }, table, rows);
  const split = splitLabeled(rows.length, recipe.split, targets);
  const own = Array.from(rows, (row) => texts[row] ?? null);
  const encoder = fitTextEncoder(
    column,
    Array.from(split.train, (index) => own[index] ?? null),
    options,
  );
  const data = { features: encodeTexts(encoder, own), targets, origins: rows };
  return { data, split, input: { kind: 'text', encoder, target } };
}

function prepareSeries(table: Table, recipe: TrainingSpec, family: Family): PreparedData {
  const [time = '', ...inputs] = recipe.inputs ?? [];
  const columns = { time, inputs, target: recipe.target ?? '', ahead: recipe.futureCovariates ?? [] };
  const window = family.windowOptions?.(recipe.parameters);
  if (!window) throw new Error(`The family "${family.name}" does not support forecasting.`);
  const arranged = alignSeries(table, columns, window);
  const { windowEnds } = arranged;
  const split = dropOverlappingForecasts(splitRows(windowEnds.length, recipe.split, null), windowEnds, window.horizon);
  if (split.train.length === 0) {
    throw new TrainingFailure(
      `The series yields only ${windowEnds.length} samples with ${window.contextLength} past steps and ${window.horizon} ` +
        'forecast steps each, which are too few for training. Use a longer series or a shorter window.',
    );
  }
  const lastStep = (windowEnds[split.train.at(-1) ?? 0] ?? 0) + window.horizon;
  const encoder = fitSeriesEncoder(table, columns, window, arranged, lastStep);
  const { features, targets, bases, days } = encodeSeries(encoder, table, arranged, windowEnds);
  const data = { features, targets: { values: targets, classes: null }, forecast: { bases, days } };
  return { data, split, input: { kind: 'series', encoder } };
}

/**
 * Drops windows whose forecast horizon overlaps a later split, to avoid leakage.
 * @param ends index of the last input step of each sample
 */
function dropOverlappingForecasts({ train, validation, test }: Split, ends: Int32Array, horizon: number): Split {
  const before = (samples: Int32Array, next: Int32Array) => {
    const start = next.length > 0 ? (ends[next[0] ?? 0] ?? 0) + 1 : Number.POSITIVE_INFINITY;
    return samples.filter((sample) => (ends[sample] ?? 0) + horizon < start);
  };
  const later = validation.length > 0 ? validation : test;
  return { train: before(train, later), validation: before(validation, test), test };
}

function prepareTable(table: Table, recipe: TrainingSpec, family: Family): PreparedData {
  const rows = rowsWithTarget(table, family.isSemiSupervised ? null : recipe.target);
  const columns = { inputs: recipe.inputs ?? [], target: recipe.target, objective: recipe.objective };
  // Classes do not depend on the rows that the encoder is fitted on, so they are available before the stratified split.
  const targets = encodeTargets(fitTableEncoder(table, rows, columns), table, rows);
  const split = splitLabeled(rows.length, recipe.split, targets);
  const encoder = fitTableEncoder(
    table,
    split.train.map((index) => rows[index] ?? 0),
    columns,
  );
  return {
    data: {
      features: encodeFeatures(encoder, table, rows),
      targets: encodeTargets(encoder, table, rows),
      origins: rows,
    },
    split,
    input: { kind: 'table', encoder },
  };
}

/** Splits labeled samples; unlabeled samples go to the training split, because they cannot be used for evaluation. */
function splitLabeled(count: number, options: SplitOptions, targets: Targets | null): Split {
  const classes = targets?.values instanceof Int32Array ? targets.values : null;
  const all = Int32Array.from({ length: count }, (_, index) => index);
  const labeled = classes ? all.filter((index) => classes[index] !== -1) : all;
  const split = splitRows(labeled.length, options, classes && labeled.map((index) => classes[index] ?? 0));
  const toRowNumbers = (part: Int32Array) => part.map((index) => labeled[index] ?? 0);
  const unlabeled = classes ? all.filter((index) => classes[index] === -1) : new Int32Array();
  const train = Int32Array.from([...toRowNumbers(split.train), ...unlabeled]).sort();
  return { train, validation: toRowNumbers(split.validation), test: toRowNumbers(split.test) };
}

async function prepareImages(store: ArtifactAccess, recipe: TrainingSpec, family: Family): Promise<PreparedData> {
  const size = imageSizeOf(recipe, family);
  const images = await loadImages(store, recipe.dataset, size);
  const data = buildImageData(images, recipe.objective);
  const classes = recipe.objective === 'GENERATION' ? [] : images.classes;
  return {
    data,
    split: splitRows(images.count, recipe.split, data.targets && images.labels),
    input: { kind: 'images', size, classes },
    ...(recipe.baseModelVersion && {
      baseModel: unpackBundle(await getBytes(store, recipe.baseModelVersion.artifactKey)).files,
    }),
  };
}

/** Builds the data that an objective needs from images. @throws InvalidInput when detection has no boxes, or vice versa */
export function buildImageData(
  { size, pixels, labels, classes, count, boxes }: LabelledImages,
  objective: Objective,
): Data {
  const features = { values: pixels, sampleShape: [size.height, size.width, size.channels], count };
  if (objective === 'GENERATION') {
    const kinds = { values: labels, count: classes.length };
    return { features, targets: null, ...(!boxes && kinds.count > 1 && { kinds }) };
  }
  if ((objective === 'DETECTION') !== (boxes !== undefined)) {
    throw new InvalidInput(
      'dataset',
      `The images have ${boxes ? 'bounding boxes but no classes' : 'classes but no bounding boxes'}.`,
    );
  }
  return boxes
    ? { features, targets: null, boxes: { perImage: boxes, classes } }
    : { features, targets: { values: labels, classes } };
}

function imageSizeOf(recipe: TrainingSpec, family: Family): ImageSize {
  if (!family.imageSize || !recipe.imageSizeRange)
    throw new Error(`The family "${family.name}" does not support image data.`);
  return family.imageSize(recipe.parameters, recipe.imageSizeRange, recipe.baseModelVersion ?? undefined);
}
