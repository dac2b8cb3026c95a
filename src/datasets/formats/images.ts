/**
 * Archives of images with one folder per class: "cats/1.jpg", "dogs/7.png", or the same inside one common folder.
 * JPEG, PNG and WebP. Every image is rotated by its EXIF orientation, converted to sRGB or grayscale, flattened on white, and
 * resized to cover the target size, cropped at the center.
 */
import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { InvalidData } from '../../errors.ts';
import type { ImageSize } from '../../shared/model-input.ts';
import { reasonOf } from '../../text.ts';
import type { LabelledImages } from '../encoders/image-data.ts';
import { openArchive } from './archive.ts';
import { type LabelledEntry, listClassFolders } from './class-folders.ts';
import { assertImage, blockOtherDecoders } from './image-format.ts';

export const imageExtension = /\.(jpe?g|png|webp)$/i;
export const maxImageBytes = 128 * 2 ** 20;
const maxPixels = 100_000_000;
/** Progressive JPEG and interlaced PNG are decoded as a whole in memory; other images are decoded in strips. */
const maxProgressivePixels = 40_000_000;
/** More concurrency costs more memory than the time it saves is worth. */
const maxLanes = 4;

// This must run before any untrusted bytes are decoded.
blockOtherDecoders();

export interface ImageFolder {
  classes: string[];
  images: LabelledEntry[];
  close(): void;
}

/** Opens an archive of class folders. @throws InvalidData naming the entry */
export async function openImageFolder(path: string): Promise<ImageFolder> {
  const archive = await openArchive(path);
  try {
    const { classes, entries: images } = listClassFolders(archive.entries, {
      extension: imageExtension,
      example: 'cats/1.jpg',
      kinds: 'JPEG, PNG and WebP images',
    });
    return { classes, images, close: archive.close };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Decodes every image at `size`, sorted by entry name. @throws InvalidData naming the entry */
export async function decodeImageFolder(path: string, size: ImageSize): Promise<LabelledImages> {
  const folder = await openImageFolder(path);
  const bytesEach = size.height * size.width * size.channels;
  const pixels = new Uint8Array(folder.images.length * bytesEach);
  try {
    await forEachConcurrently(folder.images, async ({ entry }, index) => {
      pixels.set(await decodeImage(await entry.read(maxImageBytes), size, { name: entry.name }), index * bytesEach);
    });
  } finally {
    folder.close();
  }
  const labels = Int32Array.from(folder.images, ({ label }) => label);
  return { size, count: folder.images.length, pixels, labels, classes: folder.classes };
}

/**
 * Decodes one image to height x width x channels bytes.
 * @param how `name`: the entry to name in an error; `fit`: `fill` stretches to `size`, `cover` (default) crops at the center
 * @throws InvalidData
 */
export async function decodeImage(
  bytes: Uint8Array,
  size: ImageSize,
  how: { name?: string; fit?: 'fill' | 'cover' } = {},
): Promise<Uint8Array> {
  try {
    const { data, info } = await applyExifOrientation(bytes)
      .resize(size.width, size.height, { fit: how.fit ?? 'cover' })
      .flatten({ background: 'white' })
      .toColourspace(size.channels === 1 ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return info.channels === size.channels ? data : convertChannels(data, info.channels, size.channels);
  } catch (error) {
    throw unreadableError(error, how.name ?? null);
  }
}

/** Decodes an image fully and returns its size, and whether it is grayscale. @throws InvalidData when it is corrupt */
export async function inspectImage(
  bytes: Uint8Array,
  name: string,
): Promise<{ width: number; height: number; isGray: boolean }> {
  try {
    assertImage(bytes);
    const metadata = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).metadata();
    assertDecodable(metadata);
    // Decodes every pixel: a truncated file is not detected before.
    await applyExifOrientation(bytes).resize(8, 8, { fit: 'fill' }).raw().toBuffer();
    const isRotated = (metadata.orientation ?? 1) >= 5;
    const [width, height] = isRotated ? [metadata.height, metadata.width] : [metadata.width, metadata.height];
    return { width, height, isGray: metadata.channels <= 2 };
  } catch (error) {
    throw unreadableError(error, name);
  }
}

function assertDecodable({ width, height, isProgressive }: { width: number; height: number; isProgressive: boolean }) {
  if (isProgressive && width * height > maxProgressivePixels) {
    throw new Error(
      `it is progressive or interlaced and has ${width} x ${height} pixels; above ${maxProgressivePixels} pixels, save it as a baseline JPEG or a non-interlaced PNG`,
    );
  }
}

/** Creates a square PNG thumbnail. @returns a data URL */
export async function createThumbnail(bytes: Uint8Array, edge: number): Promise<string> {
  const png = await applyExifOrientation(bytes)
    .resize(edge, edge, { fit: 'cover' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

/** Encodes an image as a PNG. @param values height x width x channels, in 0..1 @returns a data URL */
export async function toPngDataUrl(values: Float32Array, size: ImageSize): Promise<string> {
  return dataUrlOf(await encodePng(values, size));
}

/** Arranges images of equal size in a grid. @returns a PNG as a data URL */
export async function toGridDataUrl(values: Float32Array, size: ImageSize): Promise<string> {
  return dataUrlOf((await imageGrid(values, size)).png);
}

const dataUrlOf = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`;

/** @param values height x width x channels, in 0..1 */
function encodePng(values: Float32Array, { height, width, channels }: ImageSize): Promise<Buffer> {
  const pixels = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return sharp(pixels, { raw: { height, width, channels } }).png().toBuffer();
}

/** Arranges images of equal size in a nearly square grid, one pixel apart. */
export async function imageGrid(
  values: Float32Array,
  { height, width, channels }: ImageSize,
): Promise<{ png: Buffer; columns: number; rows: number }> {
  const size = height * width * channels;
  const count = values.length / size;
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  const whole = { height: rows * (height + 1) - 1, width: columns * (width + 1) - 1, channels };
  const all = new Float32Array(whole.height * whole.width * channels);
  for (let image = 0; image < count; image++) {
    const [top, left] = [Math.floor(image / columns) * (height + 1), (image % columns) * (width + 1)];
    for (let y = 0; y < height; y++) {
      const row = values.subarray(image * size + y * width * channels, image * size + (y + 1) * width * channels);
      all.set(row, ((top + y) * whole.width + left) * channels);
    }
  }
  return { png: await encodePng(all, whole), columns, rows };
}

/** @throws Error when the image is not a JPEG, PNG or WebP */
function applyExifOrientation(bytes: Uint8Array) {
  assertImage(bytes);
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true }).rotate();
}

/** Converts gray to color by repeating the channel, and color to gray by taking the first: for color spaces that sharp keeps. */
function convertChannels(data: Uint8Array, from: number, to: number): Uint8Array {
  const pixels = data.length / from;
  const out = new Uint8Array(pixels * to);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < to; channel++) {
      out[pixel * to + channel] = data[pixel * from + Math.min(channel, from - 1)] ?? 0;
    }
  }
  return out;
}

function unreadableError(error: unknown, name: string | null): InvalidData {
  return new InvalidData(`The image cannot be decoded: ${reasonOf(error)}.`, name);
}

/** Runs `work` for every item, with one lane per CPU core, at most four. */
export async function forEachConcurrently<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item !== undefined) await work(item, index);
    }
  };
  await Promise.all(Array.from({ length: Math.min(availableParallelism(), maxLanes) }, lane));
}
