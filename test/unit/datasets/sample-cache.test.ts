import { expect, test } from 'vitest';
import { createSampleCache } from '../../../src/datasets/sample-cache.ts';

test('keeps the most recently used samples within its byte limit', () => {
  const cache = createSampleCache();
  const image = (index: number) => ({ kind: 'image' as const, index, name: null, dataUrl: 'x'.repeat(2 ** 20) });
  for (let index = 0; index < 40; index++) {
    cache.put('version', image(index));
    expect(cache.get('version', 0)).toMatchObject({ index: 0 });
  }
  const kept = Array.from({ length: 40 }, (_, index) => cache.get('version', index)).filter((one) => one !== null);
  expect(kept.length).toBeLessThan(33);
  expect(kept.length).toBeGreaterThan(25);
  expect(cache.get('version', 1)).toBeNull();
  expect(cache.get('another version', 0)).toBeNull();
});
