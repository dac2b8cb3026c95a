/**
 * The IDX format of the MNIST family (http://yann.lecun.com/exdb/mnist): a file of images and a file of labels
 * with equal counts. An upload is a zip with one or more such pairs, plain or gzipped; pairs named "train" come first.
 *
 *   images: 00 00 08 03, count, height, width (uint32, big endian), then one byte per pixel
 *   labels: 00 00 08 01, count, then one byte per label
 *
 * Images are streamed as they are inflated, so that a dataset can be read without holding it in memory.
 */
import sharp from 'sharp';
import { InvalidData } from '../../errors.ts';
import type { ImageSize } from '../../shared/model-input.ts';
import type { LabelledImages } from '../encoders/image-data.ts';
import { type ArchiveEntry, openArchive } from './archive.ts';
import { gunzipped } from './inflate.ts';

const maxImages = 10_000_000;
const maxEdge = 4096;
/** Maximum of all pairs of an archive together. */
const maxPixels = 4 * 2 ** 30;
const imagesName = /images[-.]idx3-ubyte(\.gz)?$/;
const [imagesMagic, imagesHeader] = [0x0803, 16];
const [labelsMagic, labelsHeader] = [0x0801, 8];

/** Returns whether the names in an archive look like IDX pairs. */
export function looksLikeIdx(entries: { name: string }[]): boolean {
  return entries.some(({ name }) => imagesName.test(name));
}

export interface IdxArchive {
  height: number;
  width: number;
  count: number;
  /** Indices into `classes`. */
  labels: Int32Array;
  classes: string[];
  /** Streams the pixels of all images in order, in blocks of whole images. @throws InvalidData naming the file */
  images(): AsyncGenerator<{ first: number; count: number; pixels: Buffer }, void>;
  close(): void;
}

/** Reads the labels and the headers of the images. @throws InvalidData naming the file */
export async function openIdx(path: string): Promise<IdxArchive> {
  const archive = await openArchive(path);
  try {
    const pairs: Pair[] = [];
    for (const { images, labels } of pairsOf(archive.entries)) pairs.push(await openPair(images, labels));
    const { height, width } = sizeOf(pairs);
    const labels = Int32Array.from(Buffer.concat(pairs.map((pair) => pair.labels)));
    const classCount = labels.reduce((highest, label) => Math.max(highest, label), 0) + 1;
    return {
      height,
      width,
      count: labels.length,
      labels,
      classes: Array.from({ length: classCount }, (_, index) => String(index)),
      images: () => imagesOf(pairs, height * width),
      close: archive.close,
    };
  } catch (error) {
    archive.close();
    throw error;
  }
}

/** Decodes all images of all pairs. @param size resizes them; absent: original size. @throws InvalidData naming the file */
export async function decodeIdx(path: string, size?: ImageSize): Promise<LabelledImages> {
  const archive = await openIdx(path);
  try {
    const { height, width, count, labels, classes } = archive;
    const blocks: Buffer[] = [];
    for await (const { pixels } of archive.images()) blocks.push(pixels);
    const decoded = {
      size: { height, width, channels: 1 as const },
      count,
      pixels: Buffer.concat(blocks),
      labels,
      classes,
    };
    return size ? await resize(decoded, size) : decoded;
  } finally {
    archive.close();
  }
}

interface Pair {
  images: ArchiveEntry;
  labels: Buffer;
  height: number;
  width: number;
}

function pairsOf(entries: ArchiveEntry[]): { images: ArchiveEntry; labels: ArchiveEntry }[] {
  const bare = (name: string) => name.replace(/\.gz$/, '').replace(/[-.]idx([13])-ubyte$/, '-idx$1');
  const byName = new Map(entries.map((entry) => [bare(entry.name), entry]));
  const pairs = entries
    .filter(({ name }) => imagesName.test(name))
    .map((images) => {
      const labelsName = bare(images.name).replace(/images-idx3$/, 'labels-idx1');
      const labels = byName.get(labelsName);
      if (!labels) throw new InvalidData('The label file for these images is missing.', images.name);
      return { images, labels };
    });
  if (pairs.length === 0) {
    throw new InvalidData(
      'The archive must contain a pair of files such as train-images-idx3-ubyte and train-labels-idx1-ubyte.',
    );
  }
  const rank = ({ images }: { images: ArchiveEntry }) => (images.name.includes('train') ? 0 : 1);
  return pairs.sort((a, b) => rank(a) - rank(b) || (a.images.name < b.images.name ? -1 : 1));
}

