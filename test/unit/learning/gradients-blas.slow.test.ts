/** The same gradients with a native BLAS. A process registers its kernels once, so they need their own file. */
import { describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { gradientCases, maxGradientError } from '../../support/gradients.ts';
import { layerCases } from '../../support/layer-cases.ts';

const { device } = await startBackend('wasm', { blas: 'always' });
const hasBlas = device.includes('BLAS');
if (!hasBlas)
  console.warn(`SKIPPED: no native BLAS on this machine; its gradients are not tested here. Engine: ${device}`);

const multiplying = [...gradientCases, ...layerCases].filter(({ kernel }) => /MatMul|Conv2D|Einsum|Lstm/.test(kernel));

describe.skipIf(!hasBlas)(`on ${device}, the gradient of`, () => {
  test.each(multiplying)('$kernel, $title', async (one) => {
    expect(await maxGradientError(one)).toBeLessThan(1e-3);
  });
});
