/** Reads an uploaded file completely, and returns its profile or throws the reason why it cannot be used. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { InvalidData } from '../errors.ts';
import type { DatasetFormat } from './dataset.ts';
import { openCoco, toRelativeBoxes } from './formats/coco.ts';
import { openIdx } from './formats/idx.ts';
import {
  createThumbnail,
  forEachConcurrently,
  type ImageFolder,
  inspectImage,
  maxImageBytes,
  openImageFolder,
} from './formats/images.ts';
import { isTabular, readTabular } from './formats/tabular.ts';
import type { ReadOptions } from './ingestion.ts';
import { type DatasetProfile, type ImageProfile, profileTable } from './profile.ts';

/** Enough for half a million images of 0.2 megapixels. A small file can declare any number of pixels. */
const maxTotalPixels = 100_000_000_000;
const thumbnailCount = 12;
const thumbnailEdge = 64;

/** Profiles a file of the given format. @throws InvalidData naming the line or the entry */
export async function profileFile(
  path: string,
  format: DatasetFormat,
  options: ReadOptions = {},
): Promise<DatasetProfile> {
  if (isTabular(format)) {
    const table = await readTabular(path, format, options);
    options.onProgress?.({ phase: 'DESCRIBING' });
    await nextTurn(); // sends the progress before the statistics block the event loop
    return profileTable(table);
  }
  if (format === 'IDX') return profileIdx(path, options);
  return format === 'COCO' ? profileCoco(path, options) : profileImageFolder(path, options);
}

async function profileCoco(path: string, options: ReadOptions): Promise<ImageProfile> {
  const archive = await openCoco(path);
  try {
    const { classes, images } = archive;
    const labels = images.flatMap(({ boxes }) => boxes.map(({ label }) => label));
    // A thumbnail is labeled with the class of its first box.
    const entries = images.map(({ entry, boxes }) => ({ entry, label: boxes[0]?.label ?? 0 }));
    const profile = await profileEntries({ classes, images: entries }, options, (found, index) => {
      const image = images[index];
      if (image) toRelativeBoxes(image, found);
    });
    return { ...profile, classes: countClasses(classes, labels), boxCount: labels.length };
  } finally {
    archive.close();
  }
}

async function profileImageFolder(path: string, options: ReadOptions): Promise<ImageProfile> {
  const folder = await openImageFolder(path);
  try {
    return await profileEntries(folder, options);
  } finally {
    folder.close();
  }
}

/** @param check validates each image as soon as its size is known */
async function profileEntries(
  { classes, images }: Pick<ImageFolder, 'classes' | 'images'>,
  { signal, onProgress }: ReadOptions,
  check: (size: { width: number; height: number }, index: number) => void = () => undefined,
): Promise<ImageProfile> {
  const [widths, heights]: [number[], number[]] = [[], []];
  let [isGray, pixels] = [true, 0];
  const imagesTotal = images.length;
  onProgress?.({ imagesChecked: 0, imagesTotal });
  await forEachConcurrently(images, async ({ entry }, index) => {
    signal?.throwIfAborted();
    const found = await inspectImage(await entry.read(maxImageBytes), entry.name);
    check(found, index);
    pixels += found.width * found.height;
    if (pixels > maxTotalPixels) {
      throw new InvalidData(`The images have more than ${maxTotalPixels} pixels in total.`, entry.name);
    }
    widths.push(found.width);
    heights.push(found.height);
    isGray &&= found.isGray;
    onProgress?.({ imagesChecked: widths.length, imagesTotal });
  });
  onProgress?.({ phase: 'DESCRIBING' });
  const labels = images.map(({ label }) => label);
  const picked = pickPerClass(labels, classes.length).flatMap((index) => images[index] ?? []);
  const thumbnails: ImageProfile['thumbnails'] = [];
  await forEachConcurrently(picked, async ({ entry, label }, index) => {
    const dataUrl = await createThumbnail(await entry.read(maxImageBytes), thumbnailEdge);
    thumbnails[index] = { label: classes[label] ?? '', dataUrl };
  });
  return {
    kind: 'images',
    imageCount: images.length,
    classes: countClasses(classes, labels),
    ...sizeRange(widths, heights),
    channels: isGray ? 1 : 3,
    thumbnails,
  };
}

async function profileIdx(path: string, { signal, onProgress }: ReadOptions): Promise<ImageProfile> {
  const archive = await openIdx(path);
  try {
    const { height, width, count, labels, classes } = archive;
    const picked = pickPerClass([...labels], classes.length);
    const bytes = height * width;
    const dataUrls = new Map<number, string>();
    for await (const { first, count: some, pixels } of archive.images()) {
      signal?.throwIfAborted();
      for (const index of picked) {
        if (index < first || index >= first + some) continue;
        const image = pixels.subarray((index - first) * bytes, (index - first + 1) * bytes);
        dataUrls.set(index, await grayThumbnail(image, { width, height }));
      }
      onProgress?.({ imagesChecked: first + some, imagesTotal: count });
    }
    const thumbnails = picked.map((index) => ({
      label: classes[labels[index] ?? 0] ?? '',
      dataUrl: dataUrls.get(index) ?? '',
    }));
    const counts = countClasses(classes, [...labels]);
    return {
      kind: 'images',
      imageCount: count,
      classes: counts,
      ...sizeRange([width], [height]),
      channels: 1,
      thumbnails,
    };
  } finally {
    archive.close();
  }
}

async function grayThumbnail(pixels: Uint8Array, size: { width: number; height: number }): Promise<string> {
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

function sizeRange(widths: number[], heights: number[]) {
  // Not Math.min(...): half a million arguments overflow the stack.
  const lowest = (values: number[]) => values.reduce((a, b) => Math.min(a, b));
  const highest = (values: number[]) => values.reduce((a, b) => Math.max(a, b));
  return {
    minWidth: lowest(widths),
    maxWidth: highest(widths),
    minHeight: lowest(heights),
    maxHeight: highest(heights),
  };
}

/** Picks the indices of a few samples, round-robin over the classes. */
function pickPerClass(labels: number[], classCount: number): number[] {
  const limit = Math.max(thumbnailCount, classCount <= 2 * thumbnailCount ? classCount : thumbnailCount);
  const byClass = Array.from({ length: classCount }, (): number[] => []);
  for (const [index, label] of labels.entries()) {
    const list = byClass[label];
    if (list && list.length < limit) list.push(index);
  }
  const rounds = Array.from({ length: limit }, (_, round) => byClass.flatMap((list) => list[round] ?? []));
  return rounds.flat().slice(0, limit);
}
