/** The rule of a layer: the config that it accepts, and the shapes that follow from it. */
import type { z } from 'zod';
import { elementCount } from '../../training/batch.ts';

/** Shape of one sample, without the batch axis. */
export type Dimensions = readonly number[];

export interface InferredLayer {
  output: Dimensions;
  /** Shapes by the weight's name within the layer, in the layer's order. */
  weights: Record<string, Dimensions>;
  /** Multiplications of the forward pass for one sample. */
  multiplications: number;
  /** Config values that depend on the inputs, such as a -1 in a target shape, after they are resolved. */
  resolvedConfig?: Record<string, unknown>;
}

/** An invalid layer. The message is a predicate; the reader puts the layer's class in front of it. */
export class LayerError extends Error {}

export interface LayerRule {
  config: z.ZodObject;
  /** Number of inputs that the layer accepts. */
  inputs: 'one' | 'several';
  /** @throws LayerError when the config does not fit the inputs */
  infer(config: Record<string, unknown>, inputs: readonly Dimensions[]): InferredLayer;
}

/** Makes the rule of a layer with one input. By default it keeps the shape of the input and has no weights. */
export function rule<Schema extends z.ZodObject>(
  config: Schema,
  infer: (config: z.output<Schema>, input: Dimensions) => Partial<InferredLayer>,
): LayerRule {
  return {
    config,
    inputs: 'one',
    infer(given, [input = []]) {
      const facts = infer(given as z.output<Schema>, input); // what its own schema gave
      const output = facts.output ?? input;
      return {
        ...facts,
        output,
        weights: facts.weights ?? {},
        multiplications: facts.multiplications ?? elementCount(output),
      };
    },
  };
}
