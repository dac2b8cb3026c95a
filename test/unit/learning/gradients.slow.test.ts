import { describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { gradientCases, kernelsOf, maxGradientError } from '../../support/gradients.ts';
import { layerCases } from '../../support/layer-cases.ts';

const fallbacks = new Set<string>();
const engine = await startBackend('wasm', { onFallback: (kernel) => fallbacks.add(kernel), blas: false });

describe(`on ${engine.device}, the gradient of`, () => {
  test.each([...gradientCases, ...layerCases])('$kernel, $title', async (one) => {
    expect(await kernelsOf(one)).toContain(one.kernel);
    expect(await maxGradientError(one)).toBeLessThan(1e-3);
  });

  test('only the 3-D convolution falls back to plain JavaScript', () => {
    expect([...fallbacks].sort()).toEqual(['Conv3DBackpropFilterV2', 'Conv3DBackpropInputV2']);
  });
});
