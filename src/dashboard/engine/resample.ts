/**
 * Resizes decoded images bit-identically to the server's library (libvips 8.18, used through sharp, for 8-bit images), so that
 * a model gets the same pixels on the server and in the browser. decode.ts states the tolerance of whole files. The library is
 * native code for servers, and several times as fast as this file, so both remain. No DOM.
 *
 *   smaller   along each axis, vertically first: averages blocks of pixels down to less than four times the target size, then
 *             applies a Lanczos filter with three lobes
 *   larger    a Catmull-Rom cubic, on both axes at once
 *
 * Everything is rounded like in libvips: weights are multiples of 1/4096, tabulated at 64 offsets between two pixels;
 * intermediate results between the axes are bytes; and positions are accumulated within the regions that the library computes
 * at once (cropped pixels are not computed, and rows come in strips of 10). This decides ties between two of the 64 offsets.
 * Lanczos: Duchon 1979; the cubic: Catmull & Rom 1974.
 */
export interface Raster {
  width: number;
  height: number;
  /** Bytes per pixel. */
  channels: number;
  /** height x width x channels */
  data: Uint8Array;
}

const places = 64;
const one = 4096;
const shift = 12;
const lobes = 3;
const stripRows = 10;

/** Scales an image to cover the size and crops it evenly, or stretches it with `stretch`. */
export function resize(image: Raster, { width, height }: { width: number; height: number }, stretch = false): Raster {
  const own = [image.width / width, image.height / height] as const;
  // Not simply the reciprocal: the place of the rounding determines the last bit.
  const [across, down] = stretch ? [1 / own[0], 1 / own[1]] : [1 / Math.min(...own), 1 / Math.min(...own)];
  let scaled = image;
  if (down < 1) scaled = shrink(scaled, 'height', 1 / down, height);
  if (across < 1) scaled = shrink(scaled, 'width', 1 / across, width);
  if (down > 1 || across > 1) return enlarge(scaled, Math.max(1, across), Math.max(1, down), { width, height });
  return crop(scaled, width, height);
}

function crop({ width: from, height: rows, channels, data }: Raster, width: number, height: number): Raster {
  if (from === width && rows === height) return { width, height, channels, data };
  const [left, top] = [cutOff(from, width), cutOff(rows, height)];
  const cut = new Uint8Array(width * height * channels);
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * from + left) * channels;
    cut.set(data.subarray(start, start + width * channels), y * width * channels);
  }
  return { width, height, channels, data: cut };
}

/** Number of pixels cropped before the kept ones. */
const cutOff = (length: number, kept: number) => (length - kept + 1) >> 1;

/** The lines along an axis: their number, their length, and the distance between their values. */
interface Lines {
  count: number;
  length: number;
  stride: number;
}

/** @param kept number of pixels that remain after cropping */
function shrink(image: Raster, axis: 'width' | 'height', by: number, kept: number): Raster {
  const { width, height, channels, data } = image;
  const lines: Lines =
    axis === 'width'
      ? { count: height, length: width, stride: channels }
      : { count: 1, length: height, stride: width * channels };
  const length = Math.floor(lines.length / by + 0.5);
  const beyond = length * by - lines.length;
  const block = Math.max(1, Math.floor(lines.length / length / 2));
  const blocks = block > 1 ? averageBlocks(data, lines, block) : data;
  const left = { ...lines, length: Math.ceil(lines.length / block) };
  if (by === block) return { ...image, [axis]: length, data: blocks };
  const first = cutOff(length, kept);
  const starts = (at: number) => (axis === 'height' ? at % stripRows === 0 : at === first);
  const middles = middlesOf(length, by / block, beyond / block, starts);
  return { ...image, [axis]: length, data: filter(blocks, left, middles, by / block) };
}

/**
 * Computes the position in the source of the center of each pixel of the result.
 * @param beyond by how much the scaled result is longer than the source; both stay centered
 * @param starts whether the position is computed directly instead of as one step after the previous one
 */
function middlesOf(length: number, by: number, beyond: number, starts: (at: number) => boolean): number[] {
  let middle = 0;
  return Array.from({ length }, (_, at) => {
    middle = at === 0 || starts(at) ? (at + 0.5) * by - 0.5 - ((1 + beyond) / 2 - 1) : middle + by;
    return middle;
  });
}

