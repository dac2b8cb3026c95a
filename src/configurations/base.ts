/** The model that a configuration goes on from, kept with it: a version never changes, nor does what was found out about it. */
import { z } from 'zod';
import { requireViewer, type Viewer } from '../accounts/access.ts';
import type { Family } from '../catalogue/family.ts';
import type { DatasetProfile } from '../datasets/profile.ts';
import { InvalidInput } from '../errors.ts';
import { InvalidNetwork } from '../learning/imports/invalid-network.ts';
import type { ModelBundle } from '../models/bundle.ts';
import type { ModelService } from '../models/model-service.ts';

const count = z.number().nonnegative();
const partSchema = z.object({
  field: z.string().nullable(),
  parameters: count,
  activations: count,
  multiplications: count,
  workspace: count.optional(),
});

export const baseSchema = z.object({
  versionId: z.uuid(),
  artifactKey: z.string(),
  size: z.object({ height: z.int(), width: z.int(), channels: z.union([z.literal(1), z.literal(3)]) }),
  learning: partSchema,
  frozen: partSchema,
  featureFloats: count,
});
export type ConfigurationBase = z.infer<typeof baseSchema>;

interface Wanted {
  modelId: string | null;
  family: Family;
  parameters: Record<string, unknown>;
  profile: DatasetProfile;
}

/**
 * What of a model a family goes on from; null for one that begins anew.
 * @throws InvalidInput naming the field of ConfigureModelInput; NotFound
 */
export async function findBase(
  viewer: Viewer | null,
  { modelId, family, parameters, profile }: Wanted,
  models: Pick<ModelService, 'version' | 'manifest' | 'topology'>,
): Promise<ConfigurationBase | null> {
  const field = 'input.baseModelId';
  if (!family.weigh) {
    if (modelId === null) return null;
    throw new InvalidInput(field, `"${family.name}" begins anew. Leave \`baseModelId\` out, or take "pretrained".`);
  }
  if (modelId === null) {
    throw new InvalidInput(field, `"${family.name}" goes on from a model: name one, imported or trained here.`);
  }
  if (profile.kind !== 'images') {
    throw new InvalidInput('input.datasetId', `"${family.name}" learns from images, and the dataset holds a table.`);
  }
  const { userId } = requireViewer(viewer);
  const version = await models.version(viewer, modelId, null);
  const manifest = await models.manifest(version, userId);
  const files = await models.topology(version, userId);
  return describeBase({ family, parameters, profile, version, bundle: { manifest, files } });
}

/**
 * @param bundle its files may lack the weights: only their shapes count
 * @throws InvalidInput when the model, or these images, cannot be gone on with
 */
export async function describeBase({
  family,
  parameters,
  profile,
  version,
  bundle: { manifest, files },
}: Omit<Wanted, 'modelId'> & {
  version: { id: string; artifactKey: string };
  bundle: ModelBundle;
}): Promise<ConfigurationBase> {
  const field = 'input.baseModelId';
  const { input } = manifest;
  if (!family.weigh || profile.kind !== 'images') throw new Error(`"${family.name}" cannot go on with this.`);
  if (input.kind !== 'images')
    throw new InvalidInput(field, 'The model takes no images, and the dataset holds nothing else.');
  const classes = profile.classes.filter(({ count: samples }) => samples > 0).map(({ name }) => name);
  if (parameters.head === 'keep' && classes.join('\n') !== input.classes.join('\n')) {
    throw new InvalidInput(
      `input.parameters.${family.name}.head`,
      `The model answers ${input.classes.join(', ')}, and the dataset has ${classes.join(', ')}. Take a new head.`,
    );
  }
  try {
    const weighed = await family.weigh(files, parameters, { outputs: classes.length, samples: profile.count });
    return { versionId: version.id, artifactKey: version.artifactKey, size: input.size, ...weighed };
  } catch (error) {
    if (!(error instanceof InvalidNetwork)) throw error;
    const where = error.location ? ` (${error.location})` : '';
    throw new InvalidInput(field, `This model cannot be gone on from: ${error.message}${where}`);
  }
}
