/** A user of the platform during faults: one organization with its data and configurations. */
import { type ApiClient, createApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { separableCsv, uploadDataset } from '../../test/support/api.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import { type Api, createApi } from './api.ts';
import type { Cluster } from './cluster.ts';
import { uuidOf } from './subscriber.ts';

const patienceMs = 120_000;
/** A few seconds of training, with several checkpoints. */
const baselineTraining = { rows: 300, epochs: 150 };

export interface TrainingOptions {
  /** Name of the class column, which poison-preload.ts reads. */
  column?: string;
  /** Target column. Default: the class column. */
  target?: string;
  rows?: number;
  training?: object;
}

export interface Workload {
  readonly api: Api;
  readonly token: string;
  /** Global id of the API. */
  readonly organizationId: string;
  /** The baseline training. */
  readonly configurationId: string;
  /** Creates a configuration with its own data: its model is a different file, but trains like the baseline. */
  uniqueConfiguration(): Promise<string>;
  configure(options: TrainingOptions): Promise<string>;
  /** Resolves with whether the cancellation was acknowledged; if not, the task had ended. */
  cancel(taskId: string): Promise<boolean>;
}

const cancelTask = 'mutation ($id: ID!) { cancelTask(id: $id) { __typename } }';

/** Signs up a new user, with data and a configuration. The platform must be healthy meanwhile. */
export async function createWorkload(cluster: Cluster, name: string): Promise<Workload> {
  const [gateway] = cluster.gateways;
  const client = createApiClient(gateway?.directUrl ?? '');
  const { register } = await client.request<{ register: { token: string } }>(operations.register, {
    input: { username: `${name.replace(/\W/g, '-')}-${Date.now() % 1e7}`, password: crypto.randomUUID() },
  });
  const { token } = unwrapResult(register);
  client.useToken(token);
  const api = createApi(cluster.gateways.map(({ url }) => url));
  api.useToken(token);
  let fresh = 0;
  const configurationId = await configure(client, separableCsv(baselineTraining.rows), {});
  const [row] = await cluster.ask(
    (sql) => sql`select organization_id as id from configurations where id = ${uuidOf(configurationId)}`,
  );
  return {
    api,
    token,
    organizationId: btoa(`Organization:${row?.id}`),
    configurationId,
    uniqueConfiguration() {
      fresh++;
      // Renamed classes in the same order: different bytes, but the same numbers.
      const csv = separableCsv(baselineTraining.rows).replace(/(above|below)/g, `$1-${fresh}`);
      // Requests that fail during a fault are retried, as users do.
      return waitFor('a configuration', () => configure(client, csv, {}).catch(() => null), patienceMs);
    },
    async cancel(taskId) {
      const variables = { id: btoa(`Task:${taskId}`) };
      const answer = await api.request<{ cancelTask: { __typename: string } }>(cancelTask, variables);
      return answer.cancelTask.__typename !== 'Conflict';
    },
    configure: (options) => configure(client, separableCsv(options.rows ?? baselineTraining.rows), options),
  };
}

async function configure(
  client: ApiClient,
  csv: string,
  { column = 'side', target = column, training }: TrainingOptions,
) {
  const dataset = await uploadDataset(client, csv.replace('side', column));
  const { configureModel } = await client.request<{ configureModel: { id: string } }>(operations.configureModel, {
    input: {
      name: 'faults',
      datasetId: dataset.id,
      target,
      parameters: { mlp: {} },
      training: { epochs: baselineTraining.epochs, batchSize: 8, earlyStopping: null, seed: 7, ...training },
    },
  });
  return unwrapResult(configureModel).id;
}
