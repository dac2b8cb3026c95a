/** Files that attack their reader, each with the reason for which it must be rejected. They are generated and small. */
import { crc32, deflateSync, gzipSync } from 'node:zlib';
import sharp from 'sharp';
import type { DatasetFormat } from '../../src/datasets/dataset.ts';
import { type HostileEntry, hostileZip } from './hostile-zip.ts';

export interface HostileFile {
  name: string;
  /** The format that the uploader declares. When omitted, it is detected from the content. */
  format?: DatasetFormat;
  content: () => Buffer | Promise<Buffer>;
  reason: RegExp;
}

const megabyte = 2 ** 20;
/** The flag for a UTF-8 name. Other names are read as CP437, which has symbols in place of control characters. */
const utf8 = 0x800;
const zeros = (bytes: number) => Buffer.alloc(bytes);
const uint32 = (...values: number[]) => {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, 4 * index);
  return bytes;
};

const honest = sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
  .png()
  .toBuffer();

/** Creates an archive of two class folders, with the hostile entries first. */
const folders = async (...hostile: HostileEntry[]) =>
  hostileZip([
    ...hostile,
    { name: 'a/good.png', content: await honest },
    { name: 'b/good.png', content: await honest },
  ]);

const folderCase = (name: string, hostile: (good: Buffer) => HostileEntry, reason: RegExp): HostileFile => ({
  name,
  format: 'IMAGE_FOLDER',
  content: async () => folders(hostile(await honest)),
  reason,
});

