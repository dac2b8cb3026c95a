/** The memory limit of a trainer is enforced by the system and can be raised. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { limitMemory, readDataSegmentBytes } from '../../src/worker/memory-limit.ts';

const linux = process.platform === 'linux';
if (!linux) console.warn('SKIPPED: this system has no RLIMIT_DATA.');

/** Allocates the number of bytes that it receives, and reports whether it could. */
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
  test('is limited, and can grow when the limit is raised', async () => {
    child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await once(child, 'message');
    const pid = child.pid ?? -1;
    const before = (await readDataSegmentBytes(pid)) ?? 0;
    expect(before).toBeGreaterThan(2 ** 20);
    expect(await limitMemory(pid, { soft: before + 2 ** 28, hard: before + 2 ** 32 })).toBe(true);
    expect(await take(2 ** 29)).toBe(false);
    expect(await take(2 ** 24)).toBe(true);
    await limitMemory(pid, { soft: before + 2 ** 31, hard: before + 2 ** 32 });
    expect(await take(2 ** 29)).toBe(true);
    expect(await readDataSegmentBytes(pid)).toBeGreaterThan(before);
  });

  test('is unknown after its exit, and cannot be limited', async () => {
    child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
    const pid = child.pid ?? -1;
    await once(child, 'exit');
    expect(await readDataSegmentBytes(pid)).toBeNull();
    await expect(limitMemory(pid, { soft: 2 ** 30, hard: 2 ** 30 })).rejects.toThrow(/prlimit/);
  });
});
