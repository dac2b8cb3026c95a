/** What a user does with the platform while it breaks: one organisation, its data, and what it trains. */
import { type ApiClient, createApiClient, successOf } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { separableCsv, uploadDataset } from '../../test/support/learn.ts';
import { until } from '../../test/support/until.ts';
import { type Api, createApi } from './api.ts';
import type { Cluster } from './cluster.ts';
import { uuidOf } from './subscriber.ts';

const patienceMilliseconds = 120_000;
/** A few seconds of training, with several checkpoints. */
const ordinary = { rows: 300, epochs: 150 };

export interface TrainingOptions {
  /** What the column of the classes is called, which tells poison-preload.ts what to do. */
  column?: string;
  /** The column to learn. Default: that one. */
  target?: string;
  rows?: number;
  training?: object;
}

export interface Workload {
  readonly api: Api;
  readonly token: string;
  /** The API's id. */
  readonly organizationId: string;
  /** The ordinary training. */
  readonly configurationId: string;
  /** A configuration of data of its own: its model is a file of its own, but learns the same as the ordinary one. */
  freshConfiguration(): Promise<string>;
  configure(options: TrainingOptions): Promise<string>;
  /** Whether the cancellation was acknowledged; else the task had ended. */
  cancel(taskId: string): Promise<boolean>;
}

const cancelTask = 'mutation ($id: ID!) { cancelTask(id: $id) { __typename } }';

/** Signs a new user in, with data and a configuration. The platform must be whole meanwhile. */
export async function createWorkload(cluster: Cluster, name: string): Promise<Workload> {
  const [gateway] = cluster.gateways;
  const client = createApiClient(gateway?.directUrl ?? '');
  const { register } = await client.request<{ register: { token: string } }>(operations.register, {
    input: { username: `${name.replace(/\W/g, '-')}-${Date.now() % 1e7}`, password: crypto.randomUUID() },
  });
  const { token } = successOf(register);
  client.useToken(token);
  const api = createApi(cluster.gateways.map(({ url }) => url));
  api.useToken(token);
  let fresh = 0;
  const configurationId = await configure(client, separableCsv(ordinary.rows), {});
  const [row] = await cluster.ask(
    (sql) => sql`select organization_id as id from configurations where id = ${uuidOf(configurationId)}`,
  );
  return {
    api,
    token,
    organizationId: btoa(`Organization:${row?.id}`),
    configurationId,
    freshConfiguration() {
      fresh++;
      // Other names of the classes, in the same order: other bytes, and the same numbers.
      const csv = separableCsv(ordinary.rows).replace(/(above|below)/g, `$1-${fresh}`);
      // What is refused while something is broken is tried again, as people do.
      return until('a configuration', () => configure(client, csv, {}).catch(() => null), patienceMilliseconds);
    },
    async cancel(taskId) {
      const variables = { id: btoa(`Task:${taskId}`) };
      const answer = await api.request<{ cancelTask: { __typename: string } }>(cancelTask, variables);
      return answer.cancelTask.__typename !== 'Conflict';
    },
    configure: (options) => configure(client, separableCsv(options.rows ?? ordinary.rows), options),
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
      training: { epochs: ordinary.epochs, batchSize: 8, earlyStopping: null, seed: 7, ...training },
    },
  });
  return successOf(configureModel).id;
}
