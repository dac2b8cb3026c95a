/**
 * A trained model as one zip: what `Download` gives, what evaluation and prediction load.
 *
 *   model.json    TensorFlow.js LayersModel: topology and the manifest of the weights
 *   weights.bin   the weights
 *   aias.json     how to feed it: family, parameters, preprocessing, classes
 */
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { tableEncoderSchema } from '../datasets/table-encoder.ts';
import type { ModelFiles } from '../learning/serialize.ts';

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
  objective: z.enum(['REGRESSION', 'CLASSIFICATION']),
  input: inputSchema,
});

export type ModelInput = z.infer<typeof inputSchema>;
export type ModelManifest = z.infer<typeof manifestSchema>;

export interface ModelBundle extends ModelFiles {
  manifest: ModelManifest;
}

const names = { model: 'model.json', weights: 'weights.bin', manifest: 'aias.json' };

export function packBundle({ modelJson, weights, manifest }: ModelBundle): Uint8Array {
  // A fixed date and no compression of the weights: equal models have equal bytes, and floats hardly shrink.
  const options = { mtime: new Date('2020-01-01T00:00:00Z') };
  return zipSync({
    [names.model]: [modelJson, options],
    [names.weights]: [weights, { ...options, level: 0 }],
    [names.manifest]: [Buffer.from(JSON.stringify(manifest, null, 2)), options],
  });
}

/** @throws Error when the bytes are no bundle */
export function unpackBundle(bytes: Uint8Array): ModelBundle {
  const files = unzipSync(bytes);
  const file = (name: string): Uint8Array => {
    const found = files[name];
    if (!found) throw new Error(`The model bundle lacks ${name}.`);
    return found;
  };
  const manifest = manifestSchema.parse(JSON.parse(Buffer.from(file(names.manifest)).toString('utf8')));
  return { modelJson: file(names.model), weights: file(names.weights), manifest };
}

/** The classes that a model tells apart; null when it predicts a number. */
export function classesOf({ input }: ModelManifest): string[] | null {
  if (input.kind === 'images') return input.classes;
  return input.encoder.target.objective === 'CLASSIFICATION' ? input.encoder.target.classes : null;
}
