/** Starts a real platform for a test: gateway and ingestion in this process, workers in processes of their own. */
import { type ChildProcess, fork } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject } from 'vitest';
import { type RunningGateway, startGateway } from '../../src/app/gateway.ts';
import { startIngestionWorker } from '../../src/app/ingestion-worker.ts';
import { childCommand } from '../../src/app/wiring/child-programs.ts';
import { parseConfig } from '../../src/config/config.ts';
import { type ApiClient, createApiClient } from '../../src/demo/client.ts';
import { createLog } from '../../src/log.ts';
import { stateOf } from './api.ts';
import { createTestDatabase } from './database.ts';
import { waitFor } from './wait-for.ts';
import { warningsIn } from './warnings.ts';

export interface TestPlatform {
  url: string;
  database: Awaited<ReturnType<typeof createTestDatabase>>;
  dataDir: string;
  gateway: RunningGateway;
  /** Creates a client that is signed in as a new user. */
  signUp(): Promise<ApiClient>;
  /** @param settings for this worker only. @param args of the command `aias worker` */
  startWorker(settings?: Record<string, string>, ...args: string[]): Promise<TestProcess>;
  /**
   * Starts another gateway in a process of its own.
   * @param options `onLog` also receives its stderr; `nodeOptions` are options of its Node.js; `settings` apply to it only
   */
  startGateway(options?: GatewayOptions): Promise<TestProcess & { url: string }>;
  /** Resolves when the task has reported progress. */
  untilProgress(client: ApiClient, taskId: string): Promise<unknown>;
  untilState(client: ApiClient, taskId: string, state: string): Promise<unknown>;
  /** Returns the session secret of a client that signUp() created. */
  tokenOf(client: ApiClient): string;
  /** The number of open streams in the gateway. */
  hubSubscribers(): number;
  stop(): Promise<void>;
}

interface GatewayOptions {
  onLog?: (text: string) => void;
  nodeOptions?: string[];
  settings?: Record<string, string>;
}

export interface TestProcess {
  process: ChildProcess;
  /** Sends SIGTERM, as Kubernetes does; resolves with the exit code. */
  stop(): Promise<number | null>;
  exited: Promise<number | null>;
}

const register = `mutation ($input: RegisterInput!) { register(input: $input) { ... on RegisterPayload { token } ... on Error { message } } }`;
const silent = createLog({ level: 'silent', name: 'test' });

export async function startTestPlatform(settings: Record<string, string> = {}): Promise<TestPlatform> {
  const database = await createTestDatabase(inject('postgresUrl'));
  const dataDir = await mkdtemp(join(tmpdir(), 'aias-test-'));
  const environment = {
    AIAS_DATABASE_URL: database.url,
    AIAS_DATA_DIR: dataDir,
    AIAS_PORT: '0',
    AIAS_LEASE_SECONDS: '6',
    AIAS_BACKEND: 'wasm',
    // Otherwise every gateway of the tests would start a spare predictor.
    AIAS_PREDICTOR_SPARES: '0',
    AIAS_LOG_LEVEL: 'error',
    ...settings,
  };
  const config = { ...parseConfig(environment), databaseUrl: database.url };
  const gateway = await startGateway(config, silent);
  const ingestions = await startIngestionWorker(config, silent);
  const processes: TestProcess[] = [];
  const clients: ApiClient[] = [];
  const tokens = new Map<ApiClient, string>();
  const warnings: string[] = [];

  async function startProcess(
    part: 'worker' | 'gateway',
    own: Record<string, string>,
    more: string[],
    onReady: (ready: { url?: string }) => void = () => undefined,
    { onLog, nodeOptions = [] }: GatewayOptions = {},
  ): Promise<TestProcess> {
    const { modulePath, args, execArgv, env } = childCommand(part, config);
    const child = fork(modulePath, [...args, ...more], {
      execArgv: [...execArgv, ...nodeOptions],
      env: { ...env, ...own },
      // A gateway prints only its address, which it sends as a message too.
      stdio: ['ignore', part === 'gateway' ? 'ignore' : 'inherit', 'pipe', 'ipc'],
    });
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      warnings.push(...warningsIn(text));
      onLog?.(text);
    });
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    await new Promise<void>((resolve, reject) => {
      child.once('message', (message: { url?: string }) => {
        onReady(message);
        resolve();
      });
      exited.then((code) => reject(new Error(`The ${part} exited with ${code} before it was ready.`)));
    });
    const started: TestProcess = {
      process: child,
      exited,
      stop: () => {
        child.kill('SIGTERM');
        return exited;
      },
    };
    processes.push(started);
    return started;
  }

  return {
    url: gateway.url,
    database,
    dataDir,
    gateway,
    async signUp() {
      const client = createApiClient(gateway.url);
      clients.push(client);
      const input = { username: `user-${clients.length}-${Date.now() % 1e6}`, password: 'correct horse battery' };
      const answer = await client.request<{ register: { token: string } }>(register, { input });
      client.useToken(answer.register.token);
      tokens.set(client, answer.register.token);
      return client;
    },
    startWorker: (own = {}, ...more) => startProcess('worker', own, more),
    async startGateway(options) {
      let url = '';
      const onReady = (ready: { url?: string }) => {
        url = ready.url ?? '';
      };
      const started = await startProcess('gateway', { AIAS_PORT: '0', ...options?.settings }, [], onReady, options);
      return { ...started, url };
    },
    untilProgress: (client, taskId) =>
      waitFor('progress', async () => {
        const query = 'query ($id: ID!) { node(id: $id) { ... on Task { progress { epoch } } } }';
        return (await client.request<{ node: { progress: object | null } }>(query, { id: taskId })).node.progress;
      }),
    untilState: (client, taskId, state) => waitFor(state, async () => (await stateOf(client, taskId)) === state),
    tokenOf: (client) => tokens.get(client) ?? '',
    hubSubscribers: () => gateway.streamCount(),
    async stop() {
      await Promise.all(clients.map((client) => client.close()));
      await Promise.all(processes.map((started) => started.stop()));
      expect(warnings, 'warnings of workers and gateways').toEqual([]);
      await ingestions.stop();
      await gateway.stop();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
