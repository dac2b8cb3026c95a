/** Image archives from cameras, scanners and untrusted users. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImages, encodeImages } from '../../../src/datasets/encoders/image-data.ts';
import { detectFormat } from '../../../src/datasets/formats/detect-format.ts';
import { decodeIdx } from '../../../src/datasets/formats/idx.ts';
import { decodeImage, decodeImageFolder } from '../../../src/datasets/formats/images.ts';
import { profileFile } from '../../../src/datasets/profile-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-images-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function archive(files: Record<string, Uint8Array>): Promise<string> {
  const path = join(folder, `${Math.random()}.zip`);
  await writeFile(path, zipSync(files));
  return path;
}

/** Draws an image with a dark left half and a bright right half. */
const halves = (width = 16, height = 8) => {
  const pixels = Array.from({ length: width * height }, (_, place) => (place % width < width / 2 ? 20 : 230));
  return sharp(Buffer.from(pixels), { raw: { width, height, channels: 1 } }).toColourspace('b-w');
};

describe('decodes upright, in the right size and colors,', () => {
  const size = { height: 4, width: 8, channels: 1 } as const;
  const leftDark = async (bytes: Uint8Array) => {
    const pixels = await decodeImage(bytes, size);
    expect(pixels).toHaveLength(32);
    return (pixels[0] ?? 255) < 60 && (pixels[7] ?? 0) > 190;
  };
  test('PNG, JPEG and WebP', async () => {
    for (const bytes of [
      await halves().png().toBuffer(),
      await halves().jpeg().toBuffer(),
      await halves().webp().toBuffer(),
    ]) {
      expect(await leftDark(bytes)).toBe(true);
    }
  });
  test('a photo with an EXIF orientation', async () => {
    // As the sensor recorded it: dark at the top. The EXIF orientation says to rotate it by 270 degrees.
    const upright = await halves().rotate(90).jpeg().toBuffer();
    expect(await leftDark(await sharp(upright).withMetadata({ orientation: 8 }).jpeg().toBuffer())).toBe(true);
  });
  test('CMYK, 16 bits per channel, and transparency', async () => {
    expect(await leftDark(await halves().toColourspace('cmyk').jpeg().toBuffer())).toBe(true);
    expect(await leftDark(await halves().toColourspace('grey16').png().toBuffer())).toBe(true);
    const clear = await sharp({
      create: { width: 4, height: 4, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
    })
      .png()
      .toBuffer();
    expect([...new Set(await decodeImage(clear, size))]).toEqual([255]);
  });
  test('a single pixel', async () => {
    const dot = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    expect([...(await decodeImage(dot, { height: 2, width: 2, channels: 3 })).subarray(0, 3)]).toEqual([255, 0, 0]);
  });
});

test('finds class folders, also below a common folder, and ignores files of operating systems', async () => {
  const picture = await halves().png().toBuffer();
  const path = await archive({
    'photos/cats/1.png': picture,
    'photos/dogs/2.PNG': picture,
    'photos/dogs/1.jpg': await halves().jpeg().toBuffer(),
    '__MACOSX/photos/cats/._1.png': new Uint8Array(4),
    'photos/cats/.DS_Store': new Uint8Array(4),
  });
  expect(await detectFormat(path)).toBe('IMAGE_FOLDER');
  const images = await decodeImageFolder(path, { height: 4, width: 4, channels: 3 });
  expect(images).toMatchObject({ count: 3, classes: ['cats', 'dogs'] });
  expect([...images.labels]).toEqual([0, 1, 1]);
  const profile = await profileFile(path, 'IMAGE_FOLDER');
  expect(profile).toMatchObject({
    kind: 'images',
    imageCount: 3,
    minWidth: 16,
    maxHeight: 8,
    channels: 1,
    classes: [
      { name: 'cats', count: 1 },
      { name: 'dogs', count: 2 },
    ],
  });
  const again = decodeImages(Buffer.concat(encodeImages(images)));
  expect(Buffer.from(again.pixels).equals(Buffer.from(images.pixels))).toBe(true);
  expect(again).toMatchObject({ size: images.size, classes: images.classes, labels: images.labels });
  expect(() => decodeImages(Buffer.concat(encodeImages(images)).subarray(0, 40))).toThrow();
});

test('rejects an archive with a high compression ratio', async () => {
  const path = await archive({ 'a/1.png': new Uint8Array(64 * 2 ** 20), 'b/1.png': new Uint8Array(10) });
  await expect(profileFile(path, 'IMAGE_FOLDER')).rejects.toMatchObject({
    code: 'INVALID_DATA',
    location: 'a/1.png',
    message: expect.stringMatching(/zip bomb/),
  });
});

describe('IDX pairs', () => {
  const images = (count: number, fill: number) =>
    Buffer.concat([Buffer.from([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 3]), Buffer.alloc(count * 6, fill)]);
  const labels = (...values: number[]) => Buffer.from([0, 0, 8, 1, 0, 0, 0, values.length, ...values]);

  test('are concatenated, training pair first, plain or gzipped', async () => {
    const path = await archive({
      't10k-images-idx3-ubyte.gz': gzipSync(images(1, 9)),
      't10k-labels-idx1-ubyte.gz': gzipSync(labels(2)),
      'train-images.idx3-ubyte': images(2, 5),
      'train-labels.idx1-ubyte': labels(0, 1),
    });
    expect(await detectFormat(path)).toBe('IDX');
    const decoded = await decodeIdx(path);
    expect(decoded).toMatchObject({ count: 3, classes: ['0', '1', '2'], size: { height: 2, width: 3, channels: 1 } });
    expect([...decoded.labels]).toEqual([0, 1, 2]);
    expect([decoded.pixels[0], decoded.pixels[12]]).toEqual([5, 9]);
    expect((await decodeIdx(path, { height: 4, width: 4, channels: 3 })).pixels).toHaveLength(3 * 48);
    expect(await profileFile(path, 'IDX')).toMatchObject({ imageCount: 3, minWidth: 3, maxHeight: 2 });
  });

  test.each([
    ['more labels than images', images(1, 1), labels(0, 1), /1 images but 2 labels/],
    ['a truncated file', images(2, 1).subarray(0, 20), labels(0, 1), /has 4 values instead of 12/],
    ['labels instead of images', labels(0), labels(0), /Not an IDX file/],
  ])('are rejected with %s', async (_, pictures, names, message) => {
    const path = await archive({ 'x-images-idx3-ubyte': pictures, 'x-labels-idx1-ubyte': names });
    await expect(decodeIdx(path)).rejects.toThrow(message);
  });
});