const archives: HostileFile[] = [
  {
    name: '1,500 names over one stored entry',
    format: 'IMAGE_FOLDER',
    content: async () => {
      const content = await honest;
      const names = Array.from({ length: 1500 }, (_, index) => ({ name: `a/${index}.png`, content, offset: 0 }));
      return hostileZip([{ name: 'b/0.png', content }, ...names]);
    },
    reason: /overlaps with/,
  },
  {
    name: 'nested overlapping entries',
    format: 'IMAGE_FOLDER',
    content: () => {
      const inner = hostileZip([{ name: 'a/1.png', content: zeros(100) }]);
      return hostileZip([
        { name: 'b/1.png', content: inner },
        { name: 'a/1.png', content: zeros(100), offset: 37 },
      ]);
    },
    reason: /overlaps with/,
  },
  folderCase(
    'an entry of 100 MB of zeros',
    () => ({ name: 'a/1.png', content: zeros(100 * megabyte), deflate: true }),
    /zip bomb/,
  ),
  {
    name: 'many entries that are small zip bombs',
    format: 'IMAGE_FOLDER',
    content: () => {
      const content = zeros(9 * megabyte);
      return hostileZip(Array.from({ length: 12 }, (_, index) => ({ name: `a/${index}.png`, content, deflate: true })));
    },
    reason: /archive unpacks to far more/,
  },
  folderCase(
    'an entry larger than declared',
    () => ({ name: 'a/1.png', content: zeros(5 * megabyte), deflate: true, size: 1000 }),
    /cannot be unpacked: too many bytes/,
  ),
  folderCase(
    'an entry smaller than declared',
    (good) => ({ name: 'a/1.png', content: good, deflate: true, size: 100_000 }),
    /cannot be unpacked: not enough bytes/,
  ),
  folderCase(
    'an entry that claims 4 GB',
    () => ({ name: 'a/1.png', method: 8, size: 0xfffffff0, packedSize: 0xfffff00 }),
    /larger than/,
  ),
  folderCase(
    'zip64 sizes without the zip64 field',
    () => ({ name: 'a/1.png', size: 0xffffffff, packedSize: 0xffffffff }),
    /larger than/,
  ),
  folderCase('a path with ..', (content) => ({ name: 'a/../../etc/passwd.png', content }), /relative path/),
  folderCase('an absolute path', (content) => ({ name: '/etc/passwd.png', content }), /absolute path/),
  folderCase('a path with backslashes', (content) => ({ name: 'a\\..\\1.png', content }), /invalid characters/),
  folderCase('a path with a drive letter', (content) => ({ name: 'C:/a/1.png', content }), /absolute path/),
  folderCase('a duplicate name', (content) => ({ name: 'a/good.png', content }), /two entries with this name/),
  folderCase('a NUL in a name', (content) => ({ name: 'a/1.png\0.exe', content }), /control characters/),
  folderCase(
    'a line break in a name',
    (content) => ({ name: 'a/1\r\n.png', content, flags: utf8 }),
    /control characters/,
  ),
  folderCase(
    'a name of 60,000 characters',
    (content) => ({ name: `a/${'x'.repeat(60_000)}.png`, content }),
    /longer than 1024/,
  ),
  folderCase(
    'a symbolic link',
    () => ({ name: 'a/1.png', content: Buffer.from('/etc/passwd'), mode: 0o120777 }),
    /Symbolic links/,
  ),
  folderCase('a device', (content) => ({ name: 'a/1.png', content, mode: 0o020666 }), /Devices/),
  folderCase('a named pipe', (content) => ({ name: 'a/1.png', content, mode: 0o010666 }), /Devices/),
  folderCase('an encrypted entry', (content) => ({ name: 'a/1.png', content, deflate: true, flags: 1 }), /Encrypted/),
  folderCase('a strongly encrypted entry', (content) => ({ name: 'a/1.png', content, flags: 0x40 }), /encryption/),
  folderCase('an entry compressed by LZMA', (content) => ({ name: 'a/1.png', content, method: 14 }), /method 14/),
  folderCase('an entry compressed by bzip2', (content) => ({ name: 'a/1.png', content, method: 12 }), /method 12/),
  folderCase('a wrong checksum', (content) => ({ name: 'a/1.png', content, checksum: 1 }), /checksum does not match/),
  folderCase(
    'no local header',
    (content) => ({ name: 'a/1.png', content, localSignature: 0 }),
    /not a zip|cannot be unpacked/,
  ),
  folderCase(
    'garbage instead of deflate',
    () => ({ name: 'a/1.png', content: Buffer.from('garbage'), method: 8 }),
    /cannot be unpacked/,
  ),
  {
    name: 'a central directory beyond the end',
    format: 'IMAGE_FOLDER',
    content: async () => hostileZip([{ name: 'a/1.png', content: await honest }], { directoryOffset: 0x7ffffff0 }),
    reason: /cannot be read|not a zip/,
  },
  {
    name: 'a central directory shorter than declared',
    format: 'IMAGE_FOLDER',
    content: async () => hostileZip([{ name: 'a/1.png', content: await honest }], { count: 60_000 }),
    reason: /cannot be read/,
  },
  {
    name: 'an archive without an end record',
    format: 'IMAGE_FOLDER',
    content: async () => (await folders()).subarray(0, -10),
    reason: /not a zip archive/,
  },
  { name: 'an empty archive', content: () => hostileZip([]), reason: /0 class folder/ },
  {
    name: 'nested archives',
    content: async () => {
      const inner = await folders();
      return hostileZip([
        { name: 'a/1.zip', content: inner },
        { name: 'b/2.zip', content: inner },
      ]);
    },
    reason: /Only JPEG, PNG and WebP/,
  },
  folderCase(
    'an archive named as an image',
    () => ({ name: 'a/1.png', content: hostileZip([]) }),
    /of an unknown format/,
  ),
  {
    name: 'an image that is also an archive',
    format: 'IMAGE_FOLDER',
    content: async () => Buffer.concat([await honest, await folders()]),
    reason: /lacks the signature/,
  },
  {
    name: 'a web page that is also an archive',
    content: async () => Buffer.concat([Buffer.from('<html><script>alert(1)</script></html>'), await folders()]),
    reason: /web page/,
  },
  {
    name: '20,000 class folders',
    format: 'IMAGE_FOLDER',
    content: () => hostileZip(Array.from({ length: 20_000 }, (_, index) => ({ name: `${index}/1.png` }))),
    reason: /more than 10000 class folders/,
  },
];

const idx = (images: Buffer, labels: Buffer, suffix = ''): Buffer =>
  hostileZip([
    { name: `train-images-idx3-ubyte${suffix}`, content: images },
    { name: `train-labels-idx1-ubyte${suffix}`, content: labels },
  ]);
