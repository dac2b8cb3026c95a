/**
 * The IDX format of the MNIST family (http://yann.lecun.com/exdb/mnist): a file of images and a file of labels, of the
 * same length. An upload is a zip with one or more such pairs, plain or gzipped; pairs named "train" come first.
 *
 *   images: 00 00 08 03, count, height, width (uint32, big endian), then a byte a pixel
 *   labels: 00 00 08 01, count, then a byte a label
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import sharp from 'sharp';
import { InvalidData } from '../errors.ts';
import { type ArchiveEntry, openArchive } from './archive.ts';
import type { ImageSize, LabelledImages } from './image-data.ts';

const unzip = promisify(gunzip);
const largestFile = 4 * 2 ** 30;
const imagesName = /images[-.]idx3-ubyte(\.gz)?$/;
const imagesMagic = 0x0803;
const labelsMagic = 0x0801;

/** Whether the names in an archive look like IDX pairs. */
export function looksLikeIdx(entries: { name: string }[]): boolean {
  return entries.some(({ name }) => imagesName.test(name));
}

/** All images of all pairs. @param size scales them; absent: as they are. @throws InvalidData naming the file */
export async function decodeIdx(path: string, size?: ImageSize): Promise<LabelledImages> {
  const archive = await openArchive(path);
  try {
    const pairs = [];
    for (const pair of pairsOf(archive.entries)) pairs.push(await readPair(pair));
    const joined = join(pairs);
    return size ? await resized(joined, size) : joined;
  } finally {
    archive.close();
  }
}

interface Pair {
  images: ArchiveEntry;
  labels: ArchiveEntry;
}

function pairsOf(entries: ArchiveEntry[]): Pair[] {
  const bare = (name: string) => name.replace(/\.gz$/, '').replace(/[-.]idx([13])-ubyte$/, '-idx$1');
  const byName = new Map(entries.map((entry) => [bare(entry.name), entry]));
  const pairs = entries
    .filter(({ name }) => imagesName.test(name))
    .map((images) => {
      const wanted = bare(images.name).replace(/images-idx3$/, 'labels-idx1');
      const labels = byName.get(wanted);
      if (!labels) throw new InvalidData('The file of labels that belongs to these images is missing.', images.name);
      return { images, labels };
    });
  if (pairs.length === 0) {
    throw new InvalidData(
      'The archive needs a pair of files such as train-images-idx3-ubyte and train-labels-idx1-ubyte.',
    );
  }
  const rank = ({ images }: Pair) => (images.name.includes('train') ? 0 : 1);
  return pairs.sort((a, b) => rank(a) - rank(b) || (a.images.name < b.images.name ? -1 : 1));
}

async function readPair({ images, labels }: Pair) {
  const [pixels, classes] = [await content(images), await content(labels)];
  const [count = 0, height = 0, width = 0] = header(pixels, imagesMagic, 3, images.name);
  const [labelCount = 0] = header(classes, labelsMagic, 1, labels.name);
  if (count !== labelCount) {
    throw new InvalidData(`There are ${count} images but ${labelCount} labels.`, labels.name);
  }
  if (height < 1 || width < 1 || height > 4096 || width > 4096 || count < 1) {
    throw new InvalidData(`${count} images of ${height} x ${width} pixels make no sense.`, images.name);
  }
  return {
    name: images.name,
    height,
    width,
    count,
    pixels: body(pixels, 16, count * height * width, images.name),
    labels: body(classes, 8, count, labels.name),
  };
}

async function content(entry: ArchiveEntry): Promise<Buffer> {
  const bytes = await entry.read();
  if (!entry.name.endsWith('.gz')) return bytes;
  return unzip(bytes, { maxOutputLength: largestFile }).catch((error: Error) => {
    throw new InvalidData(`The file cannot be unpacked: ${error.message}.`, entry.name);
  });
}

function header(bytes: Buffer, magic: number, dimensions: number, name: string): number[] {
  if (bytes.length < 4 + dimensions * 4 || bytes.readUInt32BE(0) !== magic) {
    throw new InvalidData(`The file does not begin like an IDX file of ${dimensions} dimension(s) of bytes.`, name);
  }
  return Array.from({ length: dimensions }, (_, index) => bytes.readUInt32BE(4 + index * 4));
}

function body(bytes: Buffer, start: number, length: number, name: string): Buffer {
  if (bytes.length - start === length) return bytes.subarray(start);
  throw new InvalidData(`The file should hold ${length} values and holds ${bytes.length - start}.`, name);
}

function join(pairs: Awaited<ReturnType<typeof readPair>>[]): LabelledImages {
  const [first] = pairs;
  if (!first) throw new InvalidData('The archive has no pair of files.');
  const { height, width } = first;
  const odd = pairs.find((pair) => pair.height !== height || pair.width !== width);
  if (odd) throw new InvalidData(`The images are not all ${height} x ${width} pixels.`, odd.name);
  const labels = Int32Array.from(Buffer.concat(pairs.map((pair) => pair.labels)));
  const classCount = labels.reduce((highest, label) => Math.max(highest, label), 0) + 1;
  return {
    size: { height, width, channels: 1 },
    count: labels.length,
    pixels: Buffer.concat(pairs.map((pair) => pair.pixels)),
    labels,
    classes: Array.from({ length: classCount }, (_, index) => String(index)),
  };
}

async function resized(images: LabelledImages, size: ImageSize): Promise<LabelledImages> {
  const { size: from, count } = images;
  if (from.height === size.height && from.width === size.width && size.channels === 1) return images;
  const [sourceBytes, targetBytes] = [from.height * from.width, size.height * size.width * size.channels];
  const pixels = new Uint8Array(count * targetBytes);
  const raw = { raw: { width: from.width, height: from.height, channels: 1 as const } };
  for (let index = 0; index < count; index++) {
    const source = images.pixels.subarray(index * sourceBytes, (index + 1) * sourceBytes);
    const grey = await sharp(source, raw)
      .resize(size.width, size.height, { fit: 'cover' })
      .toColourspace(size.channels === 1 ? 'b-w' : 'srgb')
      .raw()
      .toBuffer();
    pixels.set(grey, index * targetBytes);
  }
  return { ...images, size, pixels };
}
