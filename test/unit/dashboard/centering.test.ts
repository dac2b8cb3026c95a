import { expect, test } from 'vitest';
import { placementOf } from '../../../src/dashboard/playground/inputs/centering.ts';

const edge = 56;
const pixelsWith = (ink: (x: number, y: number) => number) =>
  Uint8ClampedArray.from({ length: 4 * edge * edge }, (_, index) =>
    index % 4 === 3 ? 255 : ink(((index - (index % 4)) / 4) % edge, Math.floor(index / 4 / edge)),
  );

test('an empty canvas has no placement', () => {
  expect(
    placementOf(
      pixelsWith(() => 0),
      edge,
    ),
  ).toBeNull();
});

test('scales the longer side to 20 of 28 pixels and centers the center of mass', () => {
  // 10 wide, 20 high, off-center.
  const placement = placementOf(
    pixelsWith((x, y) => (x >= 3 && x < 13 && y >= 30 && y < 50 ? 255 : 0)),
    edge,
  );
  expect(placement).toEqual({
    from: { left: 3, top: 30, width: 10, height: 20 },
    to: { left: 18, top: 8, width: 20, height: 40 },
  });
});

test('weighs ink by its brightness', () => {
  // The left of two pixels has twice as much ink.
  const placement = placementOf(
    pixelsWith((x, y) => (y === 7 && (x === 20 || x === 21) ? (x === 20 ? 200 : 100) : 0)),
    edge,
  );
  const scale = 20;
  expect(placement?.to.left).toBeCloseTo(edge / 2 - (0.5 + 1 / 3) * scale);
});
