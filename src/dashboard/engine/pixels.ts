/** Encodes a decoded image as the input of a model, like the server does (src/datasets/formats/images.ts). No DOM. */
import type { ImageSize } from '../../shared/model-input.ts';
import { type Raster, resize, roundToEven } from './resample.ts';

/** @param image RGBA pixels. @param stretch stretches the image instead of cropping it */
export function pixelsOf(image: Raster, size: ImageSize, stretch: boolean): Uint8Array {
  const { data } = resize(onWhite(image), size, stretch);
  return size.channels === 1 ? grayOf(data) : data;
}

function onWhite({ width, height, data }: Raster): Raster {
  const opaque = new Uint8Array(width * height * 3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = data[pixel * 4 + 3] ?? 255;
    for (let z = 0; z < 3; z++) {
      const mixed = (data[pixel * 4 + z] ?? 0) * opacity + 255 * (255 - opacity);
      opaque[pixel * 3 + z] = Math.floor(mixed / 255);
    }
  }
  return { width, height, channels: 3, data: opaque };
}

/** The transfer function of sRGB (IEC 61966-2-1), from bytes to linear light and back. */
const light = Float32Array.from({ length: 256 }, (_, byte) => {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
});
const bytes = Array.from({ length: 257 }, (_, step) => {
  const value = Math.min(255, step) / 255;
  return Math.round(255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055));
});

/**
 * Luminance, computed in linear light. The table of 256 steps is interpolated in single precision, like libvips does. About
 * five in a million pixels are rounded differently.
 */
function grayOf(colors: Uint8Array): Uint8Array {
  const single = Math.fround;
  const lightAt = (at: number) => light[colors[at] ?? 0] ?? 0;
  return Uint8Array.from({ length: colors.length / 3 }, (_, pixel) => {
    const at = pixel * 3;
    const mixed = single(0.2126 * lightAt(at) + 0.7152 * lightAt(at + 1) + 0.0722 * lightAt(at + 2));
    const place = Math.min(255, Math.max(0, single(mixed * 255)));
    const step = Math.trunc(place);
    const [low, high] = [bytes[step] ?? 0, bytes[step + 1] ?? 0];
    return roundToEven(single(low + single((high - low) * single(place - step))));
  });
}
