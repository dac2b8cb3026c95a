/** Pools of processes that compute for organizations: their assignment, the isolation of requests, and the end of processes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ArtifactStore } from '../../src/artifacts/artifact-store.ts';
import { createFilesystemStore } from '../../src/artifacts/filesystem.ts';
import { RateLimited } from '../../src/errors.ts';
import { createLog } from '../../src/log.ts';
import { isAlive } from '../../src/process.ts';
import { serveArtifacts } from '../../src/sandbox/artifact-server.ts';
import { createSandbox, type Program } from '../../src/sandbox/sandbox.ts';
import { JobAborted, JobEnded } from '../../src/serving/job.ts';
import { createPool, type Pool, type PoolOptions } from '../../src/serving/pool.ts';
import { kill } from '../support/kill.ts';
import { waitFor } from '../support/wait-for.ts';

const log = createLog({ level: 'silent', name: 'test' });
const sandbox = createSandbox({ mode: 'auto', ownEnvironment: process.env, environment: [], readable: [], log });
const modulePath = fileURLToPath(new URL('../support/pool-child.mjs', import.meta.url));
const program: Program = { modulePath, args: [], execArgv: [], env: {}, readable: [modulePath] };
const limits = { memoryBytes: 2 ** 29, cpuSeconds: null, maxFileBytes: 2 ** 20, maxOpenFiles: 128 };

let folder: string;
let store: ArtifactStore;
const pools: Pool[] = [];

function open(own: Partial<PoolOptions> = {}): Pool {
  const pool = createPool({
    size: 2,
    spares: 0,
    maxSeconds: 60,
    isInteractive: true,
    maxUses: Number.POSITIVE_INFINITY,
    log,
    async start() {
      const process = await sandbox.start(program, limits);
      return {
        process,
        artifacts: serveArtifacts(process, { store, patience: { maxSeconds: 0, onRetry: () => {} }, log }),
      };
    },
    ...own,
  });
  pools.push(pool);
  return pool;
}

function ask(pool: Pool, organizationId: string, request: object, more: { bytes?: number; signal?: AbortSignal } = {}) {
  const grant = { reads: [], writes: [] };
  return pool.run({ organizationId, request, grant, bytes: 10, read: (answer) => z.unknown().parse(answer), ...more });
}

const pidOf = (pool: Pool, organizationId: string) =>
  pool.members().find((member) => member.organizationId === organizationId)?.pid ?? null;

/** Resolves when the organization's process is computing. */
const waitUntilBusy = (pool: Pool, organizationId: string) =>
  waitFor(`${organizationId} to compute`, async () => pidOf(pool, organizationId));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'aias-pool-test-'));
  store = await createFilesystemStore(folder);
});
afterEach(async () => {
  await Promise.all(pools.splice(0).map((pool) => pool.stop()));
});
afterAll(() => rm(folder, { recursive: true }));

