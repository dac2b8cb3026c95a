/** The base model of a fine-tuning configuration. Stored with it: model versions are immutable, and so is their profile. */
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

export const baseModelSchema = z.object({
  versionId: z.uuid(),
  artifactKey: z.string(),
  size: z.object({ height: z.int(), width: z.int(), channels: z.union([z.literal(1), z.literal(3)]) }),
  trainableCost: partSchema,
  frozenCost: partSchema,
  featureSize: count,
});
export type ConfigurationBaseModel = z.infer<typeof baseModelSchema>;

interface BaseModelRequest {
  modelId: string | null;
  family: Family;
  parameters: Record<string, unknown>;
  profile: DatasetProfile;
}

/**
 * Resolves the base model to fine-tune; null for families that train from scratch.
 * @throws InvalidInput naming the field of ConfigureModelInput; NotFound
 */
export async function resolveBaseModel(
  viewer: Viewer | null,
  { modelId, family, parameters, profile }: BaseModelRequest,
  models: Pick<ModelService, 'version' | 'manifest' | 'topology'>,
): Promise<ConfigurationBaseModel | null> {
  const field = 'input.baseModelId';
  if (!family.estimateBase) {
    if (modelId === null) return null;
    throw new InvalidInput(
      field,
      `"${family.name}" trains from scratch. Remove \`baseModelId\`, or choose the family "pretrained".`,
    );
  }
  if (modelId === null) {
    throw new InvalidInput(
      field,
      `"${family.name}" fine-tunes a model. Set \`baseModelId\` to an imported or trained model.`,
    );
  }
  if (profile.kind !== 'images') {
    throw new InvalidInput('input.datasetId', `"${family.name}" requires images, but the dataset contains a table.`);
  }
  const { userId } = requireViewer(viewer);
  const version = await models.version(viewer, modelId, null);
  const manifest = await models.manifest(version, userId);
  const files = await models.topology(version, userId);
  return profileBaseModel({ family, parameters, profile, version, bundle: { manifest, files } });
}

/**
 * Profiles a base model for its fine-tuning on the dataset.
 * @param bundle its weights are not needed, only their shapes
 * @throws InvalidInput when the model cannot be fine-tuned, or not on these images
 */
export async function profileBaseModel({
  family,
  parameters,
  profile,
  version,
  bundle: { manifest, files },
}: Omit<BaseModelRequest, 'modelId'> & {
  version: { id: string; artifactKey: string };
  bundle: ModelBundle;
}): Promise<ConfigurationBaseModel> {
  const field = 'input.baseModelId';
  const { input } = manifest;
  if (!family.estimateBase || profile.kind !== 'images')
    throw new Error(`"${family.name}" cannot be fine-tuned on this dataset.`);
  if (input.kind !== 'images')
    throw new InvalidInput(field, 'The model does not accept images, but the dataset contains only images.');
  const classes = profile.classes.filter(({ count: samples }) => samples > 0).map(({ name }) => name);
  if (parameters.head === 'keep' && classes.join('\n') !== input.classes.join('\n')) {
    throw new InvalidInput(
      `input.parameters.${family.name}.head`,
      `The model predicts ${input.classes.join(', ')}, but the dataset has ${classes.join(', ')}. Use a new head.`,
    );
  }
  try {
    const estimate = await family.estimateBase(files, parameters, {
      outputs: classes.length,
      samples: profile.imageCount,
    });
    return { versionId: version.id, artifactKey: version.artifactKey, size: input.size, ...estimate };
  } catch (error) {
    if (!(error instanceof InvalidNetwork)) throw error;
    const location = error.location ? ` (${error.location})` : '';
    throw new InvalidInput(field, `This model cannot be fine-tuned: ${error.message}${location}`);
  }
}
