/**
 * Lists over HTTP: the gateway and a stock graphql-yoga, each in a process of its own over the same Postgres, in interleaved rounds,
 * and the time of searches and deep pages in lists of 100,000 datasets.
 */
import { isDeepStrictEqual } from 'node:util';
import { comparison, median, type Row } from '../report.ts';
import { openListData } from './data.ts';
import { type ListServer, startListServer } from './list-server.ts';
import { searchRows } from './search.ts';

const rounds = 3;
const [seconds, connections] = [4, 16];

/** What is listed, by the name of the row. */
const operations = {
  flat: '{ datasets(first: 50) { nodes { id name description tags createdAt } } }',
  nested:
    '{ datasets(first: 50) { nodes { id name description tags createdAt organization { id name } latestVersion { version state format sizeBytes createdAt } } } }',
};

/** @param options.only comma-separated names of parts: throughput, search. Default: all */
export async function lists({ only }: { only?: string | undefined } = {}): Promise<Row[]> {
  const wants = (part: string) => !only || only.split(',').includes(part);
  const data = await openListData();
  try {
    const rows: Row[] = [];
    if (wants('throughput')) rows.push(...(await throughputRows(data)));
    if (wants('search')) rows.push(...(await searchRows(data)));
    return rows;
  } finally {
    await data.stop();
  }
}

async function throughputRows(data: Awaited<ReturnType<typeof openListData>>): Promise<Row[]> {
  const { token } = await data.addMember({ organizations: 10, datasetsEach: 20 });
  const servers = {
    ours: await startListServer('ours', data.url, data.folder),
    stock: await startListServer('stock', data.url, data.folder),
  };
  try {
    await assertEqualAnswers(servers, token);
    const rows: Row[] = [];
    for (const [name, query] of Object.entries(operations)) {
      const measured = { ours: [] as number[], stock: [] as number[] };
      for (const server of Object.values(servers)) await server.load(query, token, { seconds: 2, connections }); // warm-up
      for (let round = 0; round < rounds; round++) {
        for (const kind of ['ours', 'stock'] as const) {
          const perSecond = await servers[kind].load(query, token, { seconds, connections });
          console.error(`lists.${name} ${kind}: ${perSecond.toFixed(0)} requests/s`);
          measured[kind].push(perSecond);
        }
      }
      rows.push(
        comparison({
          name: `lists.${name}`,
          value: median(measured.ours),
          unit: 'requests/s',
          baseline: 'graphql-yoga',
          reference: median(measured.stock),
          note: `50 datasets per request, ${connections} connections`,
        }),
      );
    }
    return rows;
  } finally {
    for (const server of Object.values(servers)) await server.stop();
  }
}

/** Checks that both servers resolve the same objects. */
async function assertEqualAnswers(servers: Record<'ours' | 'stock', ListServer>, token: string): Promise<void> {
  for (const query of Object.values(operations)) {
    const [ours, stock] = [await servers.ours.send(query, token), await servers.stock.send(query, token)];
    const [given, wanted] = [ours.data?.datasets.nodes, stock.data?.datasets.nodes];
    // Objects are compared by their keys, which graphql-yoga orders by when they were resolved.
    if (!wanted || !isDeepStrictEqual(given, wanted))
      throw new Error(
        `The answers differ: ${JSON.stringify(ours).slice(0, 500)} ${JSON.stringify(stock).slice(0, 500)}`,
      );
  }
}