describe('a process', () => {
  test('serves a single organization during its lifetime', async () => {
    const pool = open({ size: 2 });
    const seen = new Map<number, Set<string>>();
    for (let round = 0; round < 2; round++) {
      for (const organizationId of ['a', 'b', 'c']) {
        await ask(pool, organizationId, { call: 'pid' });
        const pid = pidOf(pool, organizationId) ?? 0;
        seen.set(pid, (seen.get(pid) ?? new Set()).add(organizationId));
        expect(pool.members().length).toBeLessThanOrEqual(2);
      }
    }
    expect([...seen.values()].every((owners) => owners.size === 1)).toBe(true);
    expect(seen.size).toBeGreaterThan(3);
  });

  test('stays with its organization while no other organization needs it', async () => {
    const pool = open();
    await ask(pool, 'a', { call: 'pid' });
    const before = pidOf(pool, 'a');
    await Promise.all(Array.from({ length: 20 }, () => ask(pool, 'a', { call: 'pid' })));
    expect(pidOf(pool, 'a')).toBe(before);
  });

  test('is replaced after its maximum number of requests', async () => {
    const pool = open({ maxUses: 1 });
    const computing = ask(pool, 'a', { call: 'wait', ms: 300 });
    const first = await waitUntilBusy(pool, 'a');
    await computing;
    const next = ask(pool, 'a', { call: 'wait', ms: 300 });
    expect(await waitUntilBusy(pool, 'a')).not.toBe(first);
    await next;
  });

  test('is started as a spare and assigned on demand', async () => {
    const pool = open({ spares: 1 });
    const spare = await waitFor('a spare', async () => pool.members()[0]?.pid ?? null);
    expect(pool.members()).toMatchObject([{ organizationId: null }]);
    await ask(pool, 'a', { call: 'pid' });
    expect(pidOf(pool, 'a')).toBe(spare);
    await waitFor('the next spare', async () => pool.members().some((one) => one.organizationId === null) || null);
  });

  test('ends with its pool', async () => {
    const pool = open({ spares: 1 });
    await ask(pool, 'a', { call: 'pid' });
    await waitFor('a spare', async () => pool.members().every(({ pid }) => pid !== null) || null);
    const pids = pool.members().flatMap(({ pid }) => pid ?? []);
    const waiting = Promise.allSettled(Array.from({ length: 30 }, () => ask(pool, 'a', { call: 'spin' })));
    await pool.stop();
    const refusals = (await waiting).map((outcome) => (outcome.status === 'rejected' ? outcome.reason : null));
    expect(refusals.every((refusal) => refusal instanceof JobEnded || refusal instanceof JobAborted)).toBe(true);
    expect(pids.filter(isAlive)).toEqual([]);
  });
});

describe('a request', () => {
  test('that exceeds the time limit fails alone: another process serves the requests behind it', async () => {
    const pool = open({ maxSeconds: 2 });
    await ask(pool, 'a', { call: 'pid' });
    const before = pidOf(pool, 'a');
    const slow = ask(pool, 'a', { call: 'spin' });
    const behind = Array.from({ length: 5 }, (_, value) => ask(pool, 'a', { call: 'echo', value }));
    await expect(slow).rejects.toMatchObject({ reason: 'time' });
    expect(await Promise.all(behind)).toEqual([0, 1, 2, 3, 4]);
    expect(pidOf(pool, 'a')).not.toBe(before);
  });

  test('behind several requests that exceed the time limit is served', async () => {
    const pool = open({ maxSeconds: 1 });
    const slow = [1, 2].map(() => ask(pool, 'a', { call: 'spin' }));
    const behind = ask(pool, 'a', { call: 'echo', value: 'behind' });
    const outcomes = await Promise.allSettled(slow);
    expect(outcomes).toMatchObject([{ reason: { reason: 'time' } }, { reason: { reason: 'time' } }]);
    expect(await behind).toBe('behind');
  });

  test('that exceeds the memory limit fails alone', async () => {
    const pool = open();
    const large = ask(pool, 'a', { call: 'allocate' });
    const behind = ask(pool, 'a', { call: 'echo', value: 'still here' });
    await expect(large).rejects.toMatchObject({ reason: 'memory' });
    expect(await behind).toBe('still here');
  });

  test('is retried once when its process is killed', async () => {
    const pool = open();
    const answer = ask(pool, 'a', { call: 'wait', ms: 1000 });
    const behind = ask(pool, 'a', { call: 'echo', value: 1 });
    kill(await waitUntilBusy(pool, 'a'));
    expect(await answer).toEqual(expect.any(Number));
    expect(await behind).toBe(1);
    await expect(ask(pool, 'a', { call: 'exit', code: 1 })).rejects.toMatchObject({ reason: 'death' });
  });

  test('ends the process when it responds with an invalid message', async () => {
    const pool = open();
    const lies = ['text', null, { id: 5, result: 1 }, { id: 1 }, { type: 'ready' }, { id: 1, failure: 5 }];
    for (const [index, answer] of lies.entries()) {
      await expect(ask(pool, `liar ${index}`, { call: 'lie', answer })).rejects.toMatchObject({ reason: 'nonsense' });
    }
    const strict = { organizationId: 'x', grant: { reads: [], writes: [] }, bytes: 1 };
    const read = (answer: unknown) => z.string().max(3).parse(answer);
    const long = pool.run({ ...strict, request: { call: 'echo', value: 'long' }, read });
    await expect(long).rejects.toMatchObject({ reason: 'nonsense' });
  });

  test('is dropped when its client disconnects before it was sent', async () => {
    const pool = open();
    const client = new AbortController();
    const slow = ask(pool, 'a', { call: 'wait', ms: 500 });
    const given = ask(pool, 'a', { call: 'pid' }, { bytes: 2 ** 20 });
    const waiting = ask(pool, 'a', { call: 'exit', code: 1 }, { signal: client.signal });
    client.abort();
    await expect(waiting).rejects.toThrow(JobAborted);
    await expect(ask(pool, 'a', { call: 'pid' }, { signal: client.signal })).rejects.toThrow(JobAborted);
    await Promise.all([slow, given]);
  });

  test('is rejected when no process takes it in time', async () => {
    const pool = open({ maxSeconds: 2 });
    const slow = Array.from({ length: 8 }, () => ask(pool, 'a', { call: 'wait', ms: 1500 }, { bytes: 2 ** 20 }));
    const answers = await Promise.allSettled(slow);
    expect(answers.map(({ status }) => status)).toContain('fulfilled');
    expect(answers.at(-1)).toMatchObject({ reason: expect.any(RateLimited) });
  });
});

