/**
 * Configurations: a family with its parameters, a dataset version, what to learn of it, and how. Checked against the dataset
 * when it is made, so that what can be launched can be trained. A configuration never changes.
 */
import { and, desc, eq, inArray, lt } from 'drizzle-orm';
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { Estimate } from '../catalogue/estimate.ts';
import type { Family, Training } from '../catalogue/family.ts';
import { parseParameters } from '../catalogue/parameters.ts';
import { familyByName } from '../catalogue/registry.ts';
import type { Database } from '../database/client.ts';
import { newId } from '../database/id.ts';
import { configurations } from '../database/tables.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { InvalidInput } from '../errors.ts';
import type { Modality, Objective, SplitOptions } from '../learning/data.ts';
import type { ModelService } from '../models/model-service.ts';
import { nameFrom } from '../names.ts';
import { agree, type Wishes } from './agree.ts';
import { type ConfigurationBase, findBase } from './base.ts';
import { estimateConfiguration } from './estimate.ts';

const maxColumns = 10_000;

export type Configuration = Omit<
  typeof configurations.$inferSelect,
  'split' | 'training' | 'parameters' | 'objective' | 'modality' | 'base'
> & {
  parameters: Record<string, unknown>;
  modality: Modality;
  objective: Objective;
  split: SplitOptions;
  training: Training;
  base: ConfigurationBase | null;
};

export interface ConfigurationInput extends Wishes {
  name: string;
  datasetId: string;
  /** Of a family that goes on from a model. */
  baseModelId: string | null;
  /** One entry: family name -> parameters. */
  parameters: Record<string, unknown>;
}

export type ConfigurationService = ReturnType<typeof createConfigurationService>;

export function createConfigurationService({
  db,
  datasets,
  models,
}: {
  db: Database;
  datasets: DatasetService;
  models: Pick<ModelService, 'version' | 'manifest' | 'topology'>;
}) {
  async function find(id: string): Promise<Configuration | null> {
    const [row] = await db.select().from(configurations).where(eq(configurations.id, id));
    return row ? (row as Configuration) : null; // written by create() alone
  }

  return {
    /** Without a look at who asks; for other services. */
    find,

    /** @throws InvalidInput naming the field, Forbidden, Unauthenticated */
    async create(viewer: Viewer | null, input: ConfigurationInput): Promise<Configuration> {
      const dataset = await datasets.byId(viewer, input.datasetId);
      const { userId } = authorize(viewer, 'write', dataset.organizationId, 'dataset');
      const name = nameFrom(input.name);
      checkLengths(input);
      const { family, parameters } = chooseFamily(input.parameters);
      const version = await datasets.usableVersion(viewer, dataset.id, 'input.datasetId');
      const profile = await datasets.profileOf(version, userId);
      const base = await findBase(viewer, { modelId: input.baseModelId, family, parameters, profile }, models);
      const agreed = agree(profile, family, parameters, input);
      estimateConfiguration({ ...agreed, family, parameters, profile, base });
      const row = {
        id: newId(),
        organizationId: dataset.organizationId,
        name,
        family: family.name,
        parameters,
        datasetVersionId: version.id,
        inputs: agreed.inputs,
        target: agreed.target,
        modality: agreed.modality,
        objective: agreed.objective,
        knownAhead: agreed.knownAhead,
        split: agreed.split,
        training: agreed.training,
        base,
        createdBy: userId,
      };
      const [made] = await db.insert(configurations).values(row).returning();
      return made as Configuration;
    },

    /** What a training of it will need. */
    async estimate(configuration: Configuration): Promise<Estimate> {
      const family = familyByName(configuration.family);
      const version = await datasets.versionById(configuration.datasetVersionId);
      if (!family || !version) throw new Error(`Configuration ${configuration.id} has lost its family or its data.`);
      const profile = await datasets.profileOf(version, configuration.organizationId);
      return estimateConfiguration({ ...configuration, family, profile });
    },

    /** @throws Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<Configuration> {
      requireViewer(viewer);
      const configuration = await find(id);
      if (!configuration) throw missing('configuration');
      authorize(viewer, 'read', configuration.organizationId, 'configuration');
      return configuration;
    },

    /** Newest first. */
    async list(
      viewer: Viewer | null,
      organizationId: string | null,
      limit: number,
      before: string | null,
    ): Promise<Configuration[]> {
      const ids = readableOrganizationIds(viewer, organizationId);
      const older = before ? lt(configurations.id, before) : undefined;
      const rows = await db
        .select()
        .from(configurations)
        .where(and(inArray(configurations.organizationId, ids), older))
        .orderBy(desc(configurations.id))
        .limit(limit);
      return rows as Configuration[]; // written by create() alone
    },
  };
}

/** No dataset has more columns than these lists may name. */
function checkLengths(input: Pick<ConfigurationInput, 'inputs' | 'knownAhead'>): void {
  for (const field of ['inputs', 'knownAhead'] as const) {
    if ((input[field]?.length ?? 0) <= maxColumns) continue;
    throw new InvalidInput(`input.${field}`, `Name at most ${maxColumns} columns.`);
  }
}

function chooseFamily(given: Record<string, unknown>): { family: Family; parameters: Record<string, unknown> } {
  const [entry, ...more] = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const family = entry && familyByName(entry[0]);
  if (!family || more.length > 0) {
    throw new InvalidInput('input.parameters', 'Name exactly one family, such as { mlp: {} }.');
  }
  return { family, parameters: parseParameters(family, entry[1], `input.parameters.${family.name}`) };
}
