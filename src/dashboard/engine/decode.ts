/**
 * Image files as pixels. PNG is exact. JPEG and lossy WebP leave their decoders some freedom, and the server's library decodes a
 * large JPEG right away in a smaller size: there a pixel may differ a little, and so may the answer.
 */
import { readPng } from './png.ts';
import { InvalidSample } from './refusals.ts';
import type { Raster } from './resample.ts';

/** @param field of the sample, for what is said when it is no image. @throws InvalidSample */
export async function decodeImage(dataUrl: string, field: string): Promise<Raster> {
  const file = bytesOf(dataUrl, field);
  return decodePng(file) ?? (await decodeByBrowser(file, field));
}

function bytesOf(dataUrl: string, field: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (character) => character.charCodeAt(0));
  } catch {
    throw new InvalidSample(field, 'Give the bytes of a JPEG, PNG or WebP file as base64.');
  }
}

/** Null: the browser has the last word, also about what is broken. */
function decodePng(file: Uint8Array): Raster | null {
  try {
    return readPng(file);
  } catch {
    return null;
  }
}

async function decodeByBrowser(file: Uint8Array<ArrayBuffer>, field: string): Promise<Raster> {
  const bitmap = await createImageBitmap(new Blob([file]), {
    premultiplyAlpha: 'none',
    // The server brings colours to sRGB where the file has a profile, and takes them as they are where not.
    colorSpaceConversion: hasProfile(file) ? 'default' : 'none',
  }).catch((error: unknown) => {
    throw new InvalidSample(field, `The image cannot be decoded: ${error instanceof Error ? error.message : error}.`);
  });
  try {
    const { width, height } = bitmap;
    const pen = new OffscreenCanvas(width, height).getContext('2d', { colorSpace: 'srgb', willReadFrequently: true });
    if (!pen) throw new Error('This browser gives no canvas to decode images on.');
    pen.drawImage(bitmap, 0, 0);
    const { data } = pen.getImageData(0, 0, width, height);
    return { width, height, channels: 4, data: new Uint8Array(data.buffer) };
  } finally {
    bitmap.close();
  }
}

const marks = ['iCCP', 'ICC_PROFILE', 'ICCP'];
/** What comes before the pixels fits in. */
const headBytes = 65_536;

function hasProfile(file: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(file.subarray(0, headBytes));
  return marks.some((mark) => head.includes(mark));
}
