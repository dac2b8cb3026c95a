/**
 * What NOTIFY costs for every process that listens, to whatever channel: Postgres wakes them all at each commit that notifies. With
 * it one computes how many workers one database can have (deploy/kubernetes/README.md).
 *
 *   notify.listeners.<n>   commits a second of eight writers with n listeners, against the same commits without NOTIFY
 *   notify.perListener     what each listener adds to each of these commits
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { startEmbeddedPostgres } from '../../src/database/embedded.ts';
import { alone, compared, median, type Row } from '../report.ts';

const crowds = [0, 20, 70, 140];
const writers = 8;
const rounds = 3;
const milliseconds = 2000;

export async function notify(): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'aias-bench-'));
  const server = await startEmbeddedPostgres({ dataDir: folder });
  const connect = (max: number) => postgres(server.url, { max, onnotice: () => undefined });
  const sql = connect(writers);
  const listeners: Sql[] = [];
  try {
    const rows: Row[] = [];
    const seconds: number[] = [];
    for (const crowd of crowds) {
      while (listeners.length < crowd) {
        const listener = connect(1);
        // Not the channel that is notified: these only get woken.
        await listener.listen('aias_bench_other', () => undefined);
        listeners.push(listener);
      }
      const { plain, notified } = await sideBySide(sql);
      seconds.push(1 / notified);
      const name = `notify.listeners.${crowd}`;
      rows.push(compared({ name, value: notified, unit: 'commits/s', against: 'without NOTIFY', reference: plain }));
    }
    const [first = 0, last = 0] = [seconds[0], seconds.at(-1)];
    const each = ((last - first) / (crowds.at(-1) ?? 1)) * 1e6;
    return [...rows, alone('notify.perListener', each, 'us', 'added to each commit, by each listener')];
  } finally {
    await Promise.all([sql, ...listeners].map((client) => client.end()));
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** Commits a second without and with NOTIFY, medians of interleaved rounds. */
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
    while (performance.now() - start < milliseconds) {
      await sql.begin(async (tx) => {
        await tx`select txid_current()`; // so that there is something to commit
        await (notifies ? tx`select pg_notify('aias_bench', ${String(commits)})` : tx`select 1`);
      });
      commits++;
    }
  }
  await Promise.all(Array.from({ length: writers }, write));
  return commits / ((performance.now() - start) / 1000);
}
