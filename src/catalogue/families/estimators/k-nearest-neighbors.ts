import { z } from 'zod';
import { InvalidInput } from '../../../errors.ts';
import { predictFromNeighbors, type Samples } from '../../../learning/classical/nearest-neighbors.ts';
import { TrainingFailure } from '../../../learning/context.ts';
import { assertTwoClasses, defineEstimator } from '../../estimator.ts';

const name = 'kNearestNeighbors';

/**
 * Maximum count of stored numbers. In base64 they take 490 million characters; the longest string of V8, and thus the largest
 * estimator.json, has 536 million.
 */
const maxStoredNumbers = 92_000_000;

/** The training samples in single precision, which is the precision of encoded features and targets: base64, little endian. */
const stateSchema = z.object({
  classes: z.int(),
  neighbors: z.int(),
  weights: z.enum(['uniform', 'distance']),
  p: z.number(),
  samples: z.string(),
  /** Class index or value of each sample. */
  targets: z.string(),
});
type State = z.infer<typeof stateSchema>;

export const kNearestNeighbors = defineEstimator({
  name,
  title: 'K-nearest neighbors',
  description:
    'Predicts from the training samples nearest to a sample: the class that most of them have, or the mean of their values.',
  whenToUse: 'Few columns and up to tens of thousands of rows, when similar samples have similar targets.',
  whenNotToUse:
    'Many columns, of which few matter: distances then say little. Very many rows: each prediction is compared with all of them.',
  citation: 'Cover & Hart, "Nearest Neighbor Pattern Classification", IEEE Trans. Inf. Theory 13(1), 1967.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION', 'REGRESSION'],
  parameters: z.object({
    neighbors: z
      .int()
      .min(1)
      .max(1000)
      .default(5)
      .describe(
        'Number of nearest training samples that a prediction is made from, at most the size of the training set.',
      ),
    weights: z
      .enum(['uniform', 'distance'])
      .default('uniform')
      .describe('Weights of the neighbors. uniform: all equal; distance: the inverse of their distance.'),
    p: z
      .number()
      .min(1)
      .max(100)
      .default(2)
      .describe('Exponent of the Minkowski distance. 1: Manhattan distance; 2: Euclidean distance.'),
  }),
  iterations: null,
  sample: (random) => ({
    neighbors: 1 + random.integer(30),
    weights: random.next() < 0.5 ? ('uniform' as const) : ('distance' as const),
    p: 1 + random.integer(2),
  }),
  cost({ inputShape: [width = 1], trainSamples }, { neighbors }) {
    const shortage = describeShortage(trainSamples, neighbors);
    if (shortage) throw new InvalidInput(`input.parameters.${name}.neighbors`, shortage);
    const parameters = trainSamples * (width + 1);
    if (parameters > maxStoredNumbers) {
      throw new InvalidInput(
        'input.datasetId',
        `\`${name}\` stores its training set: ${parameters} numbers, and the limit is ${maxStoredNumbers}. ` +
          'Use fewer rows or columns, or another family.',
      );
    }
    // The samples are compared with those of the validation and the test set, which are rarely more.
    return { parameters, workspace: parameters, multiplications: trainSamples ** 2 * width, field: null };
  },
  state: stateSchema,
  createSolver(problem, { neighbors, weights, p }) {
    const { x, y, classes } = problem;
    if (classes > 0) assertTwoClasses(problem);
    const shortage = describeShortage(x.rows, neighbors);
    if (shortage) throw new TrainingFailure(shortage);
    return {
      step: () => ({ metrics: [], done: true }),
      state: () => ({ classes, neighbors, weights, p, samples: toBase64(x.values), targets: toBase64(y) }),
    };
  },
  predict(state, x) {
    const { classes, neighbors: k, weights, p } = state;
    const { samples, targets } = decode(state);
    return predictFromNeighbors(samples, { targets, classes }, { k, weights, p }, x);
  },
  weights({ samples, targets }) {
    return (Buffer.byteLength(samples, 'base64') + Buffer.byteLength(targets, 'base64')) / bytesPerNumber;
  },
});

/** Returns why the training set is too small; null if it is not. */
function describeShortage(samples: number, neighbors: number): string | null {
  if (neighbors <= samples) return null;
  return `\`neighbors\` is ${neighbors}, but the training set has only ${samples} samples. Use at most ${samples}.`;
}

const bytesPerNumber = 4;

/** The decoded samples of each state, because a loaded model serves many predictions. */
const decodedStates = new WeakMap<State, { samples: Samples; targets: Float32Array }>();

/** @throws Error if the sizes do not match */
function decode(state: State): { samples: Samples; targets: Float32Array } {
  const known = decodedStates.get(state);
  if (known) return known;
  const [values, targets] = [fromBase64(state.samples), fromBase64(state.targets)];
  const [rows, columns] = [targets.length, values.length / targets.length];
  if (rows < state.neighbors || !Number.isInteger(columns)) throw new Error(`The model of \`${name}\` is incomplete.`);
  const decoded = { samples: { values, rows, columns }, targets };
  decodedStates.set(state, decoded);
  return decoded;
}

function toBase64(values: Float64Array): string {
  return Buffer.from(Float32Array.from(values).buffer).toString('base64');
}

function fromBase64(text: string): Float32Array {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64')); // aligned, unlike a view of the pool of Buffer
  return new Float32Array(bytes.buffer, 0, Math.floor(bytes.length / bytesPerNumber));
}
