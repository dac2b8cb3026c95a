/** One contract for both carriers of hints. The Redis side runs against a real server from Debian's package. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type DatabaseClient } from '../../src/database/create-database.ts';
import { sendHint } from '../../src/database/hints.ts';
import { createRedisHints } from '../../src/database/redis-hints.ts';
import { eventsChannel } from '../../src/tasks/events/event-log.ts';
import { createTestDatabase } from '../support/database.ts';
import { type RedisServer, redisHint, startRedisServer } from '../support/redis-server.ts';
import { createTaskFixture, metricsAt } from '../support/tasks.ts';
import { startForwarder, type TcpForwarder } from '../support/tcp-forwarder.ts';
import { waitFor } from '../support/wait-for.ts';

const redis: RedisServer | null = await startRedisServer();
if (!redis)
  console.warn(`\n  SKIPPED: the Redis side of the contract of hints needs a server. On Debian: ${redisHint}\n`);
afterAll(() => redis?.stop());

/** Routes only the carrier of hints through the forwarder, so that a test can cut it. */
function connectPostgres(url: string, { port }: TcpForwarder): DatabaseClient {
  const through = new URL(url);
  through.port = String(port);
  return createDatabase(through.href);
}

const connectRedis = (url: string, { port }: TcpForwarder) =>
  createDatabase(url, { hints: createRedisHints(`redis://127.0.0.1:${port}`) });

const postgresPort = () => Number(new URL(inject('postgresUrl')).port);
const redisPort = () => redis?.port ?? 0;

/** Collects every hint on a channel, in order. */
async function hearOf({ hints }: DatabaseClient, channel: string) {
  const payloads: string[] = [];
  let times = 0;
  const { unlisten } = await hints.listen(
    channel,
    (payload) => void payloads.push(payload),
    () => times++,
  );
  return { payloads, unlisten, times: () => times };
}

const waitForHint = (payloads: string[], payload: string) =>
  waitFor(`the hint ${payload}`, async () => payloads.includes(payload));

