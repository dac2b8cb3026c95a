/**
 * The cost of NOTIFY for every listening process, on any channel: Postgres wakes all of them at each commit that notifies. It
 * limits how many workers one database can have (deploy/kubernetes/README.md).
 *
 *   notify.listeners.<n>   commits per second of eight writers with n listeners, compared with the same commits without NOTIFY
 *   notify.perListener     time that each listener adds to each commit
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { comparison, measurement, median, type Row } from '../report.ts';

const listenerCounts = [0, 20, 70, 140];
const writers = 8;
const rounds = 3;
const ms = 2000;

export async function notify(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: folder });
  const connect = (max: number) => postgres(server.url, { max, onnotice: () => undefined });
  const sql = connect(writers);
  const listeners: Sql[] = [];
  try {
    const rows: Row[] = [];
    const seconds: number[] = [];
    for (const count of listenerCounts) {
      while (listeners.length < count) {
        const listener = connect(1);
        // A channel that is never notified: the listeners are only woken up.
        await listener.listen('aias_bench_other', () => undefined);
        listeners.push(listener);
      }
      const { plain, notified } = await sideBySide(sql);
      seconds.push(1 / notified);
      const name = `notify.listeners.${count}`;
      rows.push(comparison({ name, value: notified, unit: 'commits/s', baseline: 'without NOTIFY', reference: plain }));
    }
    const [first = 0, last = 0] = [seconds[0], seconds.at(-1)];
    const each = ((last - first) / (listenerCounts.at(-1) ?? 1)) * 1e6;
    return [...rows, measurement('notify.perListener', each, 'us', 'added to each commit by each listener')];
  } finally {
    await Promise.all([sql, ...listeners].map((client) => client.end()));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns commits per second without and with NOTIFY, as medians of interleaved rounds. */
async function sideBySide(sql: Sql): Promise<{ plain: number; notified: number }> {
  const [plain, notified]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    plain.push(await commitsPerSecond(sql, false));
    notified.push(await commitsPerSecond(sql, true));
  }
  return { plain: median(plain), notified: median(notified) };
}

async function commitsPerSecond(sql: Sql, notifies: boolean): Promise<number> {
  const start = performance.now();
  let commits = 0;
  async function write(): Promise<void> {
    while (performance.now() - start < ms) {
      await sql.begin(async (tx) => {
        await tx`select txid_current()`; // gives the transaction something to commit
        await (notifies ? tx`select pg_notify('aias_bench', ${String(commits)})` : tx`select 1`);
      });
      commits++;
    }
  }
  await Promise.all(Array.from({ length: writers }, write));
  return commits / ((performance.now() - start) / 1000);
}