describe('an organization', () => {
  test('is rate-limited when its queue is full, without affecting others', async () => {
    const pool = open();
    const slow = ask(pool, 'a', { call: 'wait', ms: 500 });
    const many = Array.from({ length: 300 }, (_, value) => ask(pool, 'a', { call: 'echo', value }));
    const settled = Promise.allSettled(many);
    expect(await ask(pool, 'b', { call: 'echo', value: 'b' })).toBe('b');
    const refused = (await settled).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(40);
    expect(refused[0]).toMatchObject({ reason: expect.any(RateLimited) });
    await slow;

    const bytes = 40 * 2 ** 20;
    const large = [1, 2, 3, 4, 5, 6].map((value) => ask(pool, 'a', { call: 'wait', value, ms: 100 }, { bytes }));
    const outcome = await Promise.allSettled(large);
    expect(outcome.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(0);
  });

  test('is held off after repeated failures, without affecting others', async () => {
    const pool = open({ maxSeconds: 1 });
    for (let time = 0; time < 3; time++) {
      await expect(ask(pool, 'a', { call: 'spin' })).rejects.toMatchObject({ reason: 'time' });
    }
    const refusal = expect.objectContaining({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    await expect(ask(pool, 'a', { call: 'pid' })).rejects.toEqual(refusal);
    expect(await ask(pool, 'b', { call: 'echo', value: 1 })).toBe(1);
  });

  test('gives up its process under continuous load when others wait', async () => {
    const pool = open({ size: 1 });
    let isOver = false;
    const asking = [1, 2, 3].map(async () => {
      while (!isOver) await ask(pool, 'a', { call: 'wait', ms: 20 });
    });
    await waitUntilBusy(pool, 'a');
    expect(await ask(pool, 'b', { call: 'echo', value: 'b' })).toBe('b');
    expect(await ask(pool, 'c', { call: 'echo', value: 'c' })).toBe('c');
    isOver = true;
    await Promise.all(asking);
  });

  test('delays others no longer than its share of the time limit', async () => {
    const pool = open({ size: 1, maxSeconds: 9 });
    const slow = expect(ask(pool, 'a', { call: 'spin' })).rejects.toMatchObject({ reason: 'contention' });
    await waitUntilBusy(pool, 'a');
    expect(await ask(pool, 'b', { call: 'echo', value: 'b' })).toBe('b');
    await slow;
  });
});

test('fails requests when processes cannot start, without a restart loop', async () => {
  let starts = 0;
  const pool = open({
    spares: 1,
    start: () => {
      starts++;
      return Promise.reject(new Error('no room'));
    },
  });
  for (let time = 0; time < 5; time++) {
    await expect(ask(pool, 'a', { call: 'pid' })).rejects.toMatchObject({ reason: 'start' }); // without being held off
  }
  expect(starts).toBeLessThan(20);
});
