/** Creates configurations, validated against the dataset so that each of them can be trained, and finds them. */
import { authorize, missing, readableOrganizationIds, requireViewer, type Viewer } from '../accounts/access.ts';
import type { Estimate } from '../catalogue/estimate.ts';
import type { Family } from '../catalogue/family.ts';
import { parseParameters } from '../catalogue/parameters.ts';
import { findFamily } from '../catalogue/registry.ts';
import type { PageRequest } from '../database/keyset.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { InvalidInput } from '../errors.ts';
import type { ModelService } from '../models/model-service.ts';
import { applyPatch, type DescriptionPatch, parseName } from '../names.ts';
import { resolveBaseModel } from './base-model.ts';
import type { Configuration } from './configuration.ts';
import type { ConfigurationFilter, ConfigurationOrder, ConfigurationRepository } from './configuration-repository.ts';
import { estimateConfiguration } from './estimate.ts';
import { type RequestedOptions, resolveConfiguration } from './resolve-configuration.ts';

const maxColumns = 10_000;

export interface ConfigurationInput extends RequestedOptions {
  name: string;
  datasetId: string;
  /** Model to fine-tune; null for families that train from scratch. */
  baseModelId: string | null;
  /** One entry: family name -> parameters. */
  parameters: Record<string, unknown>;
}

export type ConfigurationService = ReturnType<typeof createConfigurationService>;

export function createConfigurationService({
  repository,
  datasets,
  models,
}: {
  repository: ConfigurationRepository;
  datasets: DatasetService;
  models: Pick<ModelService, 'version' | 'manifest' | 'topology'>;
}) {
  return {
    /** Finds a configuration without authorization, for other services. */
    find: (id: string) => repository.byId(id),

    /** Creates a configuration. @throws InvalidInput naming the field, NotFound, Forbidden, Unauthenticated */
    async create(viewer: Viewer | null, input: ConfigurationInput): Promise<Configuration> {
      const dataset = await datasets.byId(viewer, input.datasetId);
      const { userId } = authorize(viewer, 'write', dataset.organizationId, 'dataset');
      const name = parseName(input.name);
      checkLengths(input);
      const { family, parameters } = parseFamilyParameters(input.parameters);
      const version = await datasets.latestReadyVersion(viewer, dataset.id, 'input.datasetId');
      const profile = await datasets.profileOf(version, userId);
      const base = await resolveBaseModel(viewer, { modelId: input.baseModelId, family, parameters, profile }, models);
      const resolved = resolveConfiguration(profile, family, parameters, input);
      estimateConfiguration({ ...resolved, family, parameters, profile, base });
      return repository.create({
        organizationId: dataset.organizationId,
        name,
        description: '',
        tags: [],
        family: family.name,
        parameters,
        datasetVersionId: version.id,
        inputs: resolved.inputs,
        target: resolved.target,
        modality: resolved.modality,
        objective: resolved.objective,
        knownAhead: resolved.knownAhead,
        split: resolved.split,
        training: resolved.training,
        base,
        createdBy: userId,
      });
    },

    /** Estimates the resource usage of a training run. */
    async estimate(configuration: Configuration): Promise<Estimate> {
      const family = findFamily(configuration.family);
      const version = await datasets.versionById(configuration.datasetVersionId);
      if (!family || !version)
        throw new Error(`The family or the dataset version of configuration ${configuration.id} is missing.`);
      const profile = await datasets.profileOf(version, configuration.organizationId);
      return estimateConfiguration({ ...configuration, family, profile });
    },

    /** @throws NotFound, Unauthenticated */
    async byId(viewer: Viewer | null, id: string): Promise<Configuration> {
      requireViewer(viewer);
      const configuration = await repository.byId(id);
      if (!configuration) throw missing('configuration');
      authorize(viewer, 'read', configuration.organizationId, 'configuration');
      return configuration;
    },

    /**
     * Lists the configurations of one organization, or of all organizations of the viewer, that match a filter.
     * @returns reads a page, and counts all
     */
    list(viewer: Viewer | null, organizationId: string | null, options: Omit<ConfigurationFilter, 'organizationIds'>) {
      const filter = { ...options, organizationIds: readableOrganizationIds(viewer, organizationId) };
      return {
        page: (page: PageRequest<ConfigurationOrder>) => repository.list(filter, page),
        count: () => repository.count(filter),
      };
    },

    /** Changes name, description and tags. @throws InvalidInput naming the field, NotFound, Forbidden, Unauthenticated */
    async update(viewer: Viewer | null, id: string, patch: DescriptionPatch): Promise<Configuration> {
      const configuration = await this.byId(viewer, id);
      authorize(viewer, 'write', configuration.organizationId, 'configuration');
      return repository.describe(id, applyPatch(configuration, patch));
    },
  };
}

/** Bounds the lists of columns by the maximum number of columns of a dataset. */
function checkLengths(input: Pick<ConfigurationInput, 'inputs' | 'knownAhead'>): void {
  for (const field of ['inputs', 'knownAhead'] as const) {
    if ((input[field]?.length ?? 0) <= maxColumns) continue;
    throw new InvalidInput(`input.${field}`, `At most ${maxColumns} columns are allowed.`);
  }
}

function parseFamilyParameters(given: Record<string, unknown>): {
  family: Family;
  parameters: Record<string, unknown>;
} {
  const [entry, ...more] = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const family = entry && findFamily(entry[0]);
  if (!family || more.length > 0) {
    throw new InvalidInput('input.parameters', 'Set exactly one family, such as { mlp: {} }.');
  }
  return { family, parameters: parseParameters(family, entry[1], `input.parameters.${family.name}`) };
}
