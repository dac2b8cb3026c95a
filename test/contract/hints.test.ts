/** One contract, two carriers of hints. The Redis side runs against a real server: Debian's. */
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { createDatabase, type DatabaseClient } from '../../src/database/client.ts';
import { sendHint } from '../../src/database/hints.ts';
import { createRedisHints } from '../../src/database/redis-hints.ts';
import { eventsChannel } from '../../src/tasks/event-log.ts';
import { createTestDatabase } from '../support/database.ts';
import { type Forwarder, startForwarder } from '../support/forwarder.ts';
import { type RedisServer, redisHint, startRedisServer } from '../support/redis-server.ts';
import { createTaskBench, metricsAt } from '../support/tasks.ts';
import { until } from '../support/until.ts';

const redis: RedisServer | null = await startRedisServer();
if (!redis)
  console.warn(`\n  SKIPPED: the Redis side of the contract of hints needs a server. On Debian: ${redisHint}\n`);
afterAll(() => redis?.stop());

/** The port that can be cut off leads to what carries the hints; nothing else goes through it. */
function connectPostgres(url: string, { port }: Forwarder): DatabaseClient {
  const through = new URL(url);
  through.port = String(port);
  return createDatabase(through.href);
}

const connectRedis = (url: string, { port }: Forwarder) =>
  createDatabase(url, { hints: createRedisHints(`redis://127.0.0.1:${port}`) });

const postgresPort = () => Number(new URL(inject('postgresUrl')).port);
const redisPort = () => redis?.port ?? 0;

/** Every hint that is asked for, in order. */
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

const untilHeard = (payloads: string[], payload: string) =>
  until(`the hint ${payload}`, async () => payloads.includes(payload));

for (const [name, connect, portOf, skip] of [
  ['Postgres', connectPostgres, postgresPort, false],
  ['Redis', connectRedis, redisPort, !redis],
] as const) {
  describe.skipIf(skip)(`hints over ${name}`, () => {
    let database: Awaited<ReturnType<typeof createTestDatabase>>;
    let forwarder: Forwarder;
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

    test('those of a transaction are heard by everybody who listens, in order and unchanged, when it has committed', async () => {
      const heard = [await hearOf(receiver, 'commits'), await hearOf(sender, 'commits')];
      const payloads = ['', `it's "quoted" \\ and 中文`, JSON.stringify({ a: 1 }), 'x'.repeat(4000)];
      const beside = await hearOf(receiver, 'beside');
      let committed = false;
      await sender.db.transaction(async (tx) => {
        for (const payload of payloads) await sendHint(tx, 'commits', payload);
        await send('beside', 'later'); // what was sent before it would have been heard before it
        await untilHeard(beside.payloads, 'later');
        committed = heard.some((one) => one.payloads.length > 0);
      });
      expect(committed).toBe(false);
      await send('commits', 'last');
      for (const one of heard) {
        await untilHeard(one.payloads, 'last');
        expect(one.payloads).toEqual([...payloads, 'last']);
      }
    });

    test('those of a transaction that is rolled back are not', async () => {
      const { payloads } = await hearOf(receiver, 'rollbacks');
      const broken = sender.db.transaction(async (tx) => {
        await sendHint(tx, 'rollbacks', 'never');
        throw new Error('changed my mind');
      });
      await expect(broken).rejects.toThrow('changed my mind');
      await send('rollbacks', 'last');
      await untilHeard(payloads, 'last');
      expect(payloads).toEqual(['last']);
    });

    test('a channel is heard by those who listen to it, for as long as they do', async () => {
      const [one, other] = [await hearOf(receiver, 'one'), await hearOf(receiver, 'other')];
      const again = await hearOf(receiver, 'one');
      await send('one', 'first');
      await untilHeard(again.payloads, 'first');
      again.unlisten();
      await send('one', 'second');
      await send('other', 'third');
      await untilHeard(other.payloads, 'third');
      await untilHeard(one.payloads, 'second');
      expect([one.payloads, again.payloads, other.payloads]).toEqual([['first', 'second'], ['first'], ['third']]);
    });

    test('events of tasks are hinted at with the positions that they got', async () => {
      const bench = await createTaskBench({ connect: (url) => connect(url, forwarder) });
      const claimed = await bench.start();
      const { payloads } = await hearOf(bench.database, eventsChannel);
      await bench.queue.report(claimed, 1, [metricsAt(1, { loss: 1 }), metricsAt(2, { loss: 0.5 })]);
      await until('the hint', async () => payloads.length > 0);
      const [row] = await bench.database.sql`
        select last_seq::integer as seq, event_seq::integer as shared from tasks t join organizations o on o.id = t.organization_id`;
      expect(payloads.map((payload) => JSON.parse(payload))).toEqual([
        { taskId: claimed.taskId, seq: row?.seq, organizationId: bench.organizationId, organizationSeq: row?.shared },
      ]);
      await bench.database.drop();
    });

    test('they are heard again when the carrier was away, and that some may have been missed is told', async () => {
      const heard = await hearOf(receiver, 'away');
      const before = heard.times();
      const refused = forwarder.refused();
      forwarder.lead(null);
      await until('a few attempts', async () => forwarder.refused() > refused + 2);
      forwarder.lead(portOf());
      await until('it listens again', async () => heard.times() > before);
      await until('a hint', async () => {
        await send('away', 'back').catch(() => undefined); // Postgres's pool may still meet a lost connection
        return heard.payloads.includes('back');
      });
    });
  });
}

describe.skipIf(!redis)('Redis alone', () => {
  test('that is away stops nobody from starting, nor from committing', async () => {
    const database = await createTestDatabase(inject('postgresUrl'));
    const forwarder = await startForwarder(redisPort());
    forwarder.lead(null);
    const client = connectRedis(database.url, forwarder);
    const heard = await hearOf(client, 'late');
    expect(heard.times()).toBe(0);
    await client.db.transaction((tx) => sendHint(tx, 'late', 'lost or late'));
    forwarder.lead(redisPort());
    await until('it listens', async () => heard.times() > 0);
    await client.db.transaction((tx) => sendHint(tx, 'late', 'in time'));
    await untilHeard(heard.payloads, 'in time');
    await client.close();
    forwarder.close();
    await database.drop();
  });

  test('is left in peace by an installation over Postgres, and the other way round', async () => {
    const database = await createTestDatabase(inject('postgresUrl'));
    const forwarder = await startForwarder(redisPort());
    const client = connectRedis(database.url, forwarder);
    const overPostgres = await hearOf(database, 'apart');
    const overRedis = await hearOf(client, 'apart');
    await client.db.transaction((tx) => sendHint(tx, 'apart', 'by Redis'));
    await database.db.transaction((tx) => sendHint(tx, 'apart', 'by Postgres'));
    await untilHeard(overRedis.payloads, 'by Redis');
    await untilHeard(overPostgres.payloads, 'by Postgres');
    expect([overRedis.payloads, overPostgres.payloads]).toEqual([['by Redis'], ['by Postgres']]);
    await client.close();
    forwarder.close();
    await database.drop();
  });
});
