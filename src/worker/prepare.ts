/** From a recipe to arrays: loads the dataset, divides it, and fits the preprocessing on the training part alone. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { readBytes } from '../artifacts/content.ts';
import type { Family } from '../catalogue/family.ts';
import type { ImageSize, LabelledImages } from '../datasets/image-data.ts';
import { loadImages, loadTable } from '../datasets/load.ts';
import { arrangeSeries, encodeSeries, fitSeriesEncoder } from '../datasets/series-encoder.ts';
import { type Table, textsOf } from '../datasets/table.ts';
import { encodeFeatures, encodeTargets, fitTableEncoder, fitTarget, usableRows } from '../datasets/table-encoder.ts';
import { encodeCorpus, encodeTexts, encodeTokens, fitTextEncoder, tokensOf } from '../datasets/text-encoder.ts';
import { InvalidInput } from '../errors.ts';
import { TrainingFailure } from '../learning/context.ts';
import type { Data, Objective, Split, SplitOptions, Targets } from '../learning/data.ts';
import type { ModelFiles } from '../learning/model.ts';
import { splitSamples } from '../learning/split.ts';
import { type ModelInput, unpackBundle } from '../models/bundle.ts';
import type { Recipe } from '../tasks/task-spec.ts';

export interface PreparedData {
  data: Data;
  split: Split;
  /** What a prediction needs to encode its inputs the same way. */
  input: ModelInput;
  /** Of the model that is gone on from. */
  base?: ModelFiles;
}

export async function prepareData(
  store: ArtifactAccess,
  recipe: Recipe,
  family: Family,
  signal: AbortSignal,
): Promise<PreparedData> {
  if (recipe.modality === 'IMAGE') return prepareImages(store, recipe, family);
  const table = await loadTable(store, recipe.dataset, signal);
  if (recipe.modality === 'TEXT') return prepareTexts(table, recipe, family);
  return recipe.modality === 'TIME_SERIES' ? prepareSeries(table, recipe, family) : prepareTable(table, recipe, family);
}

function prepareTexts(table: Table, recipe: Recipe, family: Family): PreparedData {
  const [column = ''] = recipe.inputs ?? [];
  const options = family.text?.(recipe.parameters, recipe.objective);
  if (!options) throw new Error(`"${family.name}" cannot read texts.`);
  const texts = textsOf(table, column);
  if (recipe.target === null) {
    const corpus = texts.map((text) => text ?? '').join('\n');
    const tokens = tokensOf(corpus, options.level);
    const pieces = Math.max(0, Math.floor((tokens.length - 1) / options.length));
    const split = splitSamples(pieces, recipe.split, null);
    const learned = tokens.slice(0, split.train.length * options.length + 1);
    const encoder = fitTextEncoder(column, learned, options);
    const features = encodeCorpus(encoder, encodeTokens(encoder, corpus));
    return { data: { features, targets: null }, split, input: { kind: 'text', encoder, target: null } };
  }
  const rows = usableRows(table, recipe.target);
  const target = fitTarget(table, rows, recipe.target, recipe.objective);
  const targets = encodeTargets({ target }, table, rows);
  const split = splitLabelled(rows.length, recipe.split, targets);
  const own = Array.from(rows, (row) => texts[row] ?? null);
  const encoder = fitTextEncoder(
    column,
    Array.from(split.train, (index) => own[index] ?? null),
    options,
  );
  const data = { features: encodeTexts(encoder, own), targets, origins: rows };
  return { data, split, input: { kind: 'text', encoder, target } };
}

function prepareSeries(table: Table, recipe: Recipe, family: Family): PreparedData {
  const [time = '', ...inputs] = recipe.inputs ?? [];
  const columns = { time, inputs, target: recipe.target ?? '', ahead: recipe.knownAhead ?? [] };
  const window = family.window?.(recipe.parameters);
  if (!window) throw new Error(`"${family.name}" cannot forecast.`);
  const arranged = arrangeSeries(table, columns, window);
  const { ends } = arranged;
  const split = apartInTime(splitSamples(ends.length, recipe.split, null), ends, window.horizon);
  if (split.train.length === 0) {
    throw new TrainingFailure(
      `The series gives ${ends.length} samples of ${window.length} steps to look at and ${window.horizon} to forecast: too few ` +
        'to learn from. Give a longer series, or a shorter window.',
    );
  }
  const lastStep = (ends[split.train.at(-1) ?? 0] ?? 0) + window.horizon;
  const encoder = fitSeriesEncoder(table, columns, window, arranged, lastStep);
  const { features, targets, bases, days } = encodeSeries(encoder, table, arranged, ends);
  const data = { features, targets: { values: targets, classes: null }, forecast: { bases, days } };
  return { data, split, input: { kind: 'series', encoder } };
}

