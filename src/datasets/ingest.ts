/** Reads an uploaded file once from end to end: what comes out is its profile, or the reason why it cannot be used. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { InvalidData } from '../errors.ts';
import { openCoco, relativeBoxes } from './coco.ts';
import type { DatasetFormat } from './dataset.ts';
import { openIdx } from './idx.ts';
import {
  forEachConcurrently,
  type ImageFolder,
  inspectImage,
  maxImageBytes,
  openImageFolder,
  thumbnail,
} from './images.ts';
import type { ReadOptions } from './ingestion.ts';
import { type DatasetProfile, type ImagesProfile, profileTable } from './profile.ts';
import { isTabular, readTabular } from './tabular.ts';

/** Half a million photos of 0.2 million pixels; a small file can claim any number. */
const maxTotalPixels = 100_000_000_000;
const thumbnailCount = 12;
const thumbnailEdge = 64;

/** @throws InvalidData naming the line or the entry */
export async function ingest(path: string, format: DatasetFormat, options: ReadOptions = {}): Promise<DatasetProfile> {
  if (isTabular(format)) {
    const table = await readTabular(path, format, options);
    options.onProgress?.({ phase: 'DESCRIBING' });
    await nextTurn(); // so that it is told before the statistics begin
    return profileTable(table);
  }
  if (format === 'IDX') return profileIdx(path, options);
  return format === 'COCO' ? profileCoco(path, options) : profileImageFolder(path, options);
}

async function profileCoco(path: string, options: ReadOptions): Promise<ImagesProfile> {
  const archive = await openCoco(path);
  try {
    const { classes, images } = archive;
    const labels = images.flatMap(({ boxes }) => boxes.map(({ label }) => label));
    // A thumbnail is shown under what lies in it first.
    const entries = images.map(({ entry, boxes }) => ({ entry, label: boxes[0]?.label ?? 0 }));
    const profile = await profileEntries({ classes, images: entries }, options, (found, index) => {
      const image = images[index];
      if (image) relativeBoxes(image, found);
    });
    return { ...profile, classes: countClasses(classes, labels), boxes: labels.length };
  } finally {
    archive.close();
  }
}

async function profileImageFolder(path: string, options: ReadOptions): Promise<ImagesProfile> {
  const folder = await openImageFolder(path);
  try {
    return await profileEntries(folder, options);
  } finally {
    folder.close();
  }
}

/** @param check looks at each image as soon as its size is known */
async function profileEntries(
  { classes, images }: Pick<ImageFolder, 'classes' | 'images'>,
  { signal, onProgress }: ReadOptions,
  check: (size: { width: number; height: number }, index: number) => void = () => undefined,
): Promise<ImagesProfile> {
  const [widths, heights]: [number[], number[]] = [[], []];
  let [grey, pixels] = [true, 0];
  const imagesTotal = images.length;
  onProgress?.({ imagesChecked: 0, imagesTotal });
  await forEachConcurrently(images, async ({ entry }, index) => {
    signal?.throwIfAborted();
    const found = await inspectImage(await entry.read(maxImageBytes), entry.name);
    check(found, index);
    pixels += found.width * found.height;
    if (pixels > maxTotalPixels) {
      throw new InvalidData(`The images have more than ${maxTotalPixels} pixels together.`, entry.name);
    }
    widths.push(found.width);
    heights.push(found.height);
    grey &&= found.grey;
    onProgress?.({ imagesChecked: widths.length, imagesTotal });
  });
  onProgress?.({ phase: 'DESCRIBING' });
  const labels = images.map(({ label }) => label);
  const chosen = spread(labels, classes.length).flatMap((index) => images[index] ?? []);
  const thumbnails: ImagesProfile['thumbnails'] = [];
  await forEachConcurrently(chosen, async ({ entry, label }, index) => {
    const dataUrl = await thumbnail(await entry.read(maxImageBytes), thumbnailEdge);
    thumbnails[index] = { className: classes[label] ?? '', dataUrl };
  });
  return {
    kind: 'images',
    count: images.length,
    classes: countClasses(classes, labels),
    ...extent(widths, heights),
    channels: grey ? 1 : 3,
    thumbnails,
  };
}

async function profileIdx(path: string, { signal, onProgress }: ReadOptions): Promise<ImagesProfile> {
  const archive = await openIdx(path);
  try {
    const { height, width, count, labels, classes } = archive;
    const chosen = spread([...labels], classes.length);
    const bytes = height * width;
    const dataUrls = new Map<number, string>();
    for await (const { first, count: some, pixels } of archive.images()) {
      signal?.throwIfAborted();
      for (const index of chosen) {
        if (index < first || index >= first + some) continue;
        const image = pixels.subarray((index - first) * bytes, (index - first + 1) * bytes);
        dataUrls.set(index, await greyThumbnail(image, { width, height }));
      }
      onProgress?.({ imagesChecked: first + some, imagesTotal: count });
    }
    const thumbnails = chosen.map((index) => ({
      className: classes[labels[index] ?? 0] ?? '',
      dataUrl: dataUrls.get(index) ?? '',
    }));
    const counts = countClasses(classes, [...labels]);
    return { kind: 'images', count, classes: counts, ...extent([width], [height]), channels: 1, thumbnails };
  } finally {
    archive.close();
  }
}

async function greyThumbnail(pixels: Uint8Array, size: { width: number; height: number }): Promise<string> {
  const png = await sharp(pixels, { raw: { ...size, channels: 1 } })
    .resize(thumbnailEdge, thumbnailEdge, { fit: 'contain', kernel: 'nearest' })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

function countClasses(classes: string[], labels: number[]): { name: string; count: number }[] {
  const counts = new Array<number>(classes.length).fill(0);
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return classes.map((name, index) => ({ name, count: counts[index] ?? 0 }));
}

function extent(widths: number[], heights: number[]) {
  // Not Math.min(...): half a million arguments overflow the stack.
  const lowest = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const highest = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  return {
    minimumWidth: lowest(widths),
    maximumWidth: highest(widths),
    minimumHeight: lowest(heights),
    maximumHeight: highest(heights),
  };
}

/** Indices of a few samples, the classes in turn. */
function spread(labels: number[], classCount: number): number[] {
  const wanted = Math.max(thumbnailCount, classCount <= 2 * thumbnailCount ? classCount : thumbnailCount);
  const byClass = Array.from({ length: classCount }, (): number[] => []);
  for (const [index, label] of labels.entries()) {
    const list = byClass[label];
    if (list && list.length < wanted) list.push(index);
  }
  const rounds = Array.from({ length: wanted }, (_, round) => byClass.flatMap((list) => list[round] ?? []));
  return rounds.flat().slice(0, wanted);
}
