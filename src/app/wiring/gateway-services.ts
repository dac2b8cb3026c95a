/** The services behind the API of a gateway. */
import { createAccountRepository } from '../../accounts/account-repository.ts';
import { createAccountService } from '../../accounts/account-service.ts';
import type { MembershipService } from '../../accounts/membership-service.ts';
import { createSessionService } from '../../accounts/sessions.ts';
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { UploadLimits } from '../../artifacts/upload.ts';
import type { Config } from '../../config/config.ts';
import type { DatabaseClient } from '../../database/create-database.ts';
import { createSampleService } from '../../datasets/sample-service.ts';
import { createImportRepository } from '../../models/import-repository.ts';
import { createImportService } from '../../models/import-service.ts';
import type { ModelService } from '../../models/model-service.ts';
import { createPredictionService } from '../../serving/prediction-service.ts';
import type { Predictor } from '../../serving/predictor.ts';
import { createMetricHistory } from '../../tasks/metrics/metric-history.ts';
import { createTaskRepository } from '../../tasks/task-repository.ts';
import { createTaskService } from '../../tasks/task-service.ts';
import { createTrashRepository } from '../../trash/trash-repository.ts';
import { createTrashService } from '../../trash/trash-service.ts';
import { createFeatureServices } from './feature-services.ts';
import { createQueueServices } from './queue-services.ts';

interface Stores {
  database: DatabaseClient;
  store: ArtifactStore;
  uploadLimits: UploadLimits;
  publicUrl: () => string;
}

/** Creates the services that need only the stores: those of the API, and those that only the gateway itself uses. */
export function createGatewayServices({ config, ...stores }: Stores & { config: Config }) {
  const { database, store } = stores;
  const { db } = database;
  const features = createFeatureServices(stores);
  const { configurations, models, datasets } = features;
  const sessions = createSessionService({ db, days: config.sessionDays });
  const repository = createTaskRepository({ db, leaseSeconds: config.leaseSeconds });
  const { queue, registry, quotas } = createQueueServices(database, config);
  return {
    queue,
    sessions,
    api: {
      ...features,
      accounts: createAccountService({ repository: createAccountRepository({ db }), sessions }),
      tasks: createTaskService({ repository, configurations, models, datasets, store }),
      metrics: createMetricHistory({ db }),
      workers: registry,
      quotas,
      trash: createTrashService({ repository: createTrashRepository({ db, days: config.trashDays }) }),
    },
  };
}

/** Creates the services of the API that compute in sandboxed processes. */
export function createSandboxedServices(
  deps: Stores & {
    memberships: MembershipService;
    models: ModelService;
    predictor: Predictor;
  },
) {
  const { database, store, uploadLimits, publicUrl, memberships, models, predictor } = deps;
  return {
    imports: createImportService({
      repository: createImportRepository({ db: database.db, store }),
      memberships,
      readArchive: predictor.import,
      publicUrl,
      uploadLimits,
    }),
    samples: createSampleService({ reader: predictor }),
    predictions: createPredictionService({ models, predictor }),
  };
}
