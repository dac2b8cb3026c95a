/** What a trainer may take is bounded by the system, and can be given back. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { limitMemory, privateMemory } from '../../src/worker/memory-limit.ts';

const linux = process.platform === 'linux';
if (!linux) console.warn('SKIPPED: there is no RLIMIT_DATA on this system.');

/** Told a number of bytes, takes them, and answers whether it could. */
const program = `
  process.on('message', (bytes) => {
    try { process.send(new Uint8Array(bytes).fill(1).length === bytes); } catch { process.send(false); }
  });
  process.send('ready');
`;

let child: ChildProcess;
afterEach(() => void child.kill('SIGKILL'));

async function take(bytes: number): Promise<boolean> {
  const answer = once(child, 'message');
  child.send(bytes);
  const [taken] = await answer;
  return taken;
}

describe.skipIf(!linux)('the memory of a process', () => {
  test('ends at its limit, and goes on when that is raised', async () => {
    child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    const pid = child.pid ?? -1;
    const before = (await privateMemory(pid)) ?? 0;
    expect(before).toBeGreaterThan(2 ** 20);
    expect(await limitMemory(pid, { soft: before + 2 ** 28, hard: before + 2 ** 32 })).toBe(true);
    expect(await take(2 ** 29)).toBe(false);
    expect(await take(2 ** 24)).toBe(true);
    await limitMemory(pid, { soft: before + 2 ** 31, hard: before + 2 ** 32 });
    expect(await take(2 ** 29)).toBe(true);
    expect(await privateMemory(pid)).toBeGreaterThan(before);
  });

  test('of one that is gone is not known, and cannot be limited', async () => {
    child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    const pid = child.pid ?? -1;
    await once(child, 'exit');
    expect(await privateMemory(pid)).toBeNull();
    await expect(limitMemory(pid, { soft: 2 ** 30, hard: 2 ** 30 })).rejects.toThrow(/prlimit/);
  });
});
