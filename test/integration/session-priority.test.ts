/** Work that has just begun goes before work that takes long, on systems that weigh sessions (Linux outside of containers). */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { longMilliseconds, sessionOf } from '../../src/sandbox/priority.ts';
import { createSandbox, type SandboxedProcess } from '../../src/sandbox/sandbox.ts';
import { until } from '../support/until.ts';

const modulePath = fileURLToPath(new URL('../support/hostile-child.mjs', import.meta.url));
const sandbox = createSandbox({
  mode: 'auto',
  ownEnvironment: process.env,
  environment: [],
  readable: [],
  log: createLog({ level: 'silent', name: 'test' }),
});
const limits = { memoryBytes: null, cpuSeconds: null, maxFileBytes: 2 ** 20, maxOpenFiles: 128 };
const program = { modulePath, args: [], execArgv: [], env: {}, readable: [modulePath] };

let child: SandboxedProcess;
afterEach(async () => {
  vi.useRealTimers();
  child.kill();
  await child.exited;
});

/** By how much the session of the child is nicer than ours. */
async function addedNiceness(): Promise<number> {
  const [own, its] = await Promise.all([sessionOf('self'), sessionOf(child.pid)]);
  if (!own || !its) throw new Error('The child is gone.');
  return its.niceness - own.niceness;
}

/** Waits until the niceness is another than what it was, and returns it. */
function changedFrom(before: number): Promise<number> {
  return until('another priority', async () => {
    const now = await addedNiceness();
    return now === before ? null : now;
  });
}

/** Where a child has the session of its parent, or the system weighs none, there is nothing to see. */
async function hasSessions(): Promise<boolean> {
  const probe = await sandbox.start(program, limits);
  const [own, its] = await Promise.all([sessionOf('self'), sessionOf(probe.pid)]);
  probe.kill();
  await probe.exited;
  return own !== null && its !== null && own.name !== its.name;
}

describe.runIf(await hasSessions())('the session of a sandboxed process', () => {
  test('goes first when its work has just begun, and last when that takes long', async () => {
    child = await sandbox.start(program, limits);
    const ordinary = await changedFrom(0);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    child.beginWork('long');
    const begun = await changedFrom(ordinary);
    expect(begun).toBeLessThan(ordinary);
    vi.advanceTimersByTime(longMilliseconds);
    const long = await changedFrom(begun);
    expect(long).toBeGreaterThan(ordinary);
    child.beginWork('long'); // the next piece begins at once
    expect(await changedFrom(long)).toBe(begun);
    child.endWork();
    expect(await changedFrom(begun)).toBe(ordinary);
    vi.advanceTimersByTime(longMilliseconds);
    child.beginWork('ordinary');
    expect(await changedFrom(ordinary)).toBe(begun);
    vi.advanceTimersByTime(longMilliseconds);
    expect(await changedFrom(begun)).toBe(ordinary);
  });

  test('comes last while it starts and nobody waits for it', async () => {
    child = await sandbox.start(program, limits, 'long');
    const long = await changedFrom(0);
    child.endWork();
    expect(await changedFrom(long)).toBeLessThan(long);
  });
});
