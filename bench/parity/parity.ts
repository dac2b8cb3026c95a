/**
 * Scores of Aias compared with those of scikit-learn: npm run bench -- parity --data <folder> --reference <scores.json>.
 * Rows have the names of the reference file; the baseline is its score.
 */
import { readFile } from 'node:fs/promises';
import { findFamily } from '../../src/catalogue/registry.ts';
import type { Features, Targets } from '../../src/learning/data.ts';
import { evaluateClassification, evaluateRegression } from '../../src/learning/evaluate.ts';
import type { Model } from '../../src/learning/model.ts';
import { comparison, type Row } from '../report.ts';
import { readSamples, type Samples } from './samples.ts';
import { adjustedRandIndex, rocAuc } from './scores.ts';

interface Reference {
  classification: Record<string, Record<string, number>>;
  exact: Record<string, number | number[] | Record<string, number>>;
  regressionR2: { diabetes: Record<string, number> };
  semiSupervised: Record<string, number>;
}

const classifiers: Record<string, [string, object]> = {
  logisticRegression: ['logisticRegression', {}],
  svmLinear: ['supportVectorMachine', { kernel: 'linear' }],
  svmRbf: ['supportVectorMachine', { kernel: 'rbf' }],
  decisionTree: ['decisionTree', {}],
  randomForest100: ['randomForest', { trees: 100 }],
};

const regressors: Record<string, [string, object]> = {
  linear: ['linearRegression', {}],
  ridge1: ['linearRegression', { alpha: 1 }],
  polynomial2Ridge1: ['polynomialRegression', { degree: 2, alpha: 1 }],
  svrRbfTargetScaled: ['supportVectorRegression', { kernel: 'rbf' }],
  decisionTreeDepth5: ['decisionTreeRegressor', { maxDepth: 5 }],
  randomForest100: ['randomForest', { trees: 100 }],
};

const semiSupervised: Record<string, [string, object]> = {
  supervisedLogisticRegression: ['logisticRegression', {}],
  labelSpreadingKnn7: ['labelSpreading', { neighbors: 7 }],
  labelPropagationKnn7: ['labelPropagation', { neighbors: 7 }],
  selfTrainingSvc: ['selfTraining', {}],
};

export async function parity(options: { data?: string; reference?: string }): Promise<Row[]> {
  const { data, reference: file } = options;
  if (!data || !file) throw new Error('Pass --data <folder of the tables> and --reference <scores.json>.');
  const reference: Reference = JSON.parse(await readFile(file, 'utf8'));
  return [
    ...(await classification(data, reference)),
    ...(await regression(data, reference)),
    ...(await exactValues(data, reference)),
    ...(await compareSemiSupervised(data, reference)),
  ];
}

/** Fits a family on the training rows. */
async function fitModel(
  name: string,
  parameters: object,
  { targets, split }: Samples,
  features: Features,
  supervised: Targets | null,
) {
  const family = findFamily(name);
  if (!family) throw new Error(`The family ${name} does not exist.`);
  const objective = supervised
    ? targets.classes
      ? 'CLASSIFICATION'
      : 'REGRESSION'
    : (family.objectives[0] ?? 'CLUSTERING');
  const outputs = supervised ? (targets.classes?.length ?? 1) : 0;
  const shape = { inputShape: features.sampleShape, outputs, objective, trainSamples: split.train.length, seed: 0 };
  const context = { report: () => undefined, checkpoint: async () => undefined, signal: new AbortController().signal };
  const training = { ...family.trainingDefaults, seed: 0 };
  const input = { data: { features, targets: supervised }, split, shape, training, context };
  return (await family.fit(input, family.parameters.parse(parameters))).model;
}

const row = (name: string, value: number, reference: number, unit = ''): Row =>
  comparison({ name, value, unit, baseline: 'scikit-learn', reference });

async function scoreModel(model: Model, features: Features, { targets, split }: Samples, rows = split.test) {
  const answers = await model.predict(features, { rows });
  const labels = Int32Array.from(rows, (one) => targets.values[one] ?? 0);
  return { answers, labels, ...evaluateClassification(answers, labels, targets.classes ?? []) };
}

async function classification(data: string, reference: Reference): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [name, scores] of Object.entries(reference.classification)) {
    const samples = await readSamples(data, name, 'CLASSIFICATION');
    for (const [which, [family, parameters]] of Object.entries(classifiers)) {
      const model = await fitModel(family, parameters, samples, samples.scaled, samples.targets);
      const { accuracy, loss, answers, labels } = await scoreModel(model, samples.scaled, samples);
      rows.push(row(`${name}.${which}`, accuracy, scores[which] ?? Number.NaN));
      if (which !== 'logisticRegression' || scores.logisticRegressionAuc === undefined) continue;
      const second = answers.filter((_, index) => index % 2 === 1);
      rows.push(row(`${name}.logisticRegressionAuc`, rocAuc(second, labels), scores.logisticRegressionAuc));
      rows.push(row(`${name}.logisticRegressionLogLoss`, loss, scores.logisticRegressionLogLoss ?? Number.NaN));
    }
  }
  return rows;
}

async function regression(data: string, reference: Reference): Promise<Row[]> {
  const samples = await readSamples(data, 'diabetes', 'REGRESSION');
  const rows: Row[] = [];
  for (const [which, [family, parameters]] of Object.entries(regressors)) {
    const model = await fitModel(family, parameters, samples, samples.scaled, samples.targets);
    const answers = await model.predict(samples.scaled, { rows: samples.split.test });
    // R2 does not depend on the target's unit.
    const { r2 } = evaluateRegression(
      answers,
      Array.from(samples.split.test, (one) => samples.targets.values[one] ?? 0),
    );
    rows.push(row(`diabetes.${which}`, r2, reference.regressionR2.diabetes[which] ?? Number.NaN));
  }
  return rows;
}

