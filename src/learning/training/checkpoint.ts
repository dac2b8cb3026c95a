/**
 * Binary format of a checkpoint:
 *
 *   0    "AIASCKP1"
 *   8    length of the header (uint32, little endian)
 *   12   header (JSON): { progress, tensors: [lengths in floats] }
 *   ...  values of the tensors, float32, little endian, consecutively
 *
 * Checkpoints are stored under a hash of their content, which detects corruption; this code only checks the format.
 */
import { z } from 'zod';

const magic = 'AIASCKP1';
const prefixBytes = 12;

const progressSchema = z.object({
  /** Next batch to train: epochs count from 1, batches from 0. */
  epoch: z.number().int().positive(),
  batch: z.number().int().min(0),
  step: z.number().int().min(0),
  /** Sums over the batches of the current epoch. */
  sums: z.object({ loss: z.number(), score: z.number(), samples: z.number().int() }),
  best: z.object({ epoch: z.number().int(), value: z.number() }).nullable(),
  history: z.array(
    z.object({
      epoch: z.number().int(),
      step: z.number().int(),
      metrics: z.array(z.object({ name: z.string(), value: z.number() })),
    }),
  ),
});

const headerSchema = z.object({ progress: progressSchema, tensors: z.array(z.number().int().min(0)) });

export type TrainingProgress = z.infer<typeof progressSchema>;

export function encodeCheckpoint(progress: TrainingProgress, tensors: Float32Array[]): Uint8Array {
  const header = Buffer.from(JSON.stringify({ progress, tensors: tensors.map((values) => values.length) }));
  const prefix = Buffer.alloc(prefixBytes);
  prefix.write(magic, 'latin1');
  prefix.writeUInt32LE(header.length, magic.length);
  const bodies = tensors.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength));
  return Buffer.concat([prefix, header, ...bodies]);
}

/** @throws Error if the bytes are not a checkpoint */
export function decodeCheckpoint(bytes: Uint8Array): { progress: TrainingProgress; tensors: Float32Array[] } {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (buffer.toString('latin1', 0, magic.length) !== magic) throw new Error('The data is not a checkpoint.');
  const start = prefixBytes + buffer.readUInt32LE(magic.length);
  const { progress, tensors: lengths } = headerSchema.parse(JSON.parse(buffer.toString('utf8', prefixBytes, start)));
  if (lengths.reduce((sum, length) => sum + length * 4, start) !== buffer.length) {
    throw new Error('The checkpoint is truncated.');
  }
  let at = start;
  const tensors = lengths.map((length) => {
    // Copied, because a Float32Array must start at a multiple of four bytes.
    const values = new Float32Array(new Uint8Array(buffer.subarray(at, at + length * 4)).buffer);
    at += length * 4;
    return values;
  });
  return { progress, tensors };
}
