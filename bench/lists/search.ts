/** The time of searches, orders and deep pages in lists of 100,000 datasets, of one organization and of many. */
import { measurement, percentile, type Row } from '../report.ts';
import type { ListData } from './data.ts';
import { type ListServer, startListServer } from './list-server.ts';

const total = 100_000;
const [warmUps, samples, pageSize] = [60, 40, 50];
const selection = '{ nodes { id name } pageInfo { hasNextPage } }';

/** Searches by how many datasets they find; `at` varies the words. */
const searches: Record<string, (at: number) => string> = {
  one: (at) => `number${(at * 1597) % total}`,
  hundred: (at) => `topic${(at * 37) % 1000}`,
  tenth: (at) => `region${at % 10}`,
  all: () => 'data',
  two: (at) => `region${at % 10} topic${(at * 37) % 1000}`,
  none: (at) => `missing${at}`,
};
const orders = { created: 'CREATED_AT', name: 'NAME' };

export async function searchRows(data: ListData): Promise<Row[]> {
  const rows: Row[] = [];
  const server = await startListServer('ours', data.url, data.folder);
  try {
    for (const [owners, count] of [
      ['one', 1],
      ['many', 100],
    ] as const) {
      const member = await data.addMember({ organizations: count, datasetsEach: total / count });
      for (const [order, field] of Object.entries(orders)) {
        for (const [what, search] of Object.entries(searches)) {
          const queryAt = (at: number) =>
            `{ datasets(first: ${pageSize}, search: "${search(at)}", orderBy: { field: ${field} }) ${selection} }`;
          rows.push(await timed(server, member.token, `search.${owners}.${order}.${what}`, queryAt));
        }
        const cursors = await cursorsOf(data, member.organizationIds, field);
        const queryAt = (at: number) =>
          `{ datasets(first: ${pageSize}, after: "${cursors[at % cursors.length]}", orderBy: { field: ${field} }) ${selection} }`;
        rows.push(await timed(server, member.token, `page.${owners}.${order}.deep`, queryAt));
      }
      const countAt = (at: number) =>
        `{ datasets(first: 1, search: "${searches.tenth?.(at)}") { totalCount nodes { id } } }`;
      rows.push(await timed(server, member.token, `search.${owners}.totalCount`, countAt));
    }
    return rows;
  } finally {
    await server.stop();
  }
}

/** Returns the row of the 95th percentile of the time of one request. */
async function timed(server: ListServer, token: string, name: string, queryAt: (at: number) => string): Promise<Row> {
  const send = async (at: number) => {
    const query = queryAt(at);
    const { errors } = await server.send(query, token);
    if (errors) throw new Error(`${query} failed: ${JSON.stringify(errors)}`);
  };
  // The first statements on each connection to the database take longer.
  await Promise.all(Array.from({ length: warmUps }, (_, at) => send(at)));
  const times: number[] = [];
  for (let at = 0; at < samples; at++) {
    const began = performance.now();
    await send(warmUps + at);
    times.push(performance.now() - began);
  }
  const value = percentile(times, 0.95);
  console.error(`${name}: p95 ${value.toFixed(1)} ms`);
  return measurement(`${name}.p95`, value, 'ms', `p50 ${percentile(times, 0.5).toFixed(1)} ms, ${total} datasets`);
}

/** Returns cursors spread over the last tenth of a list, newest or greatest first. */
async function cursorsOf({ sql }: ListData, organizationIds: string[], field: string): Promise<string[]> {
  const key = field === 'NAME' ? sql`lower(name) collate "C"` : sql`''::text`;
  const rows = await sql`
    select id, ${key} as key from datasets where organization_id = any(${organizationIds}::uuid[])
    order by ${key} desc, id desc offset ${total * 0.9} limit 2000`;
  return rows
    .filter((_, at) => at % 100 === 0)
    .map((row) => Buffer.from(JSON.stringify([field, 'DESC', row.key, row.id])).toString('base64url'));
}
