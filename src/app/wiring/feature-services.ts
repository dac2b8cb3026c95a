import { createAccountRepository } from '../../accounts/account-repository.ts';
import { createMembershipService } from '../../accounts/membership-service.ts';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { UploadLimits } from '../../artifacts/upload.ts';
import { createConfigurationRepository } from '../../configurations/configuration-repository.ts';
import { createConfigurationService } from '../../configurations/configuration-service.ts';
import type { DatabaseClient } from '../../database/create-database.ts';
import { createDatasetRepository } from '../../datasets/dataset-repository.ts';
import { createDatasetService } from '../../datasets/dataset-service.ts';
import { createModelRepository } from '../../models/model-repository.ts';
import { createModelService, type ModelService } from '../../models/model-service.ts';

/** Creates the services that launching and finishing a task need, over one database and one store. */
export function createFeatureServices(deps: {
  database: DatabaseClient;
  store: ArtifactStore;
  uploadLimits: UploadLimits;
  publicUrl: () => string;
}) {
  const { store, uploadLimits, publicUrl } = deps;
  const { db } = deps.database;
  const repository = createDatasetRepository({ db });
  const memberships = createMembershipService({ repository: createAccountRepository({ db }) });
  const datasets = createDatasetService({ repository, memberships, store, uploadLimits, publicUrl });
  const configurations = createConfigurationService({
    repository: createConfigurationRepository({ db }),
    datasets,
    // Configurations may fine-tune models, and models belong to configurations, so the two services reference each other.
    models: {
      version: (...wanted) => models.version(...wanted),
      manifest: (...wanted) => models.manifest(...wanted),
      topology: (...wanted) => models.topology(...wanted),
    },
  });
  const models: ModelService = createModelService({
    repository: createModelRepository({ db }),
    configurations,
    store,
  });
  return { memberships, datasets, configurations, models };
}