async function exactValues(data: string, { exact: expected }: Reference): Promise<Row[]> {
  const rows: Row[] = [];
  const fitOnAllRows = (name: string, objective: 'CLASSIFICATION' | 'REGRESSION' = 'CLASSIFICATION') =>
    readSamples(data, name, objective, true);
  const compareValue = (name: string, value: number, key = name, at?: string | number) => {
    const found = expected[key];
    const reference = typeof found === 'object' ? (found as Record<string | number, number>)[at ?? ''] : found;
    rows.push(row(at === undefined ? name : `${key}.${at}`, value, reference ?? Number.NaN));
  };
  const [iris, wine, cancer, digits] = [
    await fitOnAllRows('iris'),
    await fitOnAllRows('wine'),
    await fitOnAllRows('breast-cancer'),
    await fitOnAllRows('digits'),
  ];
  const diabetes = await fitOnAllRows('diabetes', 'REGRESSION');

  for (const [key, samples, features] of [
    ['irisLogisticRegressionRawLogLossFullData', iris, iris.raw],
    ['breastCancerLogisticRegressionScaledLogLossFullData', cancer, cancer.scaled],
  ] as const) {
    const model = await fitModel('logisticRegression', {}, samples, features, samples.targets);
    compareValue(key, (await scoreModel(model, features, samples, samples.split.train)).loss);
  }

  const line = await fitModel('linearRegression', {}, diabetes, diabetes.raw, diabetes.targets);
  const found = await line.predict(diabetes.raw);
  compareValue('diabetesOlsR2FullData', evaluateRegression(found, Array.from(diabetes.targets.values)).r2);
  for (const [index, value] of factOf(line, 'coefficients').entries())
    compareValue('', value * diabetes.unit, 'diabetesOlsCoefficients', index);

  for (const [key, samples, family, fact] of [
    ['irisPcaExplainedVarianceRatio', iris, 'pca', 'explainedVarianceRatio'],
    ['digitsPcaExplainedVarianceRatio', digits, 'pca', 'explainedVarianceRatio'],
    ['irisSingularValuesUncentred', iris, 'svd', 'singularValues'],
  ] as const) {
    const model = await fitModel(family, { components: 3 }, samples, samples.raw, null);
    for (const [index, value] of factOf(model, fact).entries()) compareValue('', value, key, index);
  }

  for (const [key, samples, features, clusters] of [
    ['irisRaw', iris, iris.raw, 3],
    ['wineScaled', wine, wine.scaled, 3],
    ['breastCancerScaled', cancer, cancer.scaled, 2],
  ] as const) {
    const model = await fitModel('kMeans', { clusters }, samples, features, null);
    const answers = await model.predict(features);
    const chosen = Array.from({ length: features.count }, (_, sample) =>
      answers.subarray(sample * clusters, (sample + 1) * clusters).indexOf(1),
    );
    compareValue('', inertiaOf(features, chosen, model, clusters), 'kMeansInertia', key);
    compareValue('', adjustedRandIndex(chosen, Array.from(samples.targets.values)), 'kMeansAdjustedRand', key);
  }

  for (const [key, name] of [
    ['irisRbf', 'iris'],
    ['wineRbf', 'wine'],
    ['breastCancerRbf', 'breast-cancer'],
    ['digitsRbf', 'digits'],
  ] as const) {
    const samples = await readSamples(data, name, 'CLASSIFICATION');
    const model = await fitModel('supportVectorMachine', { kernel: 'rbf' }, samples, samples.scaled, samples.targets);
    compareValue('', factOf(model, 'supportVectors')[0] ?? Number.NaN, 'svmSupportVectors', key);
  }
  return rows;
}

function factOf(model: Model, name: string): number[] {
  return model.fittedAttributes.find((fact) => fact.name === name)?.values ?? [];
}

function inertiaOf(features: Features, chosen: number[], model: Model, clusters: number): number {
  const centers = Array.from({ length: clusters }, (_, cluster) => factOf(model, `center ${cluster}`));
  const width = features.values.length / features.count;
  return chosen.reduce((total, cluster, sample) => {
    const center = centers[cluster] ?? [];
    return (
      total +
      center.reduce((sum, value, column) => sum + ((features.values[sample * width + column] ?? 0) - value) ** 2, 0)
    );
  }, 0);
}

async function compareSemiSupervised(data: string, reference: Reference): Promise<Row[]> {
  const samples = await readSamples(data, 'digits', 'CLASSIFICATION');
  const { train } = samples.split;
  const known = new Set(train.filter((_, index) => index % 20 === 0));
  const values = Int32Array.from(samples.targets.values, (label, sample) => (known.has(sample) ? label : -1));
  const few = { ...samples, targets: { values, classes: samples.targets.classes } };
  const rows: Row[] = [];
  for (const [which, [family, parameters]] of Object.entries(semiSupervised)) {
    const supervised = which.startsWith('supervised');
    const own = supervised
      ? { ...few, split: { ...few.split, train: train.filter((sample) => known.has(sample)) } }
      : few;
    // The reference scores are for unscaled pixels.
    const model = await fitModel(family, parameters, own, samples.raw, own.targets);
    const { accuracy } = await scoreModel(model, samples.raw, samples);
    rows.push(row(`semiSupervised.${which}`, accuracy, reference.semiSupervised[which] ?? Number.NaN));
  }
  return rows;
}
