/** The catalogue. To add a family: write its file, add its line. */
import type { Model, ModelFiles } from '../learning/model.ts';
import { cnn } from './cnn.ts';
import { decisionTree, decisionTreeRegressor } from './decision-tree.ts';
import type { Family } from './family.ts';
import { gan } from './gan.ts';
import { gaussianMixture } from './gaussian-mixture.ts';
import { gradientBoosting } from './gradient-boosting.ts';
import { imageDetector } from './image-detector.ts';
import { kMeans } from './k-means.ts';
import { labelPropagation, labelSpreading } from './label-graph.ts';
import { linearRegression } from './linear-regression.ts';
import { logisticRegression } from './logistic-regression.ts';
import { mlp } from './mlp.ts';
import { mobilenet } from './mobilenet.ts';
import { pca } from './pca.ts';
import { polynomialRegression } from './polynomial-regression.ts';
import { pretrained } from './pretrained.ts';
import { randomForest } from './random-forest.ts';
import { resnet } from './resnet.ts';
import { rnn } from './rnn.ts';
import { selfTraining } from './self-training.ts';
import { supportVectorMachine } from './support-vector-machine.ts';
import { supportVectorRegression } from './support-vector-regression.ts';
import { svd } from './svd.ts';
import { transformer } from './transformer.ts';
import { vae } from './vae.ts';

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

/** A stored model of the family of that name. @throws Error when there is none, or the files are not its own */
export function loadModel(family: string, files: ModelFiles): Promise<Model> {
  const found = familyByName(family);
  if (!found) throw new Error(`The family "${family}" is not in the catalogue of this version.`);
  return found.load(files);
}

export function familyByName(name: string): Family | undefined {
  return families.find((family) => family.name === name);
}
