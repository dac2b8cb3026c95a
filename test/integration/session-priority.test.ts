/** New work runs before long work, on systems that weigh sessions (Linux outside containers). */
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import { longMs, sessionOf } from '../../src/sandbox/priority.ts';
import { createSandbox, type SandboxedProcess } from '../../src/sandbox/sandbox.ts';
import { waitFor } from '../support/wait-for.ts';

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

/** Returns how much nicer the child's session is than ours. */
async function addedNiceness(): Promise<number> {
  const [own, its] = await Promise.all([sessionOf('self'), sessionOf(child.pid)]);
  if (!own || !its) throw new Error('The child is gone.');
  return its.niceness - own.niceness;
}

/** Waits until the niceness differs from `before`, and returns it. */
function changedFrom(before: number): Promise<number> {
  return waitFor('another priority', async () => {
    const now = await addedNiceness();
    return now === before ? null : now;
  });
}

/** False when a child shares its parent's session or the system does not weigh sessions. */
async function hasSessions(): Promise<boolean> {
  const probe = await sandbox.start(program, limits);
  const [own, its] = await Promise.all([sessionOf('self'), sessionOf(probe.pid)]);
  probe.kill();
  await probe.exited;
  return own !== null && its !== null && own.name !== its.name;
}

describe.runIf(await hasSessions())('the session of a sandboxed process', () => {
  test('is raised when its work starts and lowered when it takes long', async () => {
    child = await sandbox.start(program, limits);
    const ordinary = await changedFrom(0);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    child.beginWork('long');
    const begun = await changedFrom(ordinary);
    expect(begun).toBeLessThan(ordinary);
    vi.advanceTimersByTime(longMs);
    const long = await changedFrom(begun);
    expect(long).toBeGreaterThan(ordinary);
    child.beginWork('long'); // the next job starts immediately
    expect(await changedFrom(long)).toBe(begun);
    child.endWork();
    expect(await changedFrom(begun)).toBe(ordinary);
    vi.advanceTimersByTime(longMs);
    child.beginWork('ordinary');
    expect(await changedFrom(ordinary)).toBe(begun);
    vi.advanceTimersByTime(longMs);
    expect(await changedFrom(begun)).toBe(ordinary);
  });

  test('has the lowest priority while it starts and no request waits', async () => {
    child = await sandbox.start(program, limits, 'long');
    const long = await changedFrom(0);
    child.endWork();
    expect(await changedFrom(long)).toBeLessThan(long);
  });
});
