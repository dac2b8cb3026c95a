/** Connections to Postgres are cut while in use: every caller gets a result or an error, and the pool and the hints recover. */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, inject, test } from 'vitest';
import { isConnectionError } from '../../src/database/client.ts';
import { openPostgres } from '../../src/database/connection.ts';
import { createDatabase, type DatabaseClient } from '../../src/database/create-database.ts';
import { createTestDatabase } from '../support/database.ts';
import { startForwarder, type TcpForwarder } from '../support/tcp-forwarder.ts';
import { waitFor } from '../support/wait-for.ts';

const connections = 4;

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let forwarder: TcpForwarder;
let port: number;
const leave: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase(inject('postgresUrl'));
  port = Number(new URL(database.url).port);
  forwarder = await startForwarder(port);
});
afterEach(async () => {
  for (const close of leave.splice(0)) await close();
});
afterAll(async () => {
  forwarder.close();
  await database.drop();
});

/** Creates a client that connects through the forwarder. */
function connect(max = connections, responseTimeoutSeconds?: number): DatabaseClient {
  const url = new URL(database.url);
  url.port = String(forwarder.port);
  const client = createDatabase(url.href, { max, ...(responseTimeoutSeconds && { responseTimeoutSeconds }) });
  leave.push(() => client.close());
  return client;
}

/** Cuts every connection, and restores the network after so many refused attempts to connect. */
async function cutOff(attempts = 0): Promise<void> {
  const before = forwarder.refused();
  forwarder.redirect(null);
  await waitFor('attempts to connect', async () => forwarder.refused() >= before + attempts);
  forwarder.redirect(port);
}

/** Returns the outcome; a promise that never settles fails the test. */
const outcomeOf = (work: PromiseLike<unknown>) =>
  Promise.resolve(work).then(
    () => 'done',
    (error) => (isConnectionError(error) ? 'connection lost' : String(error)),
  );

