/** From a recipe to arrays: loads the dataset, divides it, and fits the preprocessing on the training part alone. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Family } from '../catalogue/family.ts';
import type { ImageSize } from '../datasets/image-data.ts';
import { loadImages, loadTable } from '../datasets/load.ts';
import { encodeFeatures, encodeTargets, fitTableEncoder, usableRows } from '../datasets/table-encoder.ts';
import type { LabelledData, Split } from '../learning/data.ts';
import { splitSamples } from '../learning/split.ts';
import type { ModelInput } from '../models/bundle.ts';
import type { Recipe } from '../tasks/task-spec.ts';

export interface PreparedData {
  data: LabelledData;
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
  return recipe.target === null
    ? prepareImages(store, recipe, family)
    : prepareTable(store, recipe, recipe.target, signal);
}

async function prepareTable(
  store: ArtifactStore,
  recipe: Recipe,
  target: string,
  signal: AbortSignal,
): Promise<PreparedData> {
  const table = await loadTable(store, recipe.dataset, signal);
  const rows = usableRows(table, target);
  const columns = { inputs: recipe.inputs ?? [], target, objective: recipe.objective };
  // Classes do not depend on which rows the encoder is fitted on, so they can be had before the split that needs them.
  const targets = encodeTargets(fitTableEncoder(table, rows, columns), table, rows);
  const classes = targets.values instanceof Int32Array ? targets.values : null;
  const split = splitSamples(rows.length, recipe.split, classes);
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
