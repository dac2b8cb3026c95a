/**
 * The zip of a trained model, which users download and which evaluation and prediction load.
 *
 *   model.json, weights.bin   network: a TensorFlow.js LayersModel (GraphModel for an imported graph)
 *   generator.json            GAN only: the number of condition classes
 *   estimator.json            any other family: the fitted values, as described in the family's file in catalogue/
 *   aias.json                 manifest: family, parameters, preprocessing, classes
 */
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { seriesEncoderSchema } from '../datasets/encoders/series/series-encoder.ts';
import { tableEncoderSchema, targetSchema } from '../datasets/encoders/table-encoder.ts';
import { textEncoderSchema } from '../datasets/encoders/text-encoder.ts';
import type { ModelFiles } from '../learning/model.ts';
import { objectives } from '../shared/objectives.ts';

export const bundleFormat = 2;

const inputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), encoder: tableEncoderSchema }),
  z.object({
    kind: z.literal('images'),
    size: z.object({
      height: z.number().int(),
      width: z.number().int(),
      channels: z.union([z.literal(1), z.literal(3)]),
    }),
    /** Classes of the images, or of the boxes in them. Empty for generative models. */
    classes: z.array(z.string()),
  }),
  z.object({ kind: z.literal('text'), encoder: textEncoderSchema, target: targetSchema.nullable() }),
  z.object({ kind: z.literal('series'), encoder: seriesEncoderSchema }),
]);

const manifestSchema = z.object({
  format: z.literal(bundleFormat),
  family: z.string(),
  parameters: z.record(z.string(), z.json()),
  objective: z.enum(objectives),
  input: inputSchema,
});

export type ModelInput = z.infer<typeof inputSchema>;
export type ModelManifest = z.infer<typeof manifestSchema>;

export interface ModelBundle {
  files: ModelFiles;
  manifest: ModelManifest;
}

export const manifestName = 'aias.json';

export function packBundle({ files, manifest }: ModelBundle): Uint8Array {
  // The fixed date gives equal models equal bytes. Weights are not compressed, because floats hardly shrink.
  const options = { mtime: new Date('2020-01-01T00:00:00Z') };
  const entries = Object.entries(files).map(
    ([name, bytes]) => [name, [bytes, name.endsWith('.bin') ? { ...options, level: 0 as const } : options]] as const,
  );
  const json = Buffer.from(JSON.stringify(manifest, null, 2));
  return zipSync({ ...Object.fromEntries(entries), [manifestName]: [json, options] });
}

/** @throws Error when the bytes are not a bundle */
export function unpackBundle(bytes: Uint8Array): ModelBundle {
  const { [manifestName]: manifest, ...files } = unzipSync(bytes);
  return { files, manifest: parseManifest(manifest) };
}

/** @param json content of aias.json. @throws Error when it is missing or invalid */
export function parseManifest(json: Uint8Array | undefined): ModelManifest {
  if (!json) throw new Error(`${manifestName} is missing from the model bundle.`);
  return manifestSchema.parse(JSON.parse(Buffer.from(json).toString('utf8')));
}
