/** Hostile files are rejected with their reason by the real sandboxed reader, at little memory in the gateway. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiClient, createApiClient, unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { uploadDataset } from '../support/api.ts';
import { type HostileFile, hostileFiles } from '../support/hostile-files.ts';
import { startTestPlatform, type TestPlatform, type TestProcess } from '../support/platform.ts';
import { waitFor } from '../support/wait-for.ts';

const memoryBytes = 512 * 2 ** 20;
/** Limit for all files, on a busy machine. */
const maxMs = 1_800_000;
/** Makes V8 collect early: garbage, up to half of a gateway's memory, does not count as memory that the files need. */
const collectEarly = '--heap-growing-percent=10';
const maxGatewayGrowth = 50 * 2 ** 20;

let platform: TestPlatform;
let gateway: TestProcess & { url: string };
let client: ApiClient;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-hostile-'));
  platform = await startTestPlatform({ AIAS_INGEST_MEMORY_BYTES: String(memoryBytes), AIAS_INGEST_SECONDS: '120' });
  gateway = await platform.startGateway({ nodeOptions: [collectEarly] });
  client = createApiClient(gateway.url);
  client.useToken(platform.tokenOf(await platform.signUp()));
});

afterAll(async () => {
  await client?.close();
  await platform?.stop();
  await rm(folder, { recursive: true, force: true });
});

interface Seen {
  state: string;
  rejection: { reason: string } | null;
}

async function send({ name, format, content }: HostileFile): Promise<string> {
  const { createDataset } = await client.request<{
    createDataset: { dataset: { id: string }; upload: { url: string } };
  }>(operations.createDataset, { input: { name: name.slice(0, 100), format } });
  const { dataset, upload } = unwrapResult(createDataset);
  const path = join(folder, 'file');
  await writeFile(path, await content());
  await client.upload(upload.url, path);
  return dataset.id;
}

function outcomeOf(id: string): Promise<Seen> {
  return waitFor('the file to be read', async () => {
    const { node } = await client.request<{ node: { latestVersion: Seen } }>(operations.datasetState, { id });
    return ['READY', 'REJECTED'].includes(node.latestVersion.state) && node.latestVersion;
  });
}

/** Tracks the gateway's peak memory and what raised it. Returns 0 without /proc. */
async function startPeak() {
  const peakBytes = async () => {
    if (process.platform !== 'linux') return 0;
    const status = await readFile(`/proc/${gateway.process.pid}/status`, 'utf8');
    return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024;
  };
  const first = await peakBytes();
  let last = first;
  const rises: { what: string; bytes: number }[] = [];
  return {
    async note(what: string): Promise<void> {
      const now = await peakBytes();
      if (now > last) rises.push({ what, bytes: now - last });
      last = now;
    },
    growth: () => last - first,
    largest: () =>
      rises
        .sort((a, b) => b.bytes - a.bytes)
        .slice(0, 5)
        .map(({ what, bytes }) => `${what}: ${(bytes / 2 ** 20).toFixed(1)} MiB`)
        .join(', '),
  };
}

test('covers at least sixty hostile files', () => {
  expect(hostileFiles.length).toBeGreaterThanOrEqual(60);
  expect(new Set(hostileFiles.map(({ name }) => name)).size).toBe(hostileFiles.length);
});

test(
  'rejects every hostile file with its reason, with little memory in the gateway',
  async () => {
    // Warms the gateway up first: its code, and buffers for an upload as large as the largest below.
    const row = `${'long '.repeat(200)},2\n`;
    const content = () => Buffer.from(`a,b\n${row.repeat(80_000)}`);
    expect(await outcomeOf(await send({ name: 'honest', content, reason: /none/ }))).toMatchObject({ state: 'READY' });
    const peak = await startPeak();
    const ids = new Map<HostileFile, string>();
    for (const file of hostileFiles) {
      ids.set(file, await send(file));
      await peak.note(`sending "${file.name}"`);
    }
    const wrong: string[] = [];
    for (const [{ name, reason }, id] of ids) {
      const { state, rejection } = await outcomeOf(id);
      if (state !== 'REJECTED' || !reason.test(rejection?.reason ?? '')) {
        wrong.push(`${name}: ${state}, ${rejection?.reason}`);
      }
      await peak.note(`reading "${name}"`);
    }
    expect(wrong).toEqual([]);
    console.log(`The gateway's peak grew by ${(peak.growth() / 2 ** 20).toFixed(1)} MiB.`);
    expect(peak.growth(), `most grew by ${peak.largest()}`).toBeLessThan(maxGatewayGrowth);
    expect(await uploadDataset(client, 'a,b\n1,2\n')).toMatchObject({ state: 'READY' });
  },
  maxMs,
);
