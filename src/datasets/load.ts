/** Brings a READY dataset version into memory for learning, evaluating or batch prediction. */
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { readBytes } from '../artifacts/content.ts';
import { withLocalCopy } from '../artifacts/local-copy.ts';
import { InvalidInput } from '../errors.ts';
import { decodeCoco } from './coco.ts';
import type { DatasetFormat } from './dataset.ts';
import { decodeIdx } from './idx.ts';
import { decodeImages, encodeImages, type ImageSize, type LabelledImages } from './image-data.ts';
import { decodeImageFolder } from './images.ts';
import type { Table } from './table.ts';
import { isTabular, readTabular } from './tabular.ts';

/** A stored file and how to read it. */
export interface StoredDataset {
  format: DatasetFormat;
  artifactKey: string;
  sha256: string;
}

/** @throws InvalidInput when the dataset holds images */
export function loadTable(store: ArtifactAccess, dataset: StoredDataset, signal?: AbortSignal): Promise<Table> {
  const { format, artifactKey } = dataset;
  if (!isTabular(format))
    throw new InvalidInput('dataset', 'The model reads tables or texts; the dataset holds images.');
  return withLocalCopy(store, artifactKey, (path) => readTabular(path, format, signal && { signal }));
}

/**
 * Decoded once for each file and size: the result is kept in the store, under a key made of both. Images with boxes are stretched
 * to the size, others cut.
 */
export async function loadImages(
  store: ArtifactAccess,
  dataset: StoredDataset,
  size: ImageSize,
): Promise<LabelledImages> {
  const decode = { IDX: decodeIdx, IMAGE_FOLDER: decodeImageFolder, COCO: decodeCoco };
  const { format } = dataset;
  if (isTabular(format)) throw new InvalidInput('dataset', 'The model looks at images; the dataset holds none.');
  const key = `cache/images/${dataset.sha256}-${size.height}x${size.width}x${size.channels}`;
  if (await store.stat(key)) return decodeImages(await readBytes(store, key));
  const images = await withLocalCopy(store, dataset.artifactKey, (path) => decode[format](path, size));
  await store.put(key, chunks(encodeImages(images)));
  return images;
}

async function* chunks(parts: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* parts;
}
