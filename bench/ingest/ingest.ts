/**
 * Events per second that four worker processes can write to the log, if their tasks belong to one organization (the hardest case,
 * because they share its counter), on an embedded Postgres with the product's durability settings; and the time to read the
 * curves of a million points through the API.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import type { ApiClient } from '../../src/demo/client.ts';
import { configure, launch, startBenchPlatform, upload } from '../platform.ts';
import { comparison, measurement, median, type Row } from '../report.ts';
import { modulePath, type Runner, startRunner } from '../runner-process.ts';

const workers = 4;
const seconds = 5;
const rounds = 3;
/**
 * The events that a reporter collects in a quarter of a second if four of them get 10,000 events per second; and its largest
 * batch.
 */
const batchSizes = [625, 1000];
/** Reports of two metrics each: a million points. */
const curveReports = 500_000;
const reads = 20;

interface Written {
  written: number;
  seconds: number;
}

export async function ingest(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-ingest-'));
  const server = await startEmbeddedPostgres({ dataDir: folder });
  try {
    return await withServer(server.url);
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function withServer(url: string): Promise<Row[]> {
  const platform = await startBenchPlatform({ AIAS_DATABASE_URL: url, AIAS_WORKERS: '0' });
  const runners: Runner[] = [];
  try {
    const client = platform.connect();
    const taskIds = await launchTasks(client);
    for (let worker = 0; worker < workers; worker++) {
      const runner = startRunner(process.execPath, [
        '--import',
        'tsx',
        modulePath(import.meta.url, './ingest-runner.ts'),
        url,
      ]);
      await runner.request('claim');
      runners.push(runner);
    }
    return [...(await throughput(url, runners)), await curve(client, runners, taskIds)];
  } finally {
    for (const runner of runners) runner.end();
    await platform.stop();
  }
}

/** Launches one task per worker. */
async function launchTasks(client: ApiClient): Promise<string[]> {
  const datasetId = await upload(client, 'points', 'x,y\n1,1\n2,2\n3,3\n4,4\n');
  const configurationId = await configure(client, { datasetId, target: 'y', parameters: { linearRegression: {} } });
  return Promise.all(Array.from({ length: workers }, () => launch(client, configurationId)));
}

async function throughput(url: string, runners: Runner[]): Promise<Row[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  await sql`create table stock_events (seq bigserial primary key, task_id uuid not null, attempt integer not null,
    at timestamptz not null default now(), type text not null, payload jsonb not null)`;
  await sql.end();
  const together = async (line: string): Promise<number> => {
    const all = await Promise.all(runners.map((runner) => runner.request<Written>(line)));
    return all.reduce((sum, one) => sum + one.written / one.seconds, 0);
  };
  const stock: number[] = [];
  const batched = new Map<number, number[]>(batchSizes.map((size) => [size, []]));
  for (let round = 0; round < rounds; round++) {
    stock.push(await together(`insert ${seconds}`));
    for (const [size, rates] of batched) rates.push(await together(`report ${size} ${seconds}`));
  }
  return [...batched].map(([size, rates]) =>
    comparison({
      name: `ingest.batchesOf${size}`,
      value: median(rates),
      unit: 'events/s',
      baseline: 'one insert per event',
      reference: median(stock),
      note: `${workers} worker processes, one organization; medians of ${rounds} interleaved rounds of ${seconds} s`,
    }),
  );
}

async function curve(client: ApiClient, [runner]: Runner[], taskIds: string[]): Promise<Row> {
  const { written = 0 } = (await runner?.request<Written>(`curve ${curveReports}`)) ?? {};
  const query = `query ($id: ID!) { node(id: $id) { ... on Task {
    metrics(maxPoints: 500) { name totalPoints points { step epoch at value min max } } } } }`;
  interface Answer {
    node: { metrics: { totalPoints: number; points: object[] }[] };
  }
  const read = (id: string) => client.request<Answer>(query, { id });
  const longest = { id: '', points: 0 };
  for (const id of taskIds) {
    const points = (await read(id)).node.metrics.reduce((sum, { totalPoints }) => sum + totalPoints, 0);
    if (points > longest.points) Object.assign(longest, { id, points });
  }
  const times: number[] = [];
  for (let time = 0; time < reads; time++) {
    const started = performance.now();
    await read(longest.id);
    times.push(performance.now() - started);
  }
  const worst = Math.max(...times).toFixed(0);
  const note = `${longest.points} points of two metrics, ${written} reports; warm, slowest of ${reads} reads: ${worst} ms`;
  return measurement('metrics.read', median(times), 'ms', note);
}
