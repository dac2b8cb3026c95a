/** Sampling of the next token of a generated text. */
import { expect, test } from 'vitest';
import { sampleToken } from '../../../src/catalogue/families/networks/transformer.ts';
import { createRandom } from '../../../src/learning/random.ts';

const probabilities = Float32Array.of(0.3, 0.2, 0.05, 0.2, 0.15, 0.1);
const drawn = (temperature: number, from = probabilities) => {
  const random = createRandom(3);
  return Array.from({ length: 2000 }, () => sampleToken(from, temperature, random));
};

test.each([0, 1e-300, 0.0001, 0.001, 0.002, 0.003])(
  'at temperature %d always samples the likeliest character',
  (temperature) => {
    expect(new Set(drawn(temperature))).toEqual(new Set([3]));
    expect(new Set(drawn(temperature, Float32Array.of(1, 0, 0, 0)))).not.toContain(0);
    expect(new Set(drawn(temperature, Float32Array.of(1, 0, 0, 0)))).not.toContain(1);
  },
);

test('at temperature 1 samples by probability, excluding padding and unknown tokens', () => {
  const tokens = drawn(1);
  const share = (token: number) => tokens.filter((one) => one === token).length / tokens.length;
  expect([0, 1, 2, 3, 4, 5].map(share)).toEqual(
    [0, 0, 0.1, 0.4, 0.3, 0.2].map((wanted) => (wanted === 0 ? 0 : expect.closeTo(wanted, 1))),
  );
});
