/** The model catalog. To add a family, write its file and add it to `families`. */
import type { Model, ModelFiles } from '../learning/model.ts';
import { decisionTree, decisionTreeRegressor } from './families/estimators/decision-tree.ts';
import { gaussianMixture } from './families/estimators/gaussian-mixture.ts';
import { gradientBoosting } from './families/estimators/gradient-boosting.ts';
import { kMeans } from './families/estimators/k-means.ts';
import { kNearestNeighbors } from './families/estimators/k-nearest-neighbors.ts';
import { labelPropagation, labelSpreading } from './families/estimators/label-graph.ts';
import { linearRegression } from './families/estimators/linear-regression.ts';
import { logisticRegression } from './families/estimators/logistic-regression.ts';
import { pca } from './families/estimators/pca.ts';
import { polynomialRegression } from './families/estimators/polynomial-regression.ts';
import { randomForest } from './families/estimators/random-forest.ts';
import { selfTraining } from './families/estimators/self-training.ts';
import { supportVectorMachine } from './families/estimators/support-vector-machine.ts';
import { supportVectorRegression } from './families/estimators/support-vector-regression.ts';
import { svd } from './families/estimators/svd.ts';
import { cnn } from './families/networks/cnn.ts';
import { gan } from './families/networks/gan.ts';
import { imageDetector } from './families/networks/image-detector.ts';
import { mlp } from './families/networks/mlp.ts';
import { mobilenet } from './families/networks/mobilenet.ts';
import { pretrained } from './families/networks/pretrained.ts';
import { resnet } from './families/networks/resnet.ts';
import { rnn } from './families/networks/rnn.ts';
import { transformer } from './families/networks/transformer.ts';
import { vae } from './families/networks/vae.ts';
import type { Family } from './family.ts';

export const families: readonly Family[] = [
  linearRegression,
  polynomialRegression,
  supportVectorRegression,
  decisionTreeRegressor,
  logisticRegression,
  supportVectorMachine,
  decisionTree,
  randomForest,
  gradientBoosting,
  kNearestNeighbors,
  kMeans,
  gaussianMixture,
  pca,
  svd,
  labelPropagation,
  labelSpreading,
  selfTraining,
  mlp,
  cnn,
  resnet,
  mobilenet,
  pretrained,
  imageDetector,
  rnn,
  transformer,
  vae,
  gan,
];

/** Loads a stored model. @throws Error if the family does not exist, or the files are from a different family */
export function loadModel(family: string, files: ModelFiles): Promise<Model> {
  const found = findFamily(family);
  if (!found) throw new Error(`This version has no model family "${family}".`);
  return found.load(files);
}

export function findFamily(name: string): Family | undefined {
  return families.find((family) => family.name === name);
}
