/** Shared by PCA and SVD, which are the same method with and without centering. */
import { z } from 'zod';
import { type Components, fitComponents, transform } from '../../../learning/classical/components.ts';
import type { Matrix } from '../../../learning/matrix.ts';
import { columnAttribute } from '../../../learning/model.ts';
import type { Random } from '../../../learning/random.ts';
import type { Problem } from '../../estimator.ts';
import type { ModelShape } from '../../family.ts';

const numbers = z.array(z.number());

const stateSchema = z.object({
  means: numbers,
  vectors: z.array(numbers),
  singularValues: numbers,
  /** Number of samples that it was fitted on. */
  samples: z.int(),
});
type State = z.infer<typeof stateSchema>;

const parameters = z.object({
  components: z.int().min(1).max(4096).default(2).describe('Number of components; at most the number of columns.'),
});

export function reduction(isCentered: boolean) {
  return {
    modalities: ['TABULAR'] as const,
    objectives: ['DIMENSIONALITY_REDUCTION'] as const,
    parameters,
    iterations: null,
    sample: (random: Random) => ({ components: 1 + random.integer(8) }),
    /** Cost of a triangular matrix of the columns' size and its singular value decomposition. */
    cost: ({ inputShape: [width = 1], trainSamples }: ModelShape) => ({
      parameters: width * (1 + width),
      workspace: 20 * width ** 2,
      multiplications: 2 * trainSamples * width ** 2 + 20 * width ** 3,
      field: null,
    }),
    state: stateSchema,
    createSolver({ x }: Problem, { components }: z.output<typeof parameters>) {
      let found: Components = { means: [], vectors: [], singularValues: [] };
      return {
        step() {
          found = fitComponents(x, isCentered, components);
          return { metrics: [], done: true };
        },
        state: (): State => ({ ...found, samples: x.rows }),
      };
    },
    predict: (state: State, x: Matrix) => transform(state, x),
    weights: ({ means, vectors }: State) => means.length * ((isCentered ? 1 : 0) + vectors.length),
  };
}

/** Returns each component as a fitted attribute. */
export function componentAttributes({ vectors }: Pick<Components, 'vectors'>) {
  return vectors.map((values, index) => columnAttribute(`component ${index}`, values));
}
