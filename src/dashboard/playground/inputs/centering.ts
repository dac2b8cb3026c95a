/**
 * Centers and scales a drawing like the digits of MNIST: the longer side of its ink fills 20/28 of the image, and its center of
 * mass is in the middle (Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits").
 */
export interface Placement {
  /** Bounding box of the ink on the canvas, in pixels. */
  from: { left: number; top: number; width: number; height: number };
  /** Target rectangle on a canvas of the same size. */
  to: { left: number; top: number; width: number; height: number };
}

const share = 20 / 28;
/** Minimum brightness of ink, from 0 to 255. */
const minInk = 16;

/**
 * @param pixels RGBA, `edge` x `edge`, white ink on black
 * @returns null when the canvas is empty
 */
export function placementOf(pixels: Uint8ClampedArray, edge: number): Placement | null {
  let [left, top, right, bottom] = [edge, edge, -1, -1];
  let [mass, sumX, sumY] = [0, 0, 0];
  for (let y = 0; y < edge; y++) {
    for (let x = 0; x < edge; x++) {
      const ink = pixels[4 * (y * edge + x)] ?? 0;
      if (ink < minInk) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
      mass += ink;
      sumX += ink * (x + 0.5);
      sumY += ink * (y + 0.5);
    }
  }
  if (mass === 0) return null;
  const [width, height] = [right - left + 1, bottom - top + 1];
  const scale = (edge * share) / Math.max(width, height);
  return {
    from: { left, top, width, height },
    to: {
      left: edge / 2 - (sumX / mass - left) * scale,
      top: edge / 2 - (sumY / mass - top) * scale,
      width: width * scale,
      height: height * scale,
    },
  };
}