for (const [name, connect, portOf, skip] of [
  ['Postgres', connectPostgres, postgresPort, false],
  ['Redis', connectRedis, redisPort, !redis],
] as const) {
  describe.skipIf(skip)(`hints over ${name}`, () => {
    let database: Awaited<ReturnType<typeof createTestDatabase>>;
    let forwarder: TcpForwarder;
    let sender: DatabaseClient;
    let receiver: DatabaseClient;

    beforeAll(async () => {
      database = await createTestDatabase(inject('postgresUrl'));
      forwarder = await startForwarder(portOf());
      sender = connect(database.url, forwarder);
      receiver = connect(database.url, forwarder);
    });
    afterAll(async () => {
      await sender.close();
      await receiver.close();
      forwarder.close();
      await database.drop();
    });

    const send = (channel: string, payload: string) => sender.db.transaction((tx) => sendHint(tx, channel, payload));

    test('delivers the hints of a transaction to every listener, in order and unchanged, after commit', async () => {
      const heard = [await hearOf(receiver, 'commits'), await hearOf(sender, 'commits')];
      const payloads = ['', `it's "quoted" \\ and 中文`, JSON.stringify({ a: 1 }), 'x'.repeat(4000)];
      const beside = await hearOf(receiver, 'beside');
      let committed = false;
      await sender.db.transaction(async (tx) => {
        for (const payload of payloads) await sendHint(tx, 'commits', payload);
        await send('beside', 'later'); // would arrive after the hints above if those had been sent before the commit
        await waitForHint(beside.payloads, 'later');
        committed = heard.some((one) => one.payloads.length > 0);
      });
      expect(committed).toBe(false);
      await send('commits', 'last');
      for (const one of heard) {
        await waitForHint(one.payloads, 'last');
        expect(one.payloads).toEqual([...payloads, 'last']);
      }
    });

    test('sends no hints of a rolled-back transaction', async () => {
      const { payloads } = await hearOf(receiver, 'rollbacks');
      const broken = sender.db.transaction(async (tx) => {
        await sendHint(tx, 'rollbacks', 'never');
        throw new Error('changed my mind');
      });
      await expect(broken).rejects.toThrow('changed my mind');
      await send('rollbacks', 'last');
      await waitForHint(payloads, 'last');
      expect(payloads).toEqual(['last']);
    });

    test('delivers the hints of a channel to its listeners until they unlisten', async () => {
      const [one, other] = [await hearOf(receiver, 'one'), await hearOf(receiver, 'other')];
      const again = await hearOf(receiver, 'one');
      await send('one', 'first');
      await waitForHint(again.payloads, 'first');
      again.unlisten();
      await send('one', 'second');
      await send('other', 'third');
      await waitForHint(other.payloads, 'third');
      await waitForHint(one.payloads, 'second');
      expect([one.payloads, again.payloads, other.payloads]).toEqual([['first', 'second'], ['first'], ['third']]);
    });

    test('hints at task events with their positions in the log', async () => {
      const bench = await createTaskFixture({ connect: (url) => connect(url, forwarder) });
      const claimed = await bench.start();
      const { payloads } = await hearOf(bench.database, eventsChannel);
      await bench.queue.report(claimed, 1, [metricsAt(1, { loss: 1 }), metricsAt(2, { loss: 0.5 })]);
      await waitFor('the hint', async () => payloads.length > 0);
      const [row] = await bench.database.sql`
        select last_seq::integer as seq, event_seq::integer as shared from tasks t join organizations o on o.id = t.organization_id`;
      expect(payloads.map((payload) => JSON.parse(payload))).toEqual([
        { taskId: claimed.taskId, seq: row?.seq, organizationId: bench.organizationId, organizationSeq: row?.shared },
      ]);
      await bench.database.drop();
    });

    test('recovers from a lost connection and reports that hints may have been missed', async () => {
      const heard = await hearOf(receiver, 'away');
      const before = heard.times();
      const refused = forwarder.refused();
      forwarder.redirect(null);
      await waitFor('a few attempts', async () => forwarder.refused() > refused + 2);
      forwarder.redirect(portOf());
      await waitFor('it listens again', async () => heard.times() > before);
      await waitFor('a hint', async () => {
        await send('away', 'back').catch(() => undefined); // a connection of the Postgres pool may still be lost
        return heard.payloads.includes('back');
      });
    });
  });
}

describe.skipIf(!redis)('Redis hints', () => {
  test('an unreachable Redis blocks neither start nor commit', async () => {
    const database = await createTestDatabase(inject('postgresUrl'));
    const forwarder = await startForwarder(redisPort());
    forwarder.redirect(null);
    const client = connectRedis(database.url, forwarder);
    const heard = await hearOf(client, 'late');
    expect(heard.times()).toBe(0);
    await client.db.transaction((tx) => sendHint(tx, 'late', 'lost or late'));
    forwarder.redirect(redisPort());
    await waitFor('it listens', async () => heard.times() > 0);
    await client.db.transaction((tx) => sendHint(tx, 'late', 'in time'));
    await waitForHint(heard.payloads, 'in time');
    await client.close();
    forwarder.close();
    await database.drop();
  });

  test("Redis and Postgres installations do not receive each other's hints", async () => {
    const database = await createTestDatabase(inject('postgresUrl'));
    const forwarder = await startForwarder(redisPort());
    const client = connectRedis(database.url, forwarder);
    const overPostgres = await hearOf(database, 'apart');
    const overRedis = await hearOf(client, 'apart');
    await client.db.transaction((tx) => sendHint(tx, 'apart', 'by Redis'));
    await database.db.transaction((tx) => sendHint(tx, 'apart', 'by Postgres'));
    await waitForHint(overRedis.payloads, 'by Redis');
    await waitForHint(overPostgres.payloads, 'by Postgres');
    expect([overRedis.payloads, overPostgres.payloads]).toEqual([['by Redis'], ['by Postgres']]);
    await client.close();
    forwarder.close();
    await database.drop();
  });
});
