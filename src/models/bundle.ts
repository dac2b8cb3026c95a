/**
 * A trained model as one zip: what `Download` gives, what evaluation and prediction load.
 *
 *   model.json, weights.bin   of a network: a TensorFlow.js LayersModel, its topology and its weights
 *   estimator.json            of any other family: what it learned, as its file in catalogue/ describes it
 *   aias.json                 how to feed it: family, parameters, preprocessing, classes
 */
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { tableEncoderSchema } from '../datasets/table-encoder.ts';
import type { ModelFiles } from '../learning/model.ts';

export const bundleFormat = 1;

const inputSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('table'), encoder: tableEncoderSchema }),
  z.object({
    kind: z.literal('images'),
    size: z.object({
      height: z.number().int(),
      width: z.number().int(),
      channels: z.union([z.literal(1), z.literal(3)]),
    }),
    classes: z.array(z.string()),
  }),
]);

const manifestSchema = z.object({
  format: z.literal(bundleFormat),
  family: z.string(),
  parameters: z.record(z.string(), z.json()),
  objective: z.enum(['REGRESSION', 'CLASSIFICATION', 'CLUSTERING', 'DIMENSIONALITY_REDUCTION']),
  input: inputSchema,
});

export type ModelInput = z.infer<typeof inputSchema>;
export type ModelManifest = z.infer<typeof manifestSchema>;

export interface ModelBundle {
  files: ModelFiles;
  manifest: ModelManifest;
}

const manifestName = 'aias.json';

export function packBundle({ files, manifest }: ModelBundle): Uint8Array {
  // A fixed date and no compression of the weights: equal models have equal bytes, and floats hardly shrink.
  const options = { mtime: new Date('2020-01-01T00:00:00Z') };
  const entries = Object.entries(files).map(
    ([name, bytes]) => [name, [bytes, name.endsWith('.bin') ? { ...options, level: 0 as const } : options]] as const,
  );
  const described = Buffer.from(JSON.stringify(manifest, null, 2));
  return zipSync({ ...Object.fromEntries(entries), [manifestName]: [described, options] });
}

/** @throws Error when the bytes are no bundle */
export function unpackBundle(bytes: Uint8Array): ModelBundle {
  const { [manifestName]: described, ...files } = unzipSync(bytes);
  if (!described) throw new Error(`The model bundle lacks ${manifestName}.`);
  return { files, manifest: manifestSchema.parse(JSON.parse(Buffer.from(described).toString('utf8'))) };
}

/** The classes that a model tells apart; null when it predicts no class. */
export function classesOf({ input }: ModelManifest): string[] | null {
  if (input.kind === 'images') return input.classes;
  return input.encoder.target?.objective === 'CLASSIFICATION' ? input.encoder.target.classes : null;
}
