/**
 * Self-training (scikit-learn's SelfTrainingClassifier) over any classifier: fit on the labeled samples, predict the others, and
 * add confident predictions as pseudo-labels for the next round.
 *
 * Stored as the files of the final classifier, and self-training.json: { base: its family, rounds }.
 */
import { z } from 'zod';
import { Interruption, TrainingFailure } from '../../../learning/context.ts';
import { computeMetrics } from '../../../learning/evaluate.ts';
import { runSolver } from '../../../learning/fit.ts';
import { type Model, requireFile } from '../../../learning/model.ts';
import { argMax } from '../../../shared/arg-max.ts';
import type { Family, FitInput, FitResult, Parameters } from '../../family.ts';
import { decisionTree } from './decision-tree.ts';
import { gradientBoosting } from './gradient-boosting.ts';
import { logisticRegression } from './logistic-regression.ts';
import { randomForest } from './random-forest.ts';
import { supportVectorMachine } from './support-vector-machine.ts';

/** Classifiers with confidence scores: the parameters of the final classifier, and those used to predict pseudo-labels. */
const baseClassifiers = {
  // Errors on the few labeled samples cost more than by default. Only pseudo-labels need calibrated probabilities.
  supportVectorMachine: { family: supportVectorMachine, parameters: { C: 10 }, labeling: { C: 10, probability: true } },
  logisticRegression: { family: logisticRegression, parameters: {}, labeling: {} },
  randomForest: { family: randomForest, parameters: {}, labeling: {} },
  gradientBoosting: { family: gradientBoosting, parameters: {}, labeling: {} },
  decisionTree: { family: decisionTree, parameters: {}, labeling: {} },
} satisfies Record<string, { family: Family; parameters: Parameters; labeling: Parameters }>;

const names = Object.keys(baseClassifiers) as [keyof typeof baseClassifiers, ...(keyof typeof baseClassifiers)[]];

const schema = z.object({
  baseClassifier: z
    .enum(names)
    .default('supportVectorMachine')
    .describe('Base classifier, with its default hyperparameters (support vector machine: C = 10).'),
  threshold: z
    .number()
    .min(0.5)
    .max(1)
    .default(0.75)
    .describe('Minimum probability at which a predicted label is accepted.'),
  maxRounds: z
    .int()
    .min(1)
    .max(1000)
    .default(10)
    .describe('Maximum number of rounds. Training ends earlier when no further sample reaches the threshold.'),
});

const fileName = 'self-training.json';
const fileSchema = z.object({ base: z.enum(names), rounds: z.int() });

/** Label of each sample so far, known or predicted; -1 if unlabeled. */
interface State {
  pseudoLabels: number[];
}

async function fit({ data, split, shape, training, context }: FitInput, parameters: Parameters): Promise<FitResult> {
  const { baseClassifier, threshold, maxRounds } = schema.parse(parameters);
  const { family, ...given } = baseClassifiers[baseClassifier];
  const { features, targets } = data;
  const classes = targets?.classes ?? null;
  if (!targets || !classes)
    throw new TrainingFailure('`selfTraining` requires a target with classes, and the data has none.');
  // Only a cancel interrupts the base classifier; a pause waits for the end of the round.
  const cancelled = new AbortController();
  context.signal.addEventListener('abort', () => {
    const { reason } = context.signal;
    if (reason instanceof Interruption && reason.kind === 'cancel') cancelled.abort(reason);
  });
  const quiet = { report: () => undefined, checkpoint: async () => undefined, signal: cancelled.signal };

  /** Fits the base classifier on all samples that have a label so far. */
  async function fitBase(labels: number[], parameters: Parameters): Promise<Model> {
    const labeled = split.train.filter((row) => (labels[row] ?? -1) >= 0);
    const labeledData = { features, targets: { values: Int32Array.from(labels), classes } };
    const labeledSplit = { train: labeled, validation: new Int32Array(), test: new Int32Array() };
    const own = { ...shape, trainSamples: labeled.length };
    const options = { ...family.trainingDefaults, seed: training.seed };
    const input = { data: labeledData, split: labeledSplit, shape: own, training: options, context: quiet };
    return (await family.fit(input, family.parameters.parse(parameters))).model;
  }

  const { state, history, end } = await runSolver<State>({
    start(resumeState) {
      const labels = resumeState?.pseudoLabels ?? Array.from(targets.values);
      return {
        async step() {
          const model = await fitBase(labels, given.labeling);
          const unlabeled = split.train.filter((row) => (labels[row] ?? -1) < 0);
          const probabilities =
            unlabeled.length > 0 ? await model.predict(features, { rows: unlabeled }) : new Float32Array();
          model.dispose();
          let added = 0;
          for (const [index, row] of unlabeled.entries()) {
            const label = argMax(probabilities, index * classes.length, classes.length);
            if ((probabilities[index * classes.length + label] ?? 0) < threshold) continue;
            labels[row] = label;
            added++;
          }
          const labeled = split.train.length - unlabeled.length + added;
          return { metrics: [{ name: 'labelled', value: labeled / split.train.length }], done: added === 0 };
        },
        state: () => ({ pseudoLabels: [...labels] }),
      };
    },
    iterations: maxRounds,
    samples: split.train.length,
    context,
  });
  const model = wrapModel(await fitBase(state.pseudoLabels, given.parameters), baseClassifier, history.length);
  const last = history.at(-1);
  if (last && split.validation.length > 0) {
    const probabilities = await model.predict(features, { rows: split.validation });
    last.metrics.push(...computeMetrics(probabilities, targets, split.validation, 'val_'));
    context.report({ type: 'metrics', ...last });
  }
  return { model, history, end };
}

function wrapModel(model: Model, base: keyof typeof baseClassifiers, rounds: number): Model {
  return {
    ...model,
    fittedAttributes: [...model.fittedAttributes, { name: 'rounds', values: [rounds] }],
    files: async () => ({
      ...(await model.files()),
      [fileName]: Buffer.from(JSON.stringify({ base, rounds })),
    }),
  };
}

export const selfTraining: Family = {
  name: 'selfTraining',
  title: 'Self-training classifier',
  description: 'A classifier that trains on its own confident predictions, round by round.',
  whenToUse: 'A few labeled samples and many unlabeled ones. Leave the target empty where it is unknown.',
  whenNotToUse:
    'So few labeled samples that the first classifier is often confidently wrong: it then learns its own errors.',
  citation: 'Yarowsky, "Unsupervised word sense disambiguation rivaling supervised methods", ACL 1995.',
  modalities: ['TABULAR'],
  objectives: ['CLASSIFICATION'],
  parameters: schema,
  isSemiSupervised: true,
  trainingDefaults: {},
  sampleParameters: (random) => ({ threshold: 0.5 + random.next() / 2 }),
  imageSize: null,
  textOptions: null,
  windowOptions: null,
  estimate: (input, parameters) => {
    const { family, parameters: given } = baseClassifiers[schema.parse(parameters).baseClassifier];
    return family.estimate(input, family.parameters.parse(given));
  },
  fit,
  async load(files) {
    const { base, rounds } = fileSchema.parse(JSON.parse(Buffer.from(requireFile(files, fileName)).toString('utf8')));
    return wrapModel(await baseClassifiers[base].family.load(files), base, rounds);
  },
};