const idxImages = (count: number, height: number, width: number, pixels: Buffer) =>
  Buffer.concat([uint32(0x803, count, height, width), pixels]);
const idxLabels = (count: number, labels: Buffer) => Buffer.concat([uint32(0x801, count), labels]);

const idxFiles: HostileFile[] = [
  {
    name: 'IDX whose gzip unpacks to 64 MB of zeros',
    content: () => {
      const images = idxImages(64, 1024, 1024, zeros(64 * megabyte));
      return idx(gzipSync(images), gzipSync(idxLabels(64, zeros(64))), '.gz');
    },
    reason: /zip bomb/,
  },
  {
    name: 'IDX whose labels unpack to 64 MB of zeros',
    content: () => idx(gzipSync(idxImages(1, 1, 1, zeros(1))), gzipSync(idxLabels(1, zeros(64 * megabyte))), '.gz'),
    reason: /zip bomb|unpacks to more/,
  },
  {
    name: 'IDX that claims 2^31 images',
    content: () => idx(idxImages(2 ** 31, 28, 28, zeros(784)), idxLabels(1, zeros(1))),
    reason: /2147483648 images but 1 labels/,
  },
  {
    name: 'IDX that claims 2^32 - 1 labels',
    content: () => idx(idxImages(1, 28, 28, zeros(784)), idxLabels(2 ** 32 - 1, zeros(1))),
    reason: /instead of 4294967295/,
  },
  {
    name: 'IDX whose images claim 4 GB each',
    content: () => idx(idxImages(1, 65_535, 65_535, zeros(10)), idxLabels(1, zeros(1))),
    reason: /Invalid header/,
  },
  {
    name: 'IDX without its pixels',
    content: () => idx(gzipSync(idxImages(200, 4096, 4096, zeros(10))), gzipSync(idxLabels(200, zeros(200))), '.gz'),
    reason: /has 10 values instead of 3355443200/,
  },
  {
    name: 'IDX without images',
    content: () => idx(idxImages(0, 28, 28, zeros(0)), idxLabels(0, zeros(0))),
    reason: /Invalid header/,
  },
  {
    name: 'IDX with truncated gzip',
    content: () =>
      idx(gzipSync(idxImages(1, 28, 28, zeros(784))).subarray(0, -12), gzipSync(idxLabels(1, zeros(1))), '.gz'),
    reason: /cannot be unpacked: unexpected end/,
  },
  {
    name: 'IDX without a header',
    content: () => idx(Buffer.from('hello, I am not IDX'), zeros(9)),
    reason: /Not an IDX file/,
  },
];

const described = async (json: Buffer | string, more: HostileEntry[] = []) =>
  hostileZip([
    { name: 'boxes.json', content: Buffer.from(json), deflate: true },
    { name: '1.png', content: await honest },
    ...more,
  ]);
const repeated = (text: string, megabytes: number) => text.repeat(Math.ceil((megabytes * megabyte) / text.length));
/** Many different digits, so that the file is not rejected for its compression ratio. */
const numbers = (count: number) => Array.from({ length: count }, (_, index) => (index * 7919) % 1_000_003).join(',');

