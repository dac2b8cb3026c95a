/**
 * Self-training over any classifier: it is fitted on the samples whose class is known, names the classes of others, and those
 * that it is sure of are taken for known in the next round.
 *
 * Stored as the files of the classifier of what is known in the end, and self-training.json: { base: its name, rounds }.
 */
import { z } from 'zod';
import { highest } from '../learning/batch.ts';
import { Interruption, TrainingFailure } from '../learning/context.ts';
import { measureAnswers } from '../learning/evaluate.ts';
import { iterate } from '../learning/fit.ts';
import { fileOf, type Model } from '../learning/model.ts';
import { decisionTree } from './decision-tree.ts';
import type { Family, Learned, Lesson, Parameters } from './family.ts';
import { gradientBoosting } from './gradient-boosting.ts';
import { logisticRegression } from './logistic-regression.ts';
import { randomForest } from './random-forest.ts';
import { supportVectorMachine } from './support-vector-machine.ts';

/** What can be asked how sure it is: its parameters, and those with which it is asked. */
const bases = {
  // The few samples that are known are to be believed: a mistake costs more than usual. What it answers in the end are its votes.
  supportVectorMachine: { family: supportVectorMachine, parameters: { C: 10 }, asked: { C: 10, probability: true } },
  logisticRegression: { family: logisticRegression, parameters: {}, asked: {} },
  randomForest: { family: randomForest, parameters: {}, asked: {} },
  gradientBoosting: { family: gradientBoosting, parameters: {}, asked: {} },
  decisionTree: { family: decisionTree, parameters: {}, asked: {} },
} satisfies Record<string, { family: Family; parameters: Parameters; asked: Parameters }>;

const names = Object.keys(bases) as [keyof typeof bases, ...(keyof typeof bases)[]];

const schema = z.object({
  base: z
    .enum(names)
    .default('supportVectorMachine')
    .describe(
      'The classifier that teaches itself, with its own default parameters (a support vector machine with C = 10).',
    ),
  threshold: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.75)
    .describe('How sure of a class it must be, as a probability, to take a sample for known.'),
  rounds: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('Times that it is fitted at most; it ends earlier when nothing new is sure.'),
});

const fileName = 'self-training.json';
const fileSchema = z.object({ base: z.enum(names), rounds: z.int() });

/** What each sample is taken for by now. */
interface State {
  labels: number[];
}

async function learn({ data, split, shape, training, context }: Lesson, parameters: Parameters): Promise<Learned> {
  const { base, threshold, rounds } = schema.parse(parameters);
  const { family, ...given } = bases[base];
  const { features, targets } = data;
  const classes = targets?.classes ?? null;
  if (!targets || !classes) throw new TrainingFailure('"selfTraining" learns classes, and the data has none.');
  // A classifier that is being fitted stops for a cancel alone: a pause waits for the end of its round.
  const cancelled = new AbortController();
  context.signal.addEventListener('abort', () => {
    const { reason } = context.signal;
    if (reason instanceof Interruption && reason.kind === 'cancel') cancelled.abort(reason);
  });
  const quiet = { report: () => undefined, checkpoint: async () => undefined, signal: cancelled.signal };

  /** The classifier of what is known by now. */
  async function teach(labels: number[], parameters: Parameters): Promise<Model> {
    const known = split.train.filter((row) => (labels[row] ?? -1) >= 0);
    const taught = { features, targets: { values: Int32Array.from(labels), classes } };
    const part = { train: known, validation: new Int32Array(), test: new Int32Array() };
    const own = { ...shape, trainSamples: known.length };
    const options = { ...family.training, seed: training.seed };
    const lesson = { data: taught, split: part, shape: own, training: options, context: quiet };
    return (await family.learn(lesson, family.parameters.parse(parameters))).model;
  }

  const { state, history } = await iterate<State>({
    start(before) {
      const labels = before?.labels ?? Array.from(targets.values);
      return {
        async step() {
          const model = await teach(labels, given.asked);
          const open = split.train.filter((row) => (labels[row] ?? -1) < 0);
          const answers = open.length > 0 ? await model.predict(features, { rows: open }) : new Float32Array();
          model.dispose();
          let added = 0;
          for (const [index, row] of open.entries()) {
            const label = highest(answers, index * classes.length, classes.length);
            if ((answers[index * classes.length + label] ?? 0) < threshold) continue;
            labels[row] = label;
            added++;
          }
          const known = split.train.length - open.length + added;
          return { metrics: [{ name: 'labelled', value: known / split.train.length }], done: added === 0 };
        },
        state: () => ({ labels: [...labels] }),
      };
    },
    iterations: rounds,
    samples: split.train.length,
    context,
  });
  const learned = wrap(await teach(state.labels, given.parameters), base, history.length);
  const last = history.at(-1);
  if (last && split.validation.length > 0) {
    const answers = await learned.predict(features, { rows: split.validation });
    last.metrics.push(...measureAnswers(answers, targets, split.validation, 'val_'));
    context.report({ type: 'metrics', ...last });
  }
  return { model: learned, history, bestEpoch: last?.epoch ?? 1 };
}

function wrap(model: Model, base: keyof typeof bases, rounds: number): Model {
  return {
    ...model,
    facts: [...model.facts, { name: 'rounds', values: [rounds] }],
    files: async () => ({
      ...(await model.files()),
      [fileName]: Buffer.from(JSON.stringify({ base, rounds })),
    }),
  };
}

export const selfTraining: Family = {
  name: 'selfTraining',
  title: 'Self-training over a classifier',
  description: 'A classifier that teaches itself: what it is sure of, it learns from in the next round.',
  whenToUse:
    'When the class of a few samples is known and there are many others; leave the target empty where it is not known.',
  whenNotToUse:
    'When the few are so few that the first classifier is often wrong and sure of it: mistakes are learned too.',
  citation: 'Yarowsky, "Unsupervised word sense disambiguation rivaling supervised methods", ACL 1995.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION'],
  parameters: schema,
  learnsUnlabelled: true,
  training: {},
  sample: (random) => ({ threshold: 0.5 + random.next() / 2 }),
  imageSize: null,
  text: null,
  window: null,
  estimate: (plan, parameters) => {
    const { family, parameters: given } = bases[schema.parse(parameters).base];
    return family.estimate(plan, family.parameters.parse(given));
  },
  learn,
  async load(files) {
    const { base, rounds } = fileSchema.parse(JSON.parse(Buffer.from(fileOf(files, fileName)).toString('utf8')));
    return wrap(await bases[base].family.load(files), base, rounds);
  },
};