/** Averages every `block` neighbors. The last pixel is repeated beyond the end. */
function averageBlocks(data: Uint8Array, { count, length, stride }: Lines, block: number): Uint8Array {
  const blocks = Math.ceil(length / block);
  const means = new Uint8Array(count * blocks * stride);
  const factor = Math.floor(2 ** 24 / block);
  const sums = new Uint32Array(stride);
  for (let line = 0; line < count; line++) {
    for (let at = 0; at < blocks; at++) {
      sums.fill(block >> 1);
      for (let index = at * block; index < (at + 1) * block; index++) {
        const from = (line * length + Math.min(length - 1, index)) * stride;
        for (let z = 0; z < stride; z++) sums[z] = (sums[z] ?? 0) + (data[from + z] ?? 0);
      }
      const to = (line * blocks + at) * stride;
      for (let z = 0; z < stride; z++) means[to + z] = Math.floor(((sums[z] ?? 0) * factor) / 2 ** 24);
    }
  }
  return means;
}

function filter(data: Uint8Array, lines: Lines, middles: readonly number[], by: number): Uint8Array {
  const { count, length: from, stride } = lines;
  const { length } = middles;
  const filtered = new Uint8Array(count * length * stride);
  const points = 2 * roundToEven(lobes * by) + 1;
  const sums = new Int32Array(stride);
  for (const [at, middle] of middles.entries()) {
    const first = Math.trunc(middle) - (points >> 1);
    const weights = lanczos(points, by, placeOf(middle) / places);
    for (let line = 0; line < count; line++) {
      sums.fill(one / 2);
      for (const [index, weight] of weights.entries()) {
        const near = Math.min(from - 1, Math.max(0, first + index));
        const start = (line * from + near) * stride;
        for (let z = 0; z < stride; z++) sums[z] = (sums[z] ?? 0) + weight * (data[start + z] ?? 0);
      }
      const to = (line * length + at) * stride;
      for (let z = 0; z < stride; z++) filtered[to + z] = byteOf((sums[z] ?? 0) >> shift);
    }
  }
  return filtered;
}

/** Rounds to the nearest offset between two pixels; the last offset is the next pixel. */
const placeOf = (x: number) => ((Math.trunc(x * places * 2) & (places * 2 - 1)) + 1) >> 1;

const byteOf = (value: number) => Math.min(255, Math.max(0, value));

/** Rounds to the nearest integer, and ties to the even one. */
export function roundToEven(x: number): number {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  return down % 2 === 0 ? down : down + 1;
}

function lanczos(points: number, by: number, place: number): number[] {
  const middle = place + points / 2 - 1;
  const weights = Array.from({ length: points }, (_, index) => {
    const x = (index - middle) / by;
    return Math.abs(x) > lobes ? 0 : sinc(x) * sinc(x / lobes);
  });
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => Math.trunc((weight / sum) * one));
}

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

const cubics = Array.from({ length: places + 1 }, (_, place) => catmullRom(place / places));

function catmullRom(x: number): number[] {
  const rest = 1 - x;
  const product = (-x / 2) * rest;
  const [first, last] = [rest * product, x * product];
  const difference = last - first;
  return [first, rest - first + difference, x - last - difference, last].map((weight) => Math.trunc(weight * one));
}

/** Computes only the kept pixels: a narrow image that is scaled to cover a wide target would be huge. */
function enlarge(image: Raster, across: number, down: number, kept: { width: number; height: number }): Raster {
  const { width, height, channels, data } = image;
  const enlarged = new Uint8Array(kept.width * kept.height * channels);
  const columns = alongAxis(width, across, kept.width);
  for (const [y, row] of alongAxis(height, down, kept.height).entries()) {
    for (const [x, column] of columns.entries()) {
      for (let z = 0; z < channels; z++) {
        let sum = 0;
        for (const [j, line] of row.near.entries()) {
          let along = 0;
          for (const [i, pixel] of column.near.entries()) {
            along += (column.weights[i] ?? 0) * (data[(line * width + pixel) * channels + z] ?? 0);
          }
          sum += (row.weights[j] ?? 0) * rounded(along);
        }
        enlarged[(y * kept.width + x) * channels + z] = byteOf(rounded(sum));
      }
    }
  }
  return { ...kept, channels, data: enlarged };
}

/** Returns the source pixels of every kept pixel of the result. */
function alongAxis(length: number, by: number, kept: number): Neighbors[] {
  const first = cutOff(Math.round(length * by), kept);
  return Array.from({ length: kept }, (_, at) => neighbors((first + at) / by, length));
}

interface Neighbors {
  near: number[];
  weights: number[];
}

const rounded = (value: number) => (value + one / 2) >> shift;

/** Returns the four pixels around a position and their weights. */
function neighbors(at: number, length: number): Neighbors {
  // Adds one pixel, so that the position is never negative.
  const place = at - 0.5 + 1;
  const whole = Math.trunc(place) - 1;
  const near = [-1, 0, 1, 2].map((offset) => Math.min(length - 1, Math.max(0, whole + offset)));
  return { near, weights: cubics[placeOf(place)] ?? [] };
}
