/** Loads a READY dataset version into memory for training, evaluation or batch prediction. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { getBytes } from '../artifacts/content.ts';
import { withLocalCopy } from '../artifacts/local-copy.ts';
import { InvalidInput } from '../errors.ts';
import type { ImageSize } from '../shared/model-input.ts';
import type { DatasetFormat } from './dataset.ts';
import { decodeImages, encodeImages, type LabelledImages } from './encoders/image-data.ts';
import { decodeCoco } from './formats/coco.ts';
import { decodeIdx } from './formats/idx.ts';
import { decodeImageFolder } from './formats/images.ts';
import type { Table } from './formats/table.ts';
import { isTabular, readTabular } from './formats/tabular.ts';

/** A stored file and its format. */
export interface DatasetFile {
  format: DatasetFormat;
  artifactKey: string;
  sha256: string;
}

/** Loads a dataset of a tabular or text format. @throws InvalidInput when the dataset contains images */
export function loadTable(store: ArtifactAccess, dataset: DatasetFile, signal?: AbortSignal): Promise<Table> {
  const { format, artifactKey } = dataset;
  if (!isTabular(format))
    throw new InvalidInput('dataset', 'The model requires a table or texts, but the dataset contains images.');
  return withLocalCopy(store, artifactKey, (path) => readTabular(path, format, signal && { signal }));
}

/**
 * Loads images at the given size. Each file is decoded once per size: the result is cached in the store, under a key made of
 * both. Images with bounding boxes are stretched to the size, others are cropped.
 */
export async function loadImages(
  store: ArtifactAccess,
  dataset: DatasetFile,
  size: ImageSize,
): Promise<LabelledImages> {
  const decode = { IDX: decodeIdx, IMAGE_FOLDER: decodeImageFolder, COCO: decodeCoco };
  const { format } = dataset;
  if (isTabular(format)) throw new InvalidInput('dataset', 'The model requires images, but the dataset contains none.');
  const key = `cache/images/${dataset.sha256}-${size.height}x${size.width}x${size.channels}`;
  if (await store.stat(key)) return decodeImages(await getBytes(store, key));
  const images = await withLocalCopy(store, dataset.artifactKey, (path) => decode[format](path, size));
  await store.put(key, chunks(encodeImages(images)));
  return images;
}

async function* chunks(parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