function standStill(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Makes every turn of the event loop take this long, until the returned function is called. */
function turnSlowly(milliseconds: number): () => void {
  let isOn = true;
  const turn = () => {
    standStill(milliseconds);
    if (isOn) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    isOn = false;
  };
}

/** Uses every connection at once, so that a silent one is found. */
const processesOf = async ({ sql }: DatabaseClient) =>
  new Set(
    await Promise.all(
      Array.from({ length: connections }, async () => {
        const [row] = await sql`select pg_backend_pid() as process, pg_sleep(0.05)`;
        return row?.process;
      }),
    ),
  );

test('rejects statements on cut connections and recovers every pool connection', async () => {
  const client = connect();
  const seen = new Set<string>();
  for (let round = 0; round < 60; round++) {
    const transaction = () =>
      client.sql.begin(async (tx) => {
        await tx`select ${round}::integer, pg_sleep(0.002)`;
        await tx`select ${round}::integer`;
      });
    const work = Array.from({ length: 12 }, (_, index) =>
      outcomeOf(
        index % 3 === 0 ? transaction() : client.sql`select ${index}::integer, pg_sleep(${(index % 4) / 1000})`,
      ),
    );
    // Cuts in the same turn of the event loop, in the next ones, and later.
    if (round % 4 === 1) await new Promise(setImmediate);
    if (round % 4 >= 2) await delay(round % 7);
    await cutOff();
    for (const outcome of await Promise.all(work)) seen.add(outcome);
  }
  expect([...seen].sort()).toEqual(['connection lost', 'done']);
  const processes = await waitFor('every connection', async () => {
    const found = await processesOf(client).catch(() => new Set());
    return found.size === connections ? found : null;
  });
  expect(processes.size).toBe(connections);
});

test('does not leak statements of a lost transaction into the next one', async () => {
  const client = connect(1);
  await database.sql`create table if not exists witness (name text)`;
  let goOn = () => {};
  const next = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const late: Promise<string>[] = [];
  const first = outcomeOf(
    client.sql.begin(async (tx) => {
      await tx`select pg_sleep(5)`.catch(() => undefined);
      await next;
      late.push(outcomeOf(tx`insert into witness values ('late')`));
      await late[0];
    }),
  );
  await waitFor('the statement', async () => {
    const [row] =
      await database.sql`select 1 from pg_stat_activity where query = 'select pg_sleep(5)' and state = 'active'`;
    return row;
  });
  await cutOff();
  expect(await first).toBe('connection lost');
  const second = client.sql.begin(async (tx) => {
    await tx`insert into witness values ('mine')`;
    goOn();
    await waitFor('the late statement', async () => late[0]);
  });
  expect(await outcomeOf(second)).toBe('done');
  expect(await late[0]).toBe('connection lost');
  expect(await database.sql`select name from witness`).toEqual([{ name: 'mine' }]);
});

test('ends a pool whose connections are cut meanwhile', async () => {
  const client = connect();
  const work = outcomeOf(client.sql`select pg_sleep(6)`);
  await waitFor('the statement', async () => {
    const [row] =
      await database.sql`select 1 from pg_stat_activity where query = 'select pg_sleep(6)' and state = 'active'`;
    return row;
  });
  const ended = outcomeOf(client.sql.end());
  await cutOff();
  expect(await work).toBe('connection lost');
  expect(await ended).toBe('done');
});

test('listens again after an outage and reports that hints may have been missed', async () => {
  const client = connect();
  const heard: string[] = [];
  let times = 0;
  const first = await client.hints.listen(
    'lost_first',
    (payload) => void heard.push(payload),
    () => times++,
  );
  await client.hints.listen('lost_second', (payload) => void heard.push(payload));
  expect(times).toBe(1);
  await cutOff(3);
  await waitFor('it listens again', async () => times === 2 || null);
  await waitFor('both channels', async () => {
    await database.sql`select pg_notify('lost_first', 'one'), pg_notify('lost_second', 'two')`;
    return heard.includes('one') && heard.includes('two') ? true : null;
  });
  first.unlisten();
  heard.length = 0;
  await database.sql`select pg_notify('lost_first', 'three')`;
  await waitFor('the other channel', async () => {
    await database.sql`select pg_notify('lost_second', 'four')`;
    return heard.includes('four') ? true : null;
  });
  expect(heard).not.toContain('three');
});

test('fails when the database is unavailable at the first listen', async () => {
  const client = createDatabase('postgres://x:x@127.0.0.1:1/x', { max: 1 });
  await expect(client.hints.listen('lost_first', () => undefined)).rejects.toSatisfy(isConnectionError);
  await client.close();
});

test('drops a silently lost connection only when a statement times out on it', async () => {
  const silenceSeconds = 3;
  const client = connect(connections, silenceSeconds);
  const before = await processesOf(client);
  await delay(silenceSeconds * 1200); // no event signals that nothing happened
  expect(await processesOf(client)).toEqual(before);
  forwarder.blackhole();
  expect(await outcomeOf(client.sql`select 1`)).toBe('connection lost');
  // The other connections, which are lost as well, do not each have to time out.
  await waitFor('their end', async () => (await outcomeOf(client.sql`select 1`)) === 'done');
  for (let each = 0; each < connections; each++) expect(await outcomeOf(client.sql`select 1`)).toBe('done');
  const after = await processesOf(client);
  expect([...after].filter((process) => before.has(process))).toEqual([]);
});

test('a slow process keeps the connections of a responsive server', async () => {
  const sql = openPostgres(database.url, { max: 1, connect_timeout: 1, silence_timeout: 1 });
  leave.push(() => sql.end());
  const endTurning = turnSlowly(400);
  try {
    const work = Array.from({ length: 5 }, (_, index) => outcomeOf(sql`select ${index}::integer`));
    expect(await Promise.all(work)).toEqual(Array.from({ length: 5 }, () => 'done'));
    const late = outcomeOf(sql`select pg_sleep(0.1)`);
    await new Promise(setImmediate); // the statement has been sent
    standStill(3000);
    expect(await late).toBe('done');
  } finally {
    endTurning();
  }
});

test('releases the locks of a process that freezes inside a transaction', async () => {
  const frozen = connect(1);
  await database.sql`create table if not exists locked (id integer primary key)`;
  await database.sql`insert into locked values (1) on conflict do nothing`;
  let thaw = () => {};
  const thawed = new Promise<void>((resolve) => {
    thaw = resolve;
  });
  let locked = false;
  const work = outcomeOf(
    frozen.sql.begin(async (tx) => {
      await tx`select id from locked for update`;
      locked = true;
      await thawed;
      await tx`delete from locked`;
    }),
  );
  await waitFor('the lock', async () => locked);
  expect(await outcomeOf(database.sql`update locked set id = 2`)).toBe('done');
  thaw();
  expect(await work).toBe('connection lost');
  expect(await database.sql`select id from locked`).toEqual([{ id: 2 }]);
});
