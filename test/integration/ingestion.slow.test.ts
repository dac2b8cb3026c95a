/** Sandboxed processes read uploads within their budgets and survive crashes. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SandboxedProcess } from '../../src/sandbox/sandbox.ts';
import { createIngestionBench, type IngestionBench, longCsv } from '../support/ingestions.ts';
import { waitFor } from '../support/wait-for.ts';

let bench: IngestionBench;
beforeEach(async () => {
  bench = await createIngestionBench();
});
afterEach(() => bench.close());

const small = 'a,b\n1,2\n3,4\n';
describe('a reader', () => {
  test('reads an upload and reports progress', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), longCsv(300_000));
    await bench.startReaders();
    await bench.untilProgress(id);
    const version = await bench.untilSettled(id);
    expect(version).toMatchObject({ state: 'READY', format: 'CSV', ingestAttempts: 1, ingestion: null });
    expect(version.profile).toMatchObject({ kind: 'table', rowCount: 300_000 });
  });

  test('is replaced after SIGKILL, and the upload is read again', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), longCsv(300_000));
    const children: SandboxedProcess[] = [];
    await bench.startReaders({}, (child) => children.push(child));
    await bench.untilProgress(id);
    // Kills the spare process first, so that the second attempt finds it dead.
    for (const child of children.reverse()) {
      child.kill();
      await child.exited;
    }
    const { state, ingestAttempts, ingestReleases } = await bench.untilSettled(id);
    // An attempt whose process never started is released.
    expect({ state, tries: ingestAttempts - ingestReleases }).toEqual({ state: 'READY', tries: 2 });
  });

  test('rejects the upload when every attempt crashes', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), longCsv(2_000_000));
    const children: { kill(): void }[] = [];
    await bench.startReaders({}, (child) => children.push(child));
    await waitFor('the second crash', async () => {
      const { state, ingestion } = await bench.versionOf(id);
      if (ingestion !== null) for (const child of children) child.kill();
      return state !== 'INGESTING';
    });
    const { state, rejectionReason, ingestAttempts, ingestReleases } = await bench.versionOf(id);
    expect({ state, tries: ingestAttempts - ingestReleases }).toEqual({ state: 'REJECTED', tries: 2 });
    expect(rejectionReason).toMatch(/crashed on this file twice/);
  });

  // Stored as objects or strings they would take several times as much.
  test('reads six million distinct numbers within 512 MiB', async () => {
    const numbers = Array.from({ length: 6_000_000 }, (_, row) => `${row}.5`);
    const id = await bench.upload(await bench.addOrganization('a'), ['x', ...numbers].join('\n'));
    await bench.startReaders({ memoryBytes: 2 ** 29 });
    const { state, rejectionReason, profile } = await bench.untilSettled(id);
    expect({ state, rejectionReason }).toEqual({ state: 'READY', rejectionReason: null });
    expect(profile).toMatchObject({ rowCount: 6_000_000 });
  });

  test('does not split a character when it shortens a text', async () => {
    const rows = Array.from({ length: 10 }, (_, row) => `${'a'.repeat(199)}😀 ${row},${row % 2}`);
    const id = await bench.upload(await bench.addOrganization('a'), ['text,y', ...rows].join('\n'));
    await bench.startReaders();
    const { state, profile } = await bench.untilSettled(id);
    expect(state).toBe('READY');
    expect(profile).toMatchObject({ preview: Array.from({ length: 10 }, (_, row) => ['a'.repeat(199), `${row % 2}`]) });
  });

  test('rejects an upload that exceeds the memory limit, naming the setting', async () => {
    const words = Array.from({ length: 1_000_000 }, (_, row) => `a rather long and distinct text of row ${row}`);
    const id = await bench.upload(await bench.addOrganization('a'), ['text', ...words].join('\n'));
    await bench.startReaders({ memoryBytes: 2 ** 28 });
    expect(await bench.untilSettled(id)).toMatchObject({
      state: 'REJECTED',
      ingestAttempts: 1,
      rejectionReason: expect.stringMatching(/more than 0.25 GiB of memory.*AIAS_INGEST_MEMORY_BYTES/),
    });
  });

  test('rejects an upload that exceeds the time limit, naming the setting', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), longCsv(3_000_000));
    await bench.startReaders({ seconds: 1 });
    expect(await bench.untilSettled(id)).toMatchObject({
      state: 'REJECTED',
      ingestAttempts: 1,
      rejectionReason: expect.stringMatching(/longer than 1 s.*AIAS_INGEST_SECONDS/),
    });
  });

  test('releases the upload when its worker stops, and another worker reads it', async () => {
    const id = await bench.upload(await bench.addOrganization('a'), longCsv(300_000));
    const first = await bench.startReaders();
    await bench.untilProgress(id);
    await first.stop();
    expect(await bench.versionOf(id)).toMatchObject({
      state: 'INGESTING',
      ingestReleases: 1,
      ingestLeaseExpiresAt: null,
    });
    await bench.startReaders();
    expect(await bench.untilSettled(id)).toMatchObject({ state: 'READY', ingestAttempts: 2, ingestReleases: 1 });
  });

  test('is reused for one organization until an upload is rejected, and never for another organization', async () => {
    const [one, other] = [await bench.addOrganization('one'), await bench.addOrganization('other')];
    const children: { alive: boolean }[] = [];
    // There are as many kept processes as lanes.
    await bench.startReaders({ lanes: 2 }, (child) => children.push(child));
    const read = async (organizationId: string, content: string) =>
      (await bench.untilSettled(await bench.upload(organizationId, content))).state;
    expect(await read(one, small)).toBe('READY');
    await waitFor('the process that waits for anyone', async () => children.length === 2);
    for (let number = 0; number < 3; number++) expect(await read(one, small)).toBe('READY');
    expect(children.map(({ alive }) => alive)).toEqual([true, true]);
    expect(await read(other, small)).toBe('READY');
    await waitFor('another that waits', async () => children.length === 3);
    expect(await read(one, 'a,b\n1,2,3\n')).toBe('REJECTED');
    // The process that read it is gone. Which of the first two that is depends on which started sooner.
    expect(children.map(({ alive }) => alive).sort()).toEqual([false, true, true]);
    expect(await read(one, small)).toBe('READY');
    await waitFor('a new one that waits', async () => children.length === 4);
  });

  test('reads a small upload while a large one of another organization occupies the only lane', async () => {
    const [large, one] = [await bench.addOrganization('large'), await bench.addOrganization('one')];
    const long = await bench.upload(large, longCsv(2_000_000));
    const next = await bench.upload(large, small);
    await bench.startReaders({ lanes: 1 });
    await bench.untilProgress(long);
    expect((await bench.untilSettled(await bench.upload(one, small))).state).toBe('READY');
    expect((await bench.versionOf(long)).state).toBe('INGESTING');
    // The additional lane is not for the organization that is being served.
    expect((await bench.versionOf(next)).ingestAttempts).toBe(0);
  });

  test('does not keep the upload of another organization waiting', async () => {
    const [many, one] = [await bench.addOrganization('many'), await bench.addOrganization('one')];
    for (let number = 0; number < 12; number++) await bench.upload(many, longCsv(20_000));
    const single = await bench.upload(one, small);
    const claim = vi.spyOn(bench.queue, 'claim');
    await bench.startReaders({ lanes: 2 });
    await bench.untilSettled(single);
    const claims = await Promise.all(
      claim.mock.results.map(({ value }) => value as ReturnType<typeof bench.queue.claim>),
    );
    const order = claims.flatMap((claimed) => (claimed ? [claimed.versionId] : []));
    // It is among the first of each lane, because only the other organization has a running ingestion.
    expect(order.slice(0, 3)).toContain(single);
  });
});
