/** From a recipe to arrays: loads the dataset, divides it, and fits the preprocessing on the training part alone. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Family } from '../catalogue/family.ts';
import type { ImageSize } from '../datasets/image-data.ts';
import { loadImages, loadTable } from '../datasets/load.ts';
import { encodeFeatures, encodeTargets, fitTableEncoder, usableRows } from '../datasets/table-encoder.ts';
import type { Data, Split, SplitOptions, Targets } from '../learning/data.ts';
import { splitSamples } from '../learning/split.ts';
import type { ModelInput } from '../models/bundle.ts';
import type { Recipe } from '../tasks/task-spec.ts';

export interface PreparedData {
  data: Data;
  split: Split;
  /** What a prediction needs to encode its inputs the same way. */
  input: ModelInput;
}

export async function prepareData(
  store: ArtifactStore,
  recipe: Recipe,
  family: Family,
  signal: AbortSignal,
): Promise<PreparedData> {
  return recipe.imageExtent === null
    ? prepareTable(store, recipe, family, signal)
    : prepareImages(store, recipe, family);
}

async function prepareTable(
  store: ArtifactStore,
  recipe: Recipe,
  family: Family,
  signal: AbortSignal,
): Promise<PreparedData> {
  const table = await loadTable(store, recipe.dataset, signal);
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
    data: { features: encodeFeatures(encoder, table, rows), targets: encodeTargets(encoder, table, rows) },
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

async function prepareImages(store: ArtifactStore, recipe: Recipe, family: Family): Promise<PreparedData> {
  const size = imageSizeOf(recipe, family);
  const images = await loadImages(store, recipe.dataset, size);
  const { pixels: values, labels, classes, count } = images;
  return {
    data: {
      features: { values, sampleShape: [size.height, size.width, size.channels], count },
      targets: { values: labels, classes },
    },
    split: splitSamples(count, recipe.split, labels),
    input: { kind: 'images', size, classes },
  };
}

function imageSizeOf(recipe: Recipe, family: Family): ImageSize {
  if (!family.imageSize || !recipe.imageExtent) throw new Error(`"${family.name}" cannot learn from images.`);
  return family.imageSize(recipe.parameters, recipe.imageExtent);
}