const boxes: HostileFile[] = [
  {
    name: 'COCO with 60 MB of "{},"',
    // Stored without compression, because otherwise it would be rejected for its compression ratio.
    content: async () =>
      hostileZip([
        { name: 'boxes.json', content: Buffer.from(`{"images":[${repeated('{},', 60)}{}]}`) },
        { name: '1.png', content: await honest },
      ]),
    reason: /images\.0\.id/,
  },
  {
    name: 'COCO with 6 MB of "{},", packed',
    content: () =>
      described(`{"images":[${repeated(`{},${' '.repeat(3)}${numbers(150)}`, 1)}${repeated('{},', 6)}{}]}`),
    reason: /images\.0\.id/,
  },
  { name: 'COCO as a list', content: () => described(`[${repeated('{},', 8)}{}]`), reason: /not a JSON object/ },
  {
    name: 'COCO that is nested 100,000 deep',
    content: () => described(`{"info":${'['.repeat(100_000)}`),
    reason: /nested more than/,
  },
  {
    name: 'COCO with an unterminated key',
    content: () => described(`{"${numbers(500_000)}`),
    reason: /larger than|ends unexpectedly/,
  },
  {
    name: 'COCO with an element of 5 MB',
    content: () => described(`{"images":[{"id":1,"file_name":"1.png","x":[${numbers(900_000)}]}]}`),
    reason: /larger than 4194304/,
  },
  {
    name: 'truncated COCO',
    content: () => described('{"images":[{"id":1,"file_name":"1.png"}'),
    reason: /not valid JSON/,
  },
  {
    name: 'COCO with two lists of images',
    content: () => described('{"images":[{"id":1,"file_name":"1.png"}],"images":[{"id":1,"file_name":"1.png"}]}'),
    reason: /two arrays named "images"/,
  },
  {
    name: 'COCO with two descriptions',
    content: () => described('{}', [{ name: 'other.json', content: Buffer.from('{}') }]),
    reason: /exactly one JSON file/,
  },
  {
    name: 'COCO with a NUL in a category',
    content: () => described('{"images":[],"categories":[{"id":1,"name":"a\\u0000"}]}'),
    reason: /must not contain NUL/,
  },
  {
    name: 'COCO with an unpaired surrogate in a category',
    content: () => described('{"images":[],"categories":[{"id":1,"name":"a\\ud800"}]}'),
    reason: /unpaired surrogates/,
  },
  {
    name: 'COCO that names a file outside the archive',
    content: () => described('{"images":[{"id":1,"file_name":"../../etc/passwd"}],"categories":[{"id":1,"name":"x"}]}'),
    reason: /does not contain "\.\.\/\.\.\/etc\/passwd"/,
  },
  {
    name: 'COCO with 100,000 categories',
    content: () => {
      const categories = Array.from({ length: 100_000 }, (_, id) => `{"id":${id},"name":"${id}"}`).join(',');
      return described(`{"images":[{"id":1,"file_name":"1.png"}],"categories":[${categories}]}`);
    },
    reason: /more than 10000 categories/,
  },
];

const tables: HostileFile[] = [
  {
    name: 'a million columns',
    content: () => Buffer.from(`${numbers(1_000_000)}\n`),
    reason: /more than 10000 columns/,
  },
  { name: 'a line of 64 MB', content: () => Buffer.alloc(64 * megabyte, 'x'), reason: /longer than 1048576/ },
  { name: 'a row of 20 MB', content: () => Buffer.from(`a,b\n${repeated('1234567,', 20)}\n`), reason: /row is longer/ },
  {
    name: 'an unterminated quotation',
    content: () => Buffer.from(`a,b\n1,"${repeated('two\n', 32)}`),
    reason: /quotation mark may be unclosed/,
  },
  {
    name: 'a column name of 100,000 characters',
    content: () => Buffer.from(`${'x'.repeat(100_000)},b\n1,2\n`),
    reason: /name of column 1/,
  },
  { name: 'UTF-16', content: () => Buffer.from('\uFEFFa,b\n1,2\n', 'utf16le'), reason: /UTF-16/ },
  { name: 'NUL bytes', content: () => Buffer.from(`a,b\n${'1,2\n'.repeat(30_000)}\0`), reason: /NUL bytes/ },
  {
    name: 'invalid UTF-8 near the end',
    content: () => Buffer.concat([Buffer.from(`a,b\n${'1,2\n'.repeat(200_000)}`), Buffer.from([0xc3, 0x28])]),
    reason: /not valid UTF-8/,
  },
  { name: '32 MB of line breaks', content: () => Buffer.alloc(32 * megabyte, '\n'), reason: /file is empty/ },
  {
    name: 'text of one line of 3 MB',
    format: 'TEXT',
    content: () => Buffer.alloc(3 * megabyte, 'y'),
    reason: /line is longer/,
  },
];

