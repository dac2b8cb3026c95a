/** `aias doctor`, as anybody would run it. */
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { guardNames } from '../../src/sandbox/guards.ts';

test('says of every engine whether it starts, on what device, and if not, why and what to do', () => {
  const answer = execFileSync(process.execPath, ['bin/aias.js', 'doctor', '--json'], { encoding: 'utf8' });
  const { engines, chosen, sandbox } = JSON.parse(answer.trim().split('\n').at(-1) ?? '');
  expect(engines.map(({ engine }: { engine: string }) => engine)).toEqual(['tensorflow', 'webgpu', 'wasm', 'cpu']);
  for (const { starts, device, reason } of engines) {
    if (starts) expect([device, reason]).toEqual([expect.stringMatching(/ on \S/), null]);
    else expect([device, reason]).toEqual([null, expect.stringMatching(/\binstall/i)]);
  }
  const wasm = engines[2];
  expect(wasm).toMatchObject({ starts: true, device: expect.stringContaining('wasm (SIMD') });
  expect(engines.map(({ device }: { device: string }) => device)).toContain(chosen);
  expect(sandbox.guards.map(({ guard }: { guard: string }) => guard)).toEqual([...guardNames]);
  for (const { holds, remedy } of sandbox.guards) expect(remedy === null).toBe(holds);
});
