/** Workers claim pending uploads: fairly, with fencing, and with a limit on attempts. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IngestionClaim } from '../../src/datasets/ingestion-queue.ts';
import { createIngestionBench, type IngestionBench } from '../support/ingestions.ts';

let bench: IngestionBench;
beforeEach(async () => {
  bench = await createIngestionBench();
});
afterEach(() => bench.close());

const small = 'a,b\n1,2\n3,4\n';
const progress = {
  phase: 'READING',
  rowsRead: 1,
  imagesChecked: null,
  imagesTotal: null,
  bytesRead: 1,
  bytesTotal: 2,
} as const;

async function claim(): Promise<IngestionClaim> {
  const claimed = await bench.queue.claim();
  if (!claimed) throw new Error('Nothing waits.');
  return claimed;
}

describe('the ingestion queue', () => {
  test('claims the single upload of one organization before the fifty of another', async () => {
    const [many, one] = [await bench.addOrganization('many'), await bench.addOrganization('one')];
    for (let index = 0; index < 50; index++) await bench.upload(many, small);
    const first = await claim();
    expect(first.organizationId).toBe(many);
    const single = await bench.upload(one, small);
    expect(await claim()).toMatchObject({ organizationId: one, versionId: single });
    expect((await claim()).organizationId).toBe(many);
  });

  test('claims for the organization that was served least recently', async () => {
    const [a, b] = [await bench.addOrganization('a'), await bench.addOrganization('b')];
    for (const organization of [a, a, a, b, b]) await bench.upload(organization, small);
    const served: string[] = [];
    for (let turn = 0; turn < 5; turn++) {
      const claimed = await claim();
      served.push(claimed.organizationId);
      await bench.queue.reject(claimed, 'no', null);
    }
    expect(served).toEqual([a, b, a, b, a]);
    expect(await bench.queue.claim()).toBeNull();
  });

  test('with onlyUnserved, claims only for organizations without a running ingestion', async () => {
    const [busy, other] = [await bench.addOrganization('busy'), await bench.addOrganization('other')];
    for (let index = 0; index < 3; index++) await bench.upload(busy, small);
    const first = await bench.queue.claim({ onlyUnserved: true });
    expect(first?.organizationId).toBe(busy);
    expect(await bench.queue.claim({ onlyUnserved: true })).toBeNull();
    const single = await bench.upload(other, small);
    expect(await bench.queue.claim({ onlyUnserved: true })).toMatchObject({ organizationId: other, versionId: single });
    expect((await claim()).organizationId).toBe(busy);
  });

  test('gives concurrent claims different uploads', async () => {
    const organization = await bench.addOrganization('a');
    for (let index = 0; index < 6; index++) await bench.upload(organization, small);
    const claims = await Promise.all(Array.from({ length: 8 }, () => bench.queue.claim()));
    const ids = claims.flatMap((claimed) => claimed?.versionId ?? []);
    expect(ids).toHaveLength(6);
    expect(new Set(ids).size).toBe(6);
  });

  test('rejects every write of a claim after its lease was taken over', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), small);
    const frozen = await claim();
    await bench.expireLease(id);
    const second = await claim();
    expect(second.attempt).toBe(2);
    const writes = [
      () => bench.queue.renew(frozen),
      () => bench.queue.progress(frozen, progress),
      () => bench.queue.reject(frozen, 'late', null),
      () => bench.queue.retry(frozen),
      () => bench.queue.release(frozen),
    ];
    for (const write of writes) await expect(write()).rejects.toThrow(/lost its lease/);
    await bench.queue.progress(second, progress);
    expect(await bench.versionOf(id)).toMatchObject({ state: 'INGESTING', ingestion: progress, ingestAttempts: 2 });
  });

  test('rejects an upload after three crashes and does not claim it again', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), small);
    for (let attempt = 0; attempt < 3; attempt++) {
      await claim();
      await bench.expireLease(id);
    }
    expect(await bench.queue.claim()).toBeNull();
    expect(await bench.versionOf(id)).toMatchObject({
      state: 'REJECTED',
      rejectionReason: expect.stringMatching(/crashed 3 times/),
    });
  });

  test('does not count released claims as attempts', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), small);
    for (let attempt = 0; attempt < 5; attempt++) await bench.queue.release(await claim());
    expect(await claim()).toMatchObject({ versionId: id, attempt: 6, tries: 1 });
  });
});