const chunk = (type: string, data: Buffer) => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32(data.length), body, uint32(crc32(body))]);
};
/** Creates a PNG whose header claims a size; the pixels are those of a much smaller one. */
const png = (width: number, height: number, interlaced = 0) =>
  Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', Buffer.concat([uint32(width, height), Buffer.from([8, 2, 0, 0, interlaced])])),
    chunk('IDAT', deflateSync(zeros(1000))),
    chunk('IEND', zeros(0)),
  ]);
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>';
const noise = sharp(Buffer.from(Array.from({ length: 64 * 64 * 3 }, (_, index) => (index * 7919) % 251)), {
  raw: { width: 64, height: 64, channels: 3 },
});
const cut = (bytes: Buffer) => bytes.subarray(0, Math.floor(bytes.length / 2));

const imageCase = (
  name: string,
  image: () => Buffer | Promise<Buffer>,
  reason: RegExp,
  as = 'a/1.png',
): HostileFile => ({
  name,
  format: 'IMAGE_FOLDER',
  content: async () => folders({ name: as, content: await image() }),
  reason,
});

const images: HostileFile[] = [
  imageCase('a PNG that claims to be 2^31 - 1 wide', () => png(2 ** 31 - 1, 1), /cannot be decoded/),
  imageCase('a PNG that claims 30,000 x 30,000 pixels', () => png(30_000, 30_000), /pixel limit/),
  imageCase('an interlaced PNG of 10,000 x 10,000 pixels', () => png(10_000, 10_000, 1), /progressive or interlaced/),
  {
    name: 'ten interlaced PNGs of 10,000 x 10,000 pixels',
    format: 'IMAGE_FOLDER',
    content: () =>
      folders(...Array.from({ length: 10 }, (_, at) => ({ name: `a/${at}.png`, content: png(10_000, 10_000, 1) }))),
    reason: /progressive or interlaced/,
  },
  imageCase(
    'a progressive JPEG that claims 7,000 x 7,000 pixels',
    async () => {
      const jpeg = await noise.clone().jpeg({ progressive: true }).toBuffer();
      const frame = jpeg.indexOf(Buffer.from([0xff, 0xc2]));
      jpeg.writeUInt16BE(7000, frame + 5);
      jpeg.writeUInt16BE(7000, frame + 7);
      return jpeg;
    },
    /progressive or interlaced/,
    'a/1.jpg',
  ),
  imageCase('a PNG without most of its pixels', () => png(5000, 5000), /cannot be decoded/),
  imageCase('SVG', () => Buffer.from(svg), /it is svg/),
  imageCase(
    'SVG behind an XML declaration with an entity',
    () => Buffer.from(`<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>${svg}`),
    /it is svg/,
  ),
  imageCase('TIFF', () => noise.clone().tiff().toBuffer(), /it is tiff/, 'a/1.jpg'),
  imageCase('GIF', () => noise.clone().gif().toBuffer(), /it is gif/, 'a/1.webp'),
  imageCase('BMP', () => Buffer.concat([Buffer.from('BM'), zeros(60)]), /it is bmp/),
  imageCase('PDF', () => Buffer.from('%PDF-1.7\n%%EOF'), /it is pdf/),
  imageCase('HEIF', () => Buffer.concat([uint32(24), Buffer.from('ftypheic'), zeros(40)]), /it is heif/),
  imageCase(
    'drawing commands of ImageMagick',
    () => Buffer.from('push graphic-context\nfill "url(https://127.0.0.1/)"\n'),
    /unknown format/,
  ),
  imageCase('an empty file', () => zeros(0), /unknown format/),
  imageCase('a truncated JPEG', async () => cut(await noise.clone().jpeg().toBuffer()), /cannot be decoded/, 'a/1.jpg'),
  imageCase('a truncated PNG', async () => cut(await noise.clone().png().toBuffer()), /cannot be decoded/),
  imageCase(
    'a truncated WebP',
    async () => cut(await noise.clone().webp().toBuffer()),
    /cannot be decoded/,
    'a/1.webp',
  ),
  imageCase(
    'a JPEG that claims 65,000 x 65,000 pixels',
    async () => {
      const jpeg = await noise.clone().jpeg().toBuffer();
      const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
      jpeg.writeUInt16BE(65_000, frame + 5);
      jpeg.writeUInt16BE(65_000, frame + 7);
      return jpeg;
    },
    /pixel limit/,
    'a/1.jpg',
  ),
];

export const hostileFiles: readonly HostileFile[] = [...archives, ...idxFiles, ...boxes, ...tables, ...images];