/** Leaves out what forecasts steps that a later part forecasts too. @param ends the last step that each sample looks at */
function apartInTime({ train, validation, test }: Split, ends: Int32Array, horizon: number): Split {
  const before = (samples: Int32Array, next: Int32Array) => {
    const start = next.length > 0 ? (ends[next[0] ?? 0] ?? 0) + 1 : Number.POSITIVE_INFINITY;
    return samples.filter((sample) => (ends[sample] ?? 0) + horizon < start);
  };
  const later = validation.length > 0 ? validation : test;
  return { train: before(train, later), validation: before(validation, test), test };
}

function prepareTable(table: Table, recipe: Recipe, family: Family): PreparedData {
  const rows = usableRows(table, family.learnsUnlabelled ? null : recipe.target);
  const columns = { inputs: recipe.inputs ?? [], target: recipe.target, objective: recipe.objective };
  // Classes do not depend on which rows the encoder is fitted on, so they can be had before the split that needs them.
  const targets = encodeTargets(fitTableEncoder(table, rows, columns), table, rows);
  const split = splitLabelled(rows.length, recipe.split, targets);
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

/** A sample whose class is not known cannot be judged by: it is learned from, if it is used at all. */
function splitLabelled(count: number, options: SplitOptions, targets: Targets | null): Split {
  const classes = targets?.values instanceof Int32Array ? targets.values : null;
  const all = Int32Array.from({ length: count }, (_, index) => index);
  const labelled = classes ? all.filter((index) => classes[index] !== -1) : all;
  const split = splitSamples(labelled.length, options, classes && labelled.map((index) => classes[index] ?? 0));
  const back = (part: Int32Array) => part.map((index) => labelled[index] ?? 0);
  const rest = classes ? all.filter((index) => classes[index] === -1) : new Int32Array();
  const train = Int32Array.from([...back(split.train), ...rest]).sort();
  return { train, validation: back(split.validation), test: back(split.test) };
}

async function prepareImages(store: ArtifactAccess, recipe: Recipe, family: Family): Promise<PreparedData> {
  const size = imageSizeOf(recipe, family);
  const images = await loadImages(store, recipe.dataset, size);
  const data = imageData(images, recipe.objective);
  const classes = recipe.objective === 'GENERATION' ? [] : images.classes;
  return {
    data,
    split: splitSamples(images.count, recipe.split, data.targets && images.labels),
    input: { kind: 'images', size, classes },
    ...(recipe.base && { base: unpackBundle(await readBytes(store, recipe.base.artifactKey)).files }),
  };
}

/** What an objective needs of images. @throws InvalidInput when they have no boxes and it needs some, or the other way round */
export function imageData({ size, pixels, labels, classes, count, boxes }: LabelledImages, objective: Objective): Data {
  const features = { values: pixels, sampleShape: [size.height, size.width, size.channels], count };
  if (objective === 'GENERATION') {
    const kinds = { values: labels, count: classes.length };
    return { features, targets: null, ...(!boxes && kinds.count > 1 && { kinds }) };
  }
  if ((objective === 'DETECTION') !== (boxes !== undefined)) {
    throw new InvalidInput('dataset', `The images have ${boxes ? 'boxes and no classes' : 'classes and no boxes'}.`);
  }
  return boxes
    ? { features, targets: null, boxes: { perImage: boxes, classes } }
    : { features, targets: { values: labels, classes } };
}

function imageSizeOf(recipe: Recipe, family: Family): ImageSize {
  if (!family.imageSize || !recipe.imageExtent) throw new Error(`"${family.name}" cannot learn from images.`);
  return family.imageSize(recipe.parameters, recipe.imageExtent, recipe.base ?? undefined);
}
