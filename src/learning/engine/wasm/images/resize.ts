/**
 * The gradient of nearest-neighbor upscaling. The backend has none, and the plain JavaScript one drops all images of a batch
 * but the first.
 */
import { allocateTensor, attributes, floats, input, replaceKernel } from '../kernel-access.ts';

export function registerResizeGradient(): void {
  replaceKernel('ResizeNearestNeighborGrad', (args) => {
    const [images, dy] = [input(args, 'images'), input(args, 'dy')];
    const { alignCorners } = attributes<{ alignCorners: boolean }>(args);
    const [n = 1, h = 1, w = 1, c = 1] = images.shape;
    const [, oh = 1, ow = 1] = dy.shape;
    const tensor = allocateTensor(args.backend, images.shape);
    const [from, to] = [floats(args.backend, dy), floats(args.backend, tensor).fill(0)];
    const [rows, columns] = [sourceIndices(h, oh, alignCorners), sourceIndices(w, ow, alignCorners)];
    let at = 0;
    for (let image = 0; image < n; image++) {
      for (const row of rows) {
        for (const column of columns) {
          const target = ((image * h + row) * w + column) * c;
          for (let channel = 0; channel < c; channel++, at++) {
            to[target + channel] = (to[target + channel] ?? 0) + (from[at] ?? 0);
          }
        }
      }
    }
    return tensor;
  });
}

/** Returns the input row (or column) that each output row was copied from, as the forward pass chooses it. */
function sourceIndices(inner: number, outer: number, alignCorners: boolean): Int32Array {
  const corners = alignCorners && outer > 1;
  const scale = corners ? (inner - 1) / (outer - 1) : inner / outer;
  return Int32Array.from({ length: outer }, (_, index) => {
    const place = index * scale;
    return Math.min(inner - 1, corners ? Math.round(place) : Math.floor(place));
  });
}
