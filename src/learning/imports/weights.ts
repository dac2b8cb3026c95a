/** Reads the weights of an imported network, and checks the files against the manifest that describes them. */
import { z } from 'zod';
import { InvalidNetwork } from './invalid-network.ts';

export interface StoredWeight {
  name: string;
  shape: number[];
  /** Type of the values after dequantization. */
  dtype: 'float32' | 'int32' | 'bool';
  /** How the values are quantized; null if they are stored as they are. */
  quantization: Quantization | null;
  bytes: Uint8Array;
}

const quantizationSchema = z.discriminatedUnion('dtype', [
  z.object({ dtype: z.enum(['uint8', 'uint16']), scale: z.number(), min: z.number() }),
  z.object({ dtype: z.literal('float16') }),
]);
type Quantization = z.infer<typeof quantizationSchema>;

const manifestSchema = z
  .array(
    z.object({
      paths: z.array(z.string()).min(1).max(10_000),
      weights: z
        .array(
          z.object({
            name: z.string().min(1).max(2000),
            shape: z
              .array(
                z
                  .int()
                  .min(0)
                  .max(2 ** 31),
              )
              .max(8),
            dtype: z.enum(['float32', 'int32', 'bool']),
            quantization: quantizationSchema.nullish(),
          }),
        )
        .max(100_000),
    }),
  )
  .min(1)
  .max(1000);

const bytesPerValue = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;
const maxValues = 2 ** 29;

/**
 * @param manifest `weightsManifest` of a model.json
 * @param read     returns a file of the archive by its path in the manifest, or null if it does not exist
 * @throws InvalidNetwork naming the weight or the file
 */
export async function readWeights(
  manifest: unknown,
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<Map<string, StoredWeight>> {
  const parsed = manifestSchema.safeParse(manifest);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const at = ['weightsManifest', ...(issue?.path ?? [])].join('.');
    throw new InvalidNetwork(`${at} cannot be read: ${issue?.message}.`, 'model.json');
  }
  const weights = new Map<string, StoredWeight>();
  const seen = new Set<string>();
  for (const { paths, weights: specs } of parsed.data) {
    const files: Uint8Array[] = [];
    for (const path of paths) {
      if (seen.has(path)) throw new InvalidNetwork('The weightsManifest lists this file twice.', path);
      seen.add(path);
      const file = await read(path);
      if (!file) throw new InvalidNetwork('The weightsManifest lists this file, but it is not in the archive.', path);
      files.push(file);
    }
    const bytes = Buffer.concat(files);
    let at = 0;
    for (const { name, shape, dtype, quantization = null } of specs) {
      if (weights.has(name)) throw new InvalidNetwork('Two weights have this name; names must be unique.', name);
      const values = shape.reduce((product, side) => product * side, 1);
      const end = at + values * bytesPerValue[quantization?.dtype ?? dtype];
      if (values > maxValues || end > bytes.length) {
        throw new InvalidNetwork(
          `The weight needs ${shape.join(' x ')} values, more than its files of ${bytes.length} bytes hold.`,
          name,
        );
      }
      weights.set(name, { name, shape, dtype, quantization: quantization ?? null, bytes: bytes.subarray(at, end) });
      at = end;
    }
    if (at !== bytes.length) {
      throw new InvalidNetwork(`The weights take ${at} bytes, but the files have ${bytes.length}.`, paths.join(', '));
    }
  }
  return weights;
}

/** @throws InvalidNetwork when a value is NaN or infinite */
export function assertFinite(weight: StoredWeight): void {
  if (weight.dtype === 'float32') floatsOf(weight);
}

/** Returns the dequantized values. @throws InvalidNetwork when a value is NaN or infinite */
export function floatsOf({ name, dtype, quantization, bytes, shape }: StoredWeight): Float32Array {
  if (dtype !== 'float32')
    throw new InvalidNetwork(`The weight has type ${dtype}; weights of layers must be float32.`, name);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = shape.reduce((product, side) => product * side, 1);
  const read = readerOf(view, quantization);
  const values = Float32Array.from({ length }, (_, index) => read(index));
  if (values.every(Number.isFinite)) return values;
  throw new InvalidNetwork('The weight has values that are NaN or infinite.', name);
}

function readerOf(view: DataView, quantization: Quantization | null): (index: number) => number {
  if (!quantization) return (index) => view.getFloat32(4 * index, true);
  if (quantization.dtype === 'float16') return (index) => decodeFloat16(view.getUint16(2 * index, true));
  const { dtype, scale, min } = quantization;
  if (dtype === 'uint8') return (index) => view.getUint8(index) * scale + min;
  return (index) => view.getUint16(2 * index, true) * scale + min;
}

/** Decodes an IEEE 754 binary16 number. */
function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
