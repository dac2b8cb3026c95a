/** Creates configurations, validated against the dataset so that each of them can be trained, and finds them. */
import {
  authorize,
  missing,
  readable,
  readableOrganizationIds,
  requireViewer,
  type Viewer,
} from '../accounts/access.ts';
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
import type { ColumnNames, Configuration, ListedConfiguration } from './configuration.ts';
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
      estimateConfiguration({ ...resolved, family, parameters, profile, baseModelVersion: base });
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
        futureCovariates: resolved.futureCovariates,
        split: resolved.split,
        training: resolved.training,
        baseModelVersion: base,
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

    /**
     * Estimates the resource usage of training runs, or returns the errors of the estimates. The caller has authorized access to
     * the configurations.
     * @param asker ID of the user
     */
    async estimates(listed: readonly ListedConfiguration[], asker: string): Promise<(Estimate | Error)[]> {
      const [names, found] = await Promise.all([
        repository.columnNames(listed.map(({ id }) => id)),
        datasets.versionsByIds(listed.map(({ datasetVersionId }) => datasetVersionId)),
      ]);
      const versions = new Map(found.flatMap((version) => (version ? [[version.id, version] as const] : [])));
      const read = await datasets.profilesOf([...versions.values()], asker);
      const profiles = new Map([...versions.keys()].map((id, index) => [id, read[index]]));
      return listed.map((configuration) => {
        const profile = profiles.get(configuration.datasetVersionId);
        const columns = names.get(configuration.id);
        const family = findFamily(configuration.family);
        if (profile instanceof Error) return profile;
        if (!profile || !columns || !family)
          return new Error(`The family or the dataset version of configuration ${configuration.id} is missing.`);
        return orError(() => estimateConfiguration({ ...configuration, ...columns, family, profile }));
      });
    },

    /** Returns, for each ID, the configuration without the columns of its data, or the error for it. @throws Unauthenticated */
    async byIds(viewer: Viewer | null, ids: readonly string[]): Promise<(ListedConfiguration | Error)[]> {
      const present = requireViewer(viewer);
      const found = await repository.byIds(ids);
      return ids.map((id) => readable(present, found.get(id), 'configuration'));
    },

    /** Returns the columns of the data of each configuration. The caller has authorized access to them. */
    async columnNames(ids: readonly string[]): Promise<(ColumnNames | Error)[]> {
      const found = await repository.columnNames(ids);
      return ids.map((id) => found.get(id) ?? missing('configuration'));
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
function checkLengths(input: Pick<ConfigurationInput, 'inputs' | 'futureCovariates'>): void {
  for (const field of ['inputs', 'futureCovariates'] as const) {
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

/** Returns the result of a computation, or what it throws. */
function orError<T>(compute: () => T): T | Error {
  try {
    return compute();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
}