async function openPair(images: ArchiveEntry, labels: ArchiveEntry): Promise<Pair> {
  const [count = 0, height = 0, width = 0] = readHeader(
    await readStart(images, imagesHeader),
    imagesMagic,
    3,
    images.name,
  );
  const classes = await readLabels(labels);
  if (count !== classes.length) {
    throw new InvalidData(`The files have ${count} images but ${classes.length} labels.`, labels.name);
  }
  if (height < 1 || width < 1 || height > maxEdge || width > maxEdge || count < 1) {
    throw new InvalidData(`Invalid header: ${count} images of ${height} x ${width} pixels.`, images.name);
  }
  if (!images.name.endsWith('.gz')) assertLength(images.bytes - imagesHeader, count * height * width, images.name);
  return { images, labels: classes, height, width };
}

async function readLabels(labels: ArchiveEntry): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of readEntry(labels, labelsHeader + maxImages)) chunks.push(chunk);
  const bytes = Buffer.concat(chunks);
  const [count = 0] = readHeader(bytes, labelsMagic, 1, labels.name);
  assertLength(bytes.length - labelsHeader, count, labels.name);
  return bytes.subarray(labelsHeader);
}

function sizeOf(pairs: Pair[]): { height: number; width: number } {
  const [first] = pairs;
  if (!first) throw new InvalidData('The archive has no pair of files.');
  const { height, width } = first;
  const different = pairs.find((pair) => pair.height !== height || pair.width !== width);
  if (different) throw new InvalidData(`The images are not all ${height} x ${width} pixels.`, different.images.name);
  const pixels = pairs.reduce((total, pair) => total + pair.labels.length * height * width, 0);
  if (pixels > maxPixels) throw new InvalidData(`The images have more than ${maxPixels} pixels in total.`);
  return { height, width };
}

async function* imagesOf(pairs: Pair[], bytesEach: number) {
  let first = 0;
  for (const { images, labels } of pairs) {
    const expected = labels.length * bytesEach;
    let [skip, read] = [imagesHeader, 0];
    let waiting: Buffer[] = [];
    let waitingBytes = 0;
    for await (const chunk of readEntry(images, imagesHeader + expected + 1)) {
      const readBody = chunk.subarray(skip);
      skip -= chunk.length - readBody.length;
      read += readBody.length;
      if (read > expected) assertLength(read, expected, images.name);
      waiting.push(readBody);
      waitingBytes += readBody.length;
      if (waitingBytes < bytesEach) continue;
      const all = Buffer.concat(waiting);
      const count = Math.floor(all.length / bytesEach);
      yield { first, count, pixels: all.subarray(0, count * bytesEach) };
      first += count;
      waiting = [all.subarray(count * bytesEach)];
      waitingBytes = all.length - count * bytesEach;
    }
    assertLength(read, expected, images.name);
  }
}

/**
 * Streams the content of a file, unpacked when it is gzipped.
 * @throws InvalidData when it exceeds `maxBytes`: for a gzipped file as it unpacks, for others by their declared size
 */
function readEntry(entry: ArchiveEntry, maxBytes: number): AsyncGenerator<Buffer, void> {
  const { name, bytes } = entry;
  if (name.endsWith('.gz')) return gunzipped(entry.stream(), { name, packedBytes: bytes, maxBytes });
  if (bytes > maxBytes) throw new InvalidData(`The file is larger than ${maxBytes} bytes.`, name);
  return entry.stream();
}

async function readStart(entry: ArchiveEntry, length: number): Promise<Buffer> {
  let start = Buffer.alloc(0);
  for await (const chunk of readEntry(entry, Number.POSITIVE_INFINITY)) {
    start = Buffer.concat([start, chunk]);
    if (start.length >= length) break;
  }
  return start;
}

function readHeader(bytes: Buffer, magic: number, dimensions: number, name: string): number[] {
  if (bytes.length < 4 + dimensions * 4 || bytes.readUInt32BE(0) !== magic) {
    throw new InvalidData(
      `Not an IDX file with ${dimensions} ${dimensions === 1 ? 'dimension' : 'dimensions'} of bytes.`,
      name,
    );
  }
  return Array.from({ length: dimensions }, (_, index) => bytes.readUInt32BE(4 + index * 4));
}

function assertLength(found: number, expected: number, name: string): void {
  if (found !== expected) throw new InvalidData(`The file has ${found} values instead of ${expected}.`, name);
}

async function resize(images: LabelledImages, size: ImageSize): Promise<LabelledImages> {
  const { size: from, count } = images;
  if (from.height === size.height && from.width === size.width && size.channels === 1) return images;
  const [sourceBytes, targetBytes] = [from.height * from.width, size.height * size.width * size.channels];
  const pixels = new Uint8Array(count * targetBytes);
  const raw = { raw: { width: from.width, height: from.height, channels: 1 as const } };
  for (let index = 0; index < count; index++) {
    const source = images.pixels.subarray(index * sourceBytes, (index + 1) * sourceBytes);
    const resized = await sharp(source, raw)
      .resize(size.width, size.height, { fit: 'cover' })
      .toColourspace(size.channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer();
    pixels.set(resized, index * targetBytes);
  }
  return { ...images, size, pixels };
}
