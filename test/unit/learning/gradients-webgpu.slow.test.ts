/** The same gradients on a GPU, or on Mesa's software renderer, where a Vulkan driver is installed. */
import { afterEach, describe, expect, test } from 'vitest';
import { startBackend } from '../../../src/learning/engine/backend.ts';
import { assertNoDeviceErrors } from '../../../src/learning/engine/webgpu.ts';
import { gradientCases, maxGradientError } from '../../support/gradients.ts';
import { composableCases } from '../../support/layer-cases.ts';

const started = await startBackend('webgpu').catch((error: Error) => error);
const missing = started instanceof Error;
if (missing) console.warn(`SKIPPED: webgpu does not start here; its gradients are not tested. ${started.message}`);

describe.skipIf(missing)(`on ${missing ? 'webgpu' : started.device}, the gradient of`, () => {
  afterEach(assertNoDeviceErrors);

  const refused = ({ kernel }: { kernel: string }) => kernel.startsWith('AvgPool');

  test.each([...gradientCases.filter((one) => !refused(one)), ...composableCases])('$kernel, $title', async (one) => {
    expect(await maxGradientError(one, 12)).toBeLessThan(1e-3);
  });

  test.each(gradientCases.filter(refused))('$kernel, $title, is rejected', async (one) => {
    await expect(maxGradientError(one, 12)).rejects.toThrow(/cannot be trained on webgpu/);
  });
});
