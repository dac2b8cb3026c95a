/**
 * A trained model as one zip: what `Download` gives, what evaluation and prediction load.
 *
 *   model.json, weights.bin   of a network: a TensorFlow.js LayersModel (of an imported graph: a GraphModel)
 *   generator.json            of a gan besides: how many kinds of images it makes
 *   estimator.json            of any other family: what it learned, as its file in catalogue/ describes it
 *   aias.json                 how to feed it: family, parameters, preprocessing, classes
 */
import { unzipSync, zipSync } from 'fflate';
import { z } from 'zod';
import { seriesEncoderSchema } from '../datasets/series-encoder.ts';
import { type TargetEncoder, tableEncoderSchema, targetSchema } from '../datasets/table-encoder.ts';
import { textEncoderSchema } from '../datasets/text-encoder.ts';
import { objectives } from '../learning/data.ts';
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
    /** Of the images, or of the boxes in them; none where images are imitated. */
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
  return { files, manifest: parseManifest(described) };
}

/** @param described what aias.json holds. @throws Error when there is none, or it describes no model */
export function parseManifest(described: Uint8Array | undefined): ModelManifest {
  if (!described) throw new Error(`The model bundle lacks ${manifestName}.`);
  return manifestSchema.parse(JSON.parse(Buffer.from(described).toString('utf8')));
}

/** The classes that a model tells apart; null when it predicts no class. */
export function classesOf({ input, objective }: ModelManifest): string[] | null {
  if (objective !== 'CLASSIFICATION') return null;
  if (input.kind === 'images') return input.classes;
  const target = targetOf(input);
  return target?.objective === 'CLASSIFICATION' ? target.classes : null;
}

/** The column that a model predicts, if there is one. */
export function targetOf(input: ModelInput): TargetEncoder | null {
  if (input.kind === 'text') return input.target;
  return input.kind === 'table' ? input.encoder.target : null;
}
