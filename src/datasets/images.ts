/**
 * Archives of photos, one folder a class: "cats/1.jpg", "dogs/7.png", or the same below one common folder.
 * JPEG, PNG and WebP. Every image is turned upright (EXIF), brought to sRGB or grey, laid on white where it is
 * transparent, and scaled so that it covers the wanted size; what hangs over is cut off evenly.
 */
import { availableParallelism } from 'node:os';
import sharp from 'sharp';
import { InvalidData } from '../errors.ts';
import { reasonOf } from '../text.ts';
import { openArchive } from './archive.ts';
import { classFolders, type LabelledEntry } from './class-folders.ts';
import type { ImageSize, LabelledImages } from './image-data.ts';
import { assertImage, blockOtherDecoders } from './image-format.ts';

export const imageExtension = /\.(jpe?g|png|webp)$/i;
export const maxImageBytes = 128 * 2 ** 20;
const maxPixels = 100_000_000;
/** A progressive JPEG and an interlaced PNG are held in memory as a whole while they are decoded, others a strip at a time. */
const maxProgressivePixels = 40_000_000;
/** More lanes need more memory than they save time. */
const maxLanes = 4;

// Before any bytes of strangers are looked at.
blockOtherDecoders();

export interface ImageFolder {
  classes: string[];
  images: LabelledEntry[];
  close(): void;
}

/** Lists an archive of class folders. @throws InvalidData naming the entry */
export async function openImageFolder(path: string): Promise<ImageFolder> {
  const archive = await openArchive(path);
  try {
    const { classes, entries: images } = classFolders(archive.entries, {
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

/** Decodes every image to `size`, in the order of their names. @throws InvalidData naming the entry */
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
 * One image as height x width x channels bytes.
 * @param how `name`: for the message when it cannot be; `stretch`: to the whole size, instead of cutting what hangs over
 * @throws InvalidData
 */
export async function decodeImage(
  bytes: Uint8Array,
  size: ImageSize,
  how: { name?: string; stretch?: boolean } = {},
): Promise<Uint8Array> {
  try {
    const { data, info } = await upright(bytes)
      .resize(size.width, size.height, { fit: how.stretch ? 'fill' : 'cover' })
      .flatten({ background: 'white' })
      .toColourspace(size.channels === 1 ? 'b-w' : 'srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return info.channels === size.channels ? data : withChannels(data, info.channels, size.channels);
  } catch (error) {
    throw unreadable(error, how.name ?? null);
  }
}

/** Width, height and colour of an image that decodes without an error. @throws InvalidData */
export async function inspectImage(
  bytes: Uint8Array,
  name: string,
): Promise<{ width: number; height: number; grey: boolean }> {
  try {
    assertImage(bytes);
    const metadata = await sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' }).metadata();
    assertDecodable(metadata);
    // Decodes every pixel: a file that is cut off looks fine until then.
    await upright(bytes).resize(8, 8, { fit: 'fill' }).raw().toBuffer();
    const turned = (metadata.orientation ?? 1) >= 5;
    const [width, height] = turned ? [metadata.height, metadata.width] : [metadata.width, metadata.height];
    return { width, height, grey: metadata.channels <= 2 };
  } catch (error) {
    throw unreadable(error, name);
  }
}

function assertDecodable({ width, height, isProgressive }: { width: number; height: number; isProgressive: boolean }) {
  if (isProgressive && width * height > maxProgressivePixels) {
    throw new Error(
      `it is progressive or interlaced and has ${width} x ${height} pixels; more than ${maxProgressivePixels} need a file that is not`,
    );
  }
}

/** A small PNG as a data URL. */
export async function thumbnail(bytes: Uint8Array, edge: number): Promise<string> {
  const png = await upright(bytes)
    .resize(edge, edge, { fit: 'cover' })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

/** @param values of 0..1, height x width x channels. @returns a PNG as a data URL */
export async function pngOf(values: Float32Array, size: ImageSize): Promise<string> {
  return dataUrlOf(await encodePng(values, size));
}

/** Images of one size side by side. @returns a PNG as a data URL */
export async function gridOf(values: Float32Array, size: ImageSize): Promise<string> {
  return dataUrlOf((await imageGrid(values, size)).png);
}

const dataUrlOf = (png: Buffer) => `data:image/png;base64,${png.toString('base64')}`;

/** @param values of 0..1, height x width x channels */
function encodePng(values: Float32Array, { height, width, channels }: ImageSize): Promise<Buffer> {
  const pixels = Uint8Array.from(values, (value) => Math.round(255 * Math.min(1, Math.max(0, value))));
  return sharp(pixels, { raw: { height, width, channels } }).png().toBuffer();
}

/** Images of one size in one PNG, as near to a square as can be, with a pixel between them. */
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

/** @throws Error when it is no JPEG, PNG or WebP */
function upright(bytes: Uint8Array) {
  assertImage(bytes);
  return sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error', sequentialRead: true }).rotate();
}

/** Grey to colour by repeating, colour to grey by taking the first: for files whose colour space sharp keeps. */
function withChannels(data: Uint8Array, from: number, to: number): Uint8Array {
  const pixels = data.length / from;
  const out = new Uint8Array(pixels * to);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < to; channel++) {
      out[pixel * to + channel] = data[pixel * from + Math.min(channel, from - 1)] ?? 0;
    }
  }
  return out;
}

function unreadable(error: unknown, name: string | null): InvalidData {
  return new InvalidData(`The image cannot be decoded: ${reasonOf(error)}.`, name);
}

/** Runs `work` for every item, as many at once as there are cores to decode on, four at most. */
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
