/**
 * Decodes PNG files (ISO/IEC 15948) exactly. A canvas would premultiply colors by their opacity, which loses the last bits, and a
 * browser may convert colors to the profile of the screen. No DOM.
 */
import { unzlibSync } from 'fflate';
import type { Raster } from './resample.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** Number of channels by color type; 3 is a palette. */
const channelsOf: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

interface Header {
  width: number;
  height: number;
  depth: number;
  kind: number;
}

/** Returns RGBA pixels, or null when the file is not a PNG or uses a rare feature. The browser decodes those. */
export function readPng(file: Uint8Array): Raster | null {
  if (!signature.every((byte, index) => file[index] === byte)) return null;
  const chunks = chunksOf(file);
  const header = headerOf(chunks.get('IHDR')?.[0]);
  // With a profile, colors must be converted to sRGB. Without a palette, one color may stand for "transparent".
  if (!header || chunks.has('iCCP') || (chunks.has('tRNS') && header.kind !== 3)) return null;
  const { width, height, depth, kind } = header;
  const bits = (channelsOf[kind] ?? 0) * depth;
  const lines = unfilter(unzlibSync(join(chunks.get('IDAT') ?? [])), Math.ceil((width * bits) / 8), height, bits);
  const [palette, opacity] = [chunks.get('PLTE')?.[0], chunks.get('tRNS')?.[0]];
  const data = new Uint8Array(width * height * 4);
  const stride = Math.ceil((width * bits) / 8);
  for (let y = 0; y < height; y++) {
    const line = lines.subarray(y * stride, (y + 1) * stride);
    for (let x = 0; x < width; x++) {
      data.set(
        kind === 3 ? fromPalette(sampleOf(line, x, depth), palette, opacity) : colorOf(line, x, header),
        (y * width + x) * 4,
      );
    }
  }
  return { width, height, channels: 4, data };
}

function chunksOf(file: Uint8Array): Map<string, Uint8Array[]> {
  const chunks = new Map<string, Uint8Array[]>();
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = signature.length; at + 12 <= file.length; ) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    chunks.set(name, [...(chunks.get(name) ?? []), file.subarray(at + 8, at + 8 + length)]);
    at += 12 + length;
  }
  return chunks;
}

/** Returns null for files that are left to the browser: 16 bits per channel, and interlaced ones. */
function headerOf(chunk: Uint8Array | undefined): Header | null {
  if (chunk?.length !== 13) return null;
  const view = new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  const [depth, kind, interlaced] = [view.getUint8(8), view.getUint8(9), view.getUint8(12)];
  if (depth > 8 || interlaced !== 0 || channelsOf[kind] === undefined) return null;
  return { width: view.getUint32(0), height: view.getUint32(4), depth, kind };
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Reverses the filters. Each line begins with its filter, which subtracted the pixel to the left, above, or a mix of both. */
function unfilter(filtered: Uint8Array, stride: number, height: number, bits: number): Uint8Array {
  const lines = new Uint8Array(stride * height);
  const step = Math.max(1, bits >> 3);
  for (let y = 0; y < height; y++) {
    const filter = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= step ? (lines[at - step] ?? 0) : 0;
      const above = y > 0 ? (lines[at - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (lines[at - stride - step] ?? 0) : 0;
      lines[at] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + predictor(filter, left, above, corner);
    }
  }
  return lines;
}

function predictor(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4: {
      // Paeth 1991: the neighbor nearest to left + above - corner; the first one wins a tie.
      const [a, b, c] = [Math.abs(above - corner), Math.abs(left - corner), Math.abs(left + above - 2 * corner)];
      return a <= b && a <= c ? left : b <= c ? above : corner;
    }
    default:
      return 0;
  }
}

/** Reads a number of `depth` bits. */
function sampleOf(line: Uint8Array, index: number, depth: number): number {
  const at = index * depth;
  return ((line[at >> 3] ?? 0) >> (8 - depth - (at & 7))) & (2 ** depth - 1);
}

function fromPalette(index: number, palette: Uint8Array | undefined, opacity: Uint8Array | undefined): number[] {
  const color = (z: number) => palette?.[index * 3 + z] ?? 0;
  return [color(0), color(1), color(2), opacity?.[index] ?? 255];
}

function colorOf(line: Uint8Array, x: number, { depth, kind }: Header): number[] {
  const channels = channelsOf[kind] ?? 1;
  const value = (z: number) => Math.round((sampleOf(line, x * channels + z, depth) * 255) / (2 ** depth - 1));
  if (channels >= 3) return [value(0), value(1), value(2), channels === 4 ? value(3) : 255];
  return [value(0), value(0), value(0), channels === 2 ? value(1) : 255];
}
