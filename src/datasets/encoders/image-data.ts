/**
 * Decoded, labeled images in memory, and serialized as one artifact. Decoding thousands of images takes far longer than reading
 * the pixels, so it is done once per dataset version and size.
 *
 * File format: 4 bytes "AIMG", header length (uint32, little endian), header (JSON), labels (int32, little endian), pixels.
 */

import { z } from 'zod';
import type { Box } from '../../shared/detections.ts';
import type { ImageSize } from '../../shared/model-input.ts';

export interface LabelledImages {
  size: ImageSize;
  count: number;
  /** count x height x width x channels, 0..255. */
  pixels: Uint8Array;
  /** Indices into `classes`. */
  labels: Int32Array;
  classes: string[];
  /** Bounding boxes of each image, if the format has them. When set, `classes` are those of the boxes, and every label is 0. */
  boxes?: Box[][];
}

const magic = Buffer.from('AIMG');
const headerSchema = z.object({
  height: z.number().int().positive(),
  width: z.number().int().positive(),
  channels: z.union([z.literal(1), z.literal(3)]),
  count: z.number().int().positive(),
  classes: z.array(z.string()),
  boxes: z
    .array(z.array(z.object({ label: z.int(), x: z.number(), y: z.number(), width: z.number(), height: z.number() })))
    .optional(),
});

/** Serializes images in the file format above. */
export function encodeImages(images: LabelledImages): Uint8Array[] {
  const { size, count, classes, boxes } = images;
  const header = Buffer.from(JSON.stringify({ ...size, count, classes, boxes }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(header.length);
  const { buffer, byteOffset, byteLength } = images.labels;
  return [magic, length, header, new Uint8Array(buffer, byteOffset, byteLength), images.pixels];
}

/** Parses the output of `encodeImages`. @throws Error when the bytes are not in this format */
export function decodeImages(bytes: Buffer): LabelledImages {
  if (!bytes.subarray(0, 4).equals(magic)) throw new Error('This is not a file of decoded images.');
  const headerEnd = 8 + bytes.readUInt32LE(4);
  const { count, classes, boxes, ...size } = headerSchema.parse(JSON.parse(bytes.toString('utf8', 8, headerEnd)));
  const pixelStart = headerEnd + count * 4;
  const pixels = bytes.subarray(pixelStart);
  if (pixels.length !== count * size.height * size.width * size.channels) {
    throw new Error('The file of decoded images is truncated.');
  }
  // Copied, because an Int32Array must start at a multiple of four bytes.
  const labels = new Int32Array(new Uint8Array(bytes.subarray(headerEnd, pixelStart)).buffer);
  return { size, count, pixels, labels, classes, ...(boxes && { boxes }) };
}
