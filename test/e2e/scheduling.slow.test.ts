/** Real workers: preemption by priority, single-task workers, and the operator's commands. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { childCommand } from '../../src/app/wiring/child-programs.ts';
import { parseConfig } from '../../src/config/config.ts';
import type { ApiClient } from '../../src/demo/client.ts';
import { requireFile } from '../../src/learning/model.ts';
import { unpackBundle } from '../../src/models/bundle.ts';
import { configure, eventsOf, launch, separableCsv, stateOf, uploadDataset } from '../support/api.ts';
import { startTestPlatform, type TestPlatform } from '../support/platform.ts';

let platform: TestPlatform;
let client: ApiClient;
let datasetId: string;

beforeAll(async () => {
  platform = await startTestPlatform();
  client = await platform.signUp();
  datasetId = (await uploadDataset(client, separableCsv(300))).id;
});
afterAll(() => platform.stop());

async function launchMlp(epochs: number, priority: number): Promise<string> {
  const configurationId = await configure(client, {
    datasetId,
    target: 'side',
    parameters: { mlp: {} },
    training: { epochs, batchSize: 8, earlyStopping: null, seed: 1 },
  });
  return launch(client, { train: { configurationId, priority } });
}

async function weightsOf(taskId: string): Promise<string> {
  const query = 'query ($id: ID!) { node(id: $id) { ... on Task { outputModelVersion { downloadUrl } } } }';
  const { node } = await client.request<{ node: { outputModelVersion: { downloadUrl: string } } }>(query, {
    id: taskId,
  });
  const { files } = unpackBundle(await client.download(node.outputModelVersion.downloadUrl));
  return createHash('sha256').update(requireFile(files, 'weights.bin')).digest('hex');
}

test('a preempted training resumes with identical weights', async () => {
  const worker = await platform.startWorker();
  const undisturbed = await launchMlp(150, 0);
  await eventsOf(client, undisturbed);
  const victim = await launchMlp(150, 0);
  await platform.untilProgress(client, victim);
  const urgent = await launchMlp(1, 10);
  expect((await eventsOf(client, urgent)).at(-1)?.to).toBe('SUCCEEDED');
  expect(await stateOf(client, victim)).not.toBe('SUCCEEDED');
  const events = await eventsOf(client, victim);
  expect(events.flatMap(({ to }) => to ?? [])).toEqual(['QUEUED', 'RUNNING', 'QUEUED', 'RUNNING', 'SUCCEEDED']);
  expect(events.find(({ to, attempt }) => to === 'QUEUED' && attempt === 1)?.reason).toBe(
    'Preempted by a task with a higher priority.',
  );
  expect(await weightsOf(victim)).toBe(await weightsOf(undisturbed));
  expect(await worker.stop()).toBe(0);
});

test('a worker with --once runs one task and exits, and exits when there is none', async () => {
  const both = [await launchMlp(1, 0), await launchMlp(1, 0)];
  const worker = await platform.startWorker({}, '--once', '--wait', '30');
  expect(await worker.exited).toBe(0);
  const states = await Promise.all(both.map((taskId) => stateOf(client, taskId)));
  expect(states).toEqual(['SUCCEEDED', 'QUEUED']);
  expect(await (await platform.startWorker({}, '--once')).exited).toBe(0);
  expect(await stateOf(client, both[1] ?? '')).toBe('SUCCEEDED');
  expect(await (await platform.startWorker({}, '--once', '--wait', '0')).exited).toBe(0);
});

test('aias quota sets and prints the limits of an organization', async () => {
  const [organization] = await platform.database.sql`select id, name from organizations`;
  const { modulePath, execArgv, env } = childCommand('quota', {
    ...parseConfig({ AIAS_DATABASE_URL: platform.database.url }),
  });
  const quota = (...args: string[]) =>
    promisify(execFile)(process.execPath, [...execArgv, modulePath, 'quota', ...args], { env });
  const { stdout } = await quota(organization?.name, '--max-running-tasks', '2', '--gpu-seconds', '3600');
  expect(stdout).toMatch(/maxRunningTasks: 2\n {2}gpuSeconds: 3600\n {2}runningTasks: 0\n {2}gpuSecondsUsed: 0/);
  const { stdout: changed } = await quota(organization?.id, '--max-running-tasks', 'none');
  expect(changed).toMatch(/maxRunningTasks: no limit\n {2}gpuSeconds: 3600/);
  await expect(quota('nobody')).rejects.toThrow(/Organization "nobody" not found/);
  await expect(quota(organization?.id, '--gpu-seconds', '-1')).rejects.toThrow(/Enter a whole number below/);
});
