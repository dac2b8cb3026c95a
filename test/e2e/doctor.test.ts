/** Runs `aias doctor` as a user does. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { guardNames } from '../../src/sandbox/guards.ts';

test("aias doctor reports whether each engine starts, its device or the reason, and the sandbox's guards", () => {
  const answer = execFileSync(process.execPath, ['bin/aias.js', 'doctor', '--json'], { encoding: 'utf8' });
  const { engines, selectedEngine, sandbox } = JSON.parse(answer.trim().split('\n').at(-1) ?? '');
  expect(engines.map(({ engine }: { engine: string }) => engine)).toEqual(['tensorflow', 'webgpu', 'wasm', 'cpu']);
  for (const { isAvailable, device, reason } of engines) {
    if (isAvailable) expect([device, reason]).toEqual([expect.stringMatching(/ on \S/), null]);
    else expect([device, reason]).toEqual([null, expect.stringMatching(/\binstall/i)]);
  }
  const wasm = engines[2];
  expect(wasm).toMatchObject({ isAvailable: true, device: expect.stringContaining('wasm (SIMD') });
  expect(engines.map(({ device }: { device: string }) => device)).toContain(selectedEngine);
  expect(sandbox.guards.map(({ guard }: { guard: string }) => guard)).toEqual([...guardNames]);
  for (const { holds, remedy } of sandbox.guards) expect(remedy === null).toBe(holds);
});
