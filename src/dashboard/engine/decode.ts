/**
 * Decodes image files to pixels. The pixels that a model gets differ from the server's, and so may the prediction, by at most
 *
 *   PNG                            0 in color; 1 of 255 levels in about five of a million gray pixels (pixels.ts)
 *   JPEG, WebP                     as much as the browser's decoder differs from the server's: these formats leave it open
 *   the same, shrunk to half size  40 of 255 levels more, on steep edges: the server's library then decodes the file at a
 *   or less                        smaller size
 */
import { InvalidSample } from '../../shared/invalid-sample.ts';
import { readPng } from './png.ts';
import type { Raster } from './resample.ts';

/** @param index position of the image in the input, for error messages. @throws InvalidSample when it is not an image */
export async function decodeImage(dataUrl: string, index: number): Promise<Raster> {
  const file = bytesOf(dataUrl, index);
  return decodePng(file) ?? (await decodeByBrowser(file, index));
}

function bytesOf(dataUrl: string, index: number): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(',') + 1)), (character) => character.charCodeAt(0));
  } catch {
    throw new InvalidSample('The image is not valid base64. Encode a JPEG, PNG, or WebP file as base64.', [index]);
  }
}

/** Returns null where the browser should decode the file, also for broken files. */
function decodePng(file: Uint8Array): Raster | null {
  try {
    return readPng(file);
  } catch {
    return null;
  }
}

async function decodeByBrowser(file: Uint8Array<ArrayBuffer>, index: number): Promise<Raster> {
  const bitmap = await createImageBitmap(new Blob([file]), {
    premultiplyAlpha: 'none',
    // The server converts colors to sRGB if the file has a profile, and uses them unchanged otherwise.
    colorSpaceConversion: hasProfile(file) ? 'default' : 'none',
  }).catch((error: unknown) => {
    throw new InvalidSample(`The image cannot be decoded: ${error instanceof Error ? error.message : error}.`, [index]);
  });
  try {
    const { width, height } = bitmap;
    const pen = new OffscreenCanvas(width, height).getContext('2d', { colorSpace: 'srgb', willReadFrequently: true });
    if (!pen) throw new Error('This browser cannot decode images.');
    pen.drawImage(bitmap, 0, 0);
    const { data } = pen.getImageData(0, 0, width, height);
    return { width, height, channels: 4, data: new Uint8Array(data.buffer) };
  } finally {
    bitmap.close();
  }
}

const marks = ['iCCP', 'ICC_PROFILE', 'ICCP'];
/** Large enough for everything before the pixel data. */
const headBytes = 65_536;

function hasProfile(file: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(file.subarray(0, headBytes));
  return marks.some((mark) => head.includes(mark));
}
