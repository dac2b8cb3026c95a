/** Files that are cheap to send, but cost their reader much time or memory. */
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { hostileZip } from '../../test/support/hostile-zip.ts';

export interface Poison {
  name: string;
  /** Declared format of the dataset. */
  format: string;
  content(): Buffer | Readable;
}

const megabyte = 2 ** 20;
/** Maximum edge of a square image: its square is the maximum number of pixels. */
const maxEdge = 10_000;
const objects = 20_000_000;
/** Numbers are sent in chunks of this many that differ in their first three digits: 10,000,000 and up. */
const [numberChunks, numbersPerChunk] = [300, 100_000];
/** Time in which a line of 100 Mbit/s sends a chunk of 1.1 MB. */
const chunkMs = 88;

export async function makePoison(): Promise<Poison[]> {
  const image = await maxImage();
  const fixed = {
    zipBomb: zipBomb(),
    coco: cocoBomb(image),
    images: imageFolders(image),
    gzip: gzipBomb(),
    names: manyNames(image),
  };
  return [
    { name: 'zip bomb', format: 'IMAGE_FOLDER', content: () => fixed.zipBomb },
    { name: 'COCO JSON', format: 'COCO', content: () => fixed.coco },
    { name: 'distinct numbers', format: 'CSV', content: () => Readable.from(distinctNumbers()) },
    { name: 'interlaced images', format: 'IMAGE_FOLDER', content: () => fixed.images },
    { name: 'names over one entry', format: 'IMAGE_FOLDER', content: () => fixed.names },
    { name: 'gzip in IDX', format: 'IDX', content: () => fixed.gzip },
  ];
}

/** A PNG that cannot be decoded line by line: 300 MB of pixels in less than a megabyte. */
export async function maxImage(): Promise<Buffer> {
  const create = { width: maxEdge, height: maxEdge, channels: 3 as const, background: 'teal' };
  return sharp({ create }).png({ progressive: true, compressionLevel: 9 }).toBuffer();
}

/** A gigabyte of zeros under ten names. */
function zipBomb(): Buffer {
  const zeros = new Uint8Array(100 * megabyte);
  const names = Array.from({ length: 10 }, (_, index) => `${index % 2 === 0 ? 'a' : 'b'}/${index}.png`);
  return Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, zeros])), { level: 6 }));
}

function cocoBomb(image: Buffer): Buffer {
  const json = Buffer.concat([
    Buffer.from('{"images":['),
    Buffer.alloc(3 * objects, '{},'),
    Buffer.from('{}],"annotations":[],"categories":[]}'),
  ]);
  return Buffer.from(zipSync({ 'annotations.json': [json, { level: 6 }], 'a.png': [image, { level: 0 }] }));
}

function imageFolders(image: Buffer): Buffer {
  const names = Array.from({ length: 10 }, (_, index) => `${index % 2 === 0 ? 'a' : 'b'}/${index}.png`);
  return Buffer.from(zipSync(Object.fromEntries(names.map((name) => [name, image])), { level: 0 }));
}

/** The same image under 1,500 names. */
function manyNames(image: Buffer): Buffer {
  const names = Array.from({ length: 1500 }, (_, index) => `${index % 2 === 0 ? 'a' : 'b'}/${index}.png`);
  return hostileZip(names.map((name, index) => ({ name, content: image, ...(index > 0 && { offset: 0 }) })));
}

/** 2.4 GB of zeros in one gzip file: its members are identical, and only the first has an IDX header. */
function gzipBomb(): Buffer {
  const members = 38;
  const zeros = Buffer.alloc(64 * megabyte);
  const header = Buffer.alloc(16);
  for (const [index, value] of [0x0803, (members * zeros.length) / 1024, 32, 32].entries()) {
    header.writeUInt32BE(value, index * 4);
  }
  const member = gzipSync(zeros);
  const packed = Buffer.concat([gzipSync(header), ...Array.from({ length: members }, () => member)]);
  const files = { 'train-images-idx3-ubyte.gz': packed, 'train-labels-idx1-ubyte.gz': packed };
  return Buffer.from(zipSync(files, { level: 0 }));
}

/**
 * 30 million distinct numbers. Each chunk is made from the last one by changing digits in place, which costs the attacker
 * little.
 */
async function* distinctNumbers(): AsyncGenerator<Buffer> {
  yield Buffer.from('number,half\n');
  const lines = Array.from(
    { length: numbersPerChunk },
    (_, index) => `100${String(index).padStart(5, '0')},${index % 2}\n`,
  );
  const template = Buffer.from(lines.join(''));
  const lineBytes = template.length / numbersPerChunk;
  for (let first = 0; first < numberChunks; first++) {
    const chunk = Buffer.from(template);
    const digits = Buffer.from(String(100 + first));
    for (let at = 0; at < chunk.length; at += lineBytes) digits.copy(chunk, at);
    yield chunk;
    await delay(chunkMs);
  }
}
