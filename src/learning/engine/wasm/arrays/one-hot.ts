/** OneHot for float values: the backend's kernel writes them as the bits of integers. */
import { allocateTensor, attributes, floats, input, kernel, replaceKernel } from '../kernel-access.ts';

interface OneHotAttributes {
  depth: number;
  onValue: number;
  offValue: number;
  dtype: string;
}

export function registerOneHot(): void {
  const plain = kernel('OneHot');
  replaceKernel('OneHot', (args) => {
    const { depth, onValue, offValue, dtype } = attributes<OneHotAttributes>(args);
    if (dtype !== 'float32') return plain(args);
    const indices = input(args, 'indices');
    const result = allocateTensor(args.backend, [...indices.shape, depth]);
    const { buffer, byteOffset, length } = floats(args.backend, indices);
    const places = new Int32Array(buffer, byteOffset, length);
    const values = floats(args.backend, result).fill(offValue);
    for (const [row, place] of places.entries()) if (place >= 0 && place < depth) values[row * depth + place] = onValue;
    return result;
  });
}
