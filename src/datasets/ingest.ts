/** Reads an uploaded file once from end to end: what comes out is its profile, or the reason why it cannot be used. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import sharp from 'sharp';
import { openCoco, relativeBoxes } from './coco.ts';
import type { DatasetFormat } from './dataset.ts';
import { decodeIdx } from './idx.ts';
import type { LabelledImages } from './image-data.ts';
import { forEachConcurrently, type ImageFolder, inspectImage, openImageFolder, thumbnail } from './images.ts';
import { type DatasetProfile, type ImagesProfile, profileTable } from './profile.ts';
import { isTabular, readTabular } from './tabular.ts';

const thumbnailCount = 12;
const thumbnailEdge = 64;

/** @throws InvalidData naming the line or the entry */
export async function ingest(path: string, format: DatasetFormat, signal?: AbortSignal): Promise<DatasetProfile> {
  if (isTabular(format)) {
    const table = await readTabular(path, format, signal);
    await nextTurn(); // reading and counting are two turns of the gateway's event loop, not one
    return profileTable(table);
  }
  if (format === 'IDX') return profileIdx(await decodeIdx(path));
  return format === 'COCO' ? profileCoco(path, signal) : profileImageFolder(path, signal);
}

async function profileCoco(path: string, signal?: AbortSignal): Promise<ImagesProfile> {
  const archive = await openCoco(path);
  try {
    const { classes, images } = archive;
    const labels = images.flatMap(({ boxes }) => boxes.map(({ label }) => label));
    // A thumbnail is shown under what lies in it first.
    const entries = images.map(({ entry, boxes }) => ({ entry, label: boxes[0]?.label ?? 0 }));
    const profile = await profileEntries({ classes, images: entries }, signal, (found, index) => {
      const image = images[index];
      if (image) relativeBoxes(image, found);
    });
    return { ...profile, classes: countClasses(classes, labels), boxes: labels.length };
  } finally {
    archive.close();
  }
}

async function profileImageFolder(path: string, signal?: AbortSignal): Promise<ImagesProfile> {
  const folder = await openImageFolder(path);
  try {
    return await profileEntries(folder, signal);
  } finally {
    folder.close();
  }
}

/** @param check looks at each image as soon as its size is known */
async function profileEntries(
  { classes, images }: Pick<ImageFolder, 'classes' | 'images'>,
  signal?: AbortSignal,
  check: (size: { width: number; height: number }, index: number) => void = () => undefined,
): Promise<ImagesProfile> {
  const [widths, heights]: [number[], number[]] = [[], []];
  let grey = true;
  await forEachConcurrently(images, async ({ entry }, index) => {
    signal?.throwIfAborted();
    const found = await inspectImage(await entry.read(), entry.name);
    check(found, index);
    widths.push(found.width);
    heights.push(found.height);
    grey &&= found.grey;
  });
  const chosen = spread(
    images.map(({ label }) => label),
    classes.length,
  );
  const thumbnails = await Promise.all(
    chosen
      .flatMap((index) => images[index] ?? [])
      .map(async ({ entry, label }) => ({
        className: classes[label] ?? '',
        dataUrl: await thumbnail(await entry.read(), thumbnailEdge),
      })),
  );
  return {
    kind: 'images',
    count: images.length,
    classes: countClasses(
      classes,
      images.map(({ label }) => label),
    ),
    ...extent(widths, heights),
    channels: grey ? 1 : 3,
    thumbnails,
  };
}

async function profileIdx(images: LabelledImages): Promise<ImagesProfile> {
  const { size, pixels, labels, classes, count } = images;
  const bytes = size.height * size.width;
  const raw = { raw: { width: size.width, height: size.height, channels: 1 as const } };
  const thumbnails = await Promise.all(
    spread([...labels], classes.length).map(async (index) => {
      const image = sharp(pixels.subarray(index * bytes, (index + 1) * bytes), raw);
      const png = await image
        .resize(thumbnailEdge, thumbnailEdge, { fit: 'contain', kernel: 'nearest' })
        .png()
        .toBuffer();
      return {
        className: classes[labels[index] ?? 0] ?? '',
        dataUrl: `data:image/png;base64,${png.toString('base64')}`,
      };
    }),
  );
  return {
    kind: 'images',
    count,
    classes: countClasses(classes, [...labels]),
    ...extent([size.width], [size.height]),
    channels: 1,
    thumbnails,
  };
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
