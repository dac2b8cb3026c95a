/** What pca and svd share: they are one method, with and without centring. */
import { z } from 'zod';
import { type Components, componentsOf, project } from '../learning/classical/components.ts';
import type { Matrix } from '../learning/matrix.ts';
import { columnFact } from '../learning/model.ts';
import type { Random } from '../learning/random.ts';
import type { Problem } from './estimator.ts';
import type { Shape } from './family.ts';

const numbers = z.array(z.number());

const stateSchema = z.object({
  means: numbers,
  vectors: z.array(numbers),
  singularValues: numbers,
  /** That it was fitted on. */
  samples: z.int(),
});
type State = z.infer<typeof stateSchema>;

const parameters = z.object({
  components: z
    .int()
    .min(1)
    .max(4096)
    .default(2)
    .describe('Numbers that a sample is reduced to; no more than there are columns.'),
});

export function reduction(centred: boolean) {
  return {
    modalities: ['TABULAR'] as const,
    objectives: ['DIMENSIONALITY_REDUCTION'] as const,
    parameters,
    iterations: null,
    sample: (random: Random) => ({ components: 1 + random.integer(8) }),
    /** A triangle of the columns' size, and its singular values. */
    cost: ({ inputShape: [width = 1], trainSamples }: Shape) => ({
      parameters: width * (1 + width),
      workspace: 20 * width ** 2,
      multiplications: 2 * trainSamples * width ** 2 + 20 * width ** 3,
      field: null,
    }),
    state: stateSchema,
    start({ x }: Problem, { components }: z.output<typeof parameters>) {
      let found: Components = { means: [], vectors: [], singularValues: [] };
      return {
        step() {
          found = componentsOf(x, centred, components);
          return { metrics: [], done: true };
        },
        state: (): State => ({ ...found, samples: x.rows }),
      };
    },
    answer: (state: State, x: Matrix) => project(state, x),
    weights: ({ means, vectors }: State) => means.length * ((centred ? 1 : 0) + vectors.length),
  };
}

/** The directions themselves, each as a fact. */
export function directions({ vectors }: Pick<Components, 'vectors'>) {
  return vectors.map((values, index) => columnFact(`component ${index}`, values));
}
