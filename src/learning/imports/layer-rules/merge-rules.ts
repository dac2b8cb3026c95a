/** Rules of layers that merge several inputs into one. */
import { z } from 'zod';
import { elementCount } from '../../training/batch.ts';
import { type Dimensions, LayerError, type LayerRule } from './layer-rule.ts';

function merge(
  output: (config: Record<string, unknown>, inputs: readonly Dimensions[]) => Dimensions,
  config = z.object({}),
) {
  const infer: LayerRule['infer'] = (given, inputs) => {
    if (inputs.length < 2) throw new LayerError('merges two or more inputs, but has one.');
    const shape = output(given, inputs);
    return { output: shape, weights: {}, multiplications: elementCount(shape) * inputs.length };
  };
  return { config, inputs: 'several' as const, infer };
}

/** Returns the shape that inputs broadcast to: sides must be equal, or 1. */
function broadcast(_: unknown, inputs: readonly Dimensions[]): Dimensions {
  const [first = [], ...others] = inputs;
  return others.reduce<Dimensions>((shape, other) => {
    const fits =
      shape.length === other.length && shape.every((side, axis) => [side, 1].includes(other[axis] ?? 0) || side === 1);
    if (!fits) throw new LayerError(`cannot broadcast ${shape.join(' x ')} and ${other.join(' x ')}.`);
    return shape.map((side, axis) => Math.max(side, other[axis] ?? 1));
  }, first);
}

export const mergeRules = {
  Add: merge(broadcast),
  Multiply: merge(broadcast),
  Average: merge(broadcast),
  Maximum: merge(broadcast),
  Minimum: merge(broadcast),
  Concatenate: merge(
    (config, inputs) => {
      const [first = []] = inputs;
      const axis = Number(config.axis);
      const place = axis < 0 ? first.length + axis : axis - 1;
      const others = (shape: Dimensions) => shape.filter((_, index) => index !== place).join(' x ');
      if (
        place < 0 ||
        place >= first.length ||
        inputs.some((shape) => shape.length !== first.length || others(shape) !== others(first))
      ) {
        throw new LayerError(
          `cannot concatenate ${inputs.map((shape) => shape.join(' x ')).join(' and ')} along axis ${axis}.`,
        );
      }
      const total = inputs.reduce((sum, shape) => sum + (shape[place] ?? 0), 0);
      return first.map((side, index) => (index === place ? total : side));
    },
    z.object({ axis: z.int().min(-8).max(8).default(-1) }),
  ),
};
