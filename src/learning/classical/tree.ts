/**
 * Classification and regression trees (Breiman, Friedman, Olshen & Stone, "Classification and Regression Trees", 1984): binary
 * splits "column f <= t", each minimizing the impurity of both sides. Impurity is the Gini index for classes and the squared
 * error for values; thresholds lie halfway between neighboring values.
 *
 * Samples are sorted once by every column; a split partitions these orders without sorting again.
 */
import { z } from 'zod';
import type { Matrix } from '../matrix.ts';
import type { FittedAttribute } from '../model.ts';
import type { Random } from '../random.ts';

/** Nodes in order of creation, the root first. A leaf has feature -1. `values` holds `outputs` numbers per node. */
export const treeSchema = z.object({
  features: z.array(z.int()),
  thresholds: z.array(z.number()),
  /** Child nodes for values up to the threshold, and above it. */
  left: z.array(z.int()),
  right: z.array(z.int()),
  values: z.array(z.number()),
});

export type Tree = z.infer<typeof treeSchema>;

export interface TreeOptions {
  /** Maximum depth; null means no limit. */
  maxDepth: number | null;
  minSamplesSplit: number;
  minSamplesLeaf: number;
  /** Number of randomly drawn columns to consider at each split; null for all. */
  maxFeatures: number | null;
  random: Random;
}

export interface TreeProblem {
  x: Matrix;
  /** Class indices or values. */
  y: Float64Array;
  /** Number of classes; 0 for regression. */
  classes: number;
  /** Weight of each sample; samples with weight 0 are ignored. */
  weights: Float64Array;
}

interface Node {
  id: number;
  depth: number;
  /** Range of its samples in every order; `to` is exclusive. */
  from: number;
  to: number;
}

interface Split {
  feature: number;
  threshold: number;
  /** Number of samples on the left side, in the order of the feature. */
  count: number;
  score: number;
}

/** Returns the number of splits by each column over all trees, for columns that are used. */
export function questionsOf(trees: readonly Tree[]): FittedAttribute {
  const counts = new Map<number, number>();
  for (const { features } of trees) {
    for (const feature of features) if (feature >= 0) counts.set(feature, (counts.get(feature) ?? 0) + 1);
  }
  const found = [...counts].sort(([one], [other]) => one - other);
  return {
    name: 'questions',
    values: found.map(([, count]) => count),
    columns: () => found.map(([column]) => [column]),
  };
}

/** Values closer than this are considered equal, as in scikit-learn (FEATURE_THRESHOLD). */
const featureThreshold = 1e-7;

export function growTree(problem: TreeProblem, options: TreeOptions): Tree {
  const { x, classes, weights } = problem;
  const samples = Int32Array.from(weights.keys()).filter((sample) => (weights[sample] ?? 0) > 0);
  const value = (sample: number, feature: number) => x.values[sample * x.columns + feature] ?? 0;
  const orders = Array.from({ length: x.columns }, (_, feature) =>
    samples.slice().sort((a, b) => value(a, feature) - value(b, feature) || a - b),
  );
  const tree: Tree = { features: [], thresholds: [], left: [], right: [], values: [] };
  const onLeft = new Uint8Array(x.rows);
  const scratch = new Int32Array(samples.length);

  function addNode(from: number, to: number, depth: number): Node {
    const id = tree.features.length;
    tree.features.push(-1);
    tree.thresholds.push(0);
    tree.left.push(-1);
    tree.right.push(-1);
    tree.values.push(...leafValue(problem, orders[0]?.subarray(from, to) ?? samples.subarray(from, to)));
    return { id, depth, from, to };
  }

  /** Moves the samples of the left side to the front of every order. Both sides stay sorted. */
  function partition({ from, to }: Node, { feature, count }: Split): void {
    for (const [index, sample] of (orders[feature] ?? samples).subarray(from, to).entries())
      onLeft[sample] = index < count ? 1 : 0;
    for (const order of orders) {
      let [at, rest] = [from, 0];
      for (let index = from; index < to; index++) {
        const sample = order[index] ?? 0;
        if (onLeft[sample]) order[at++] = sample;
        else scratch[rest++] = sample;
      }
      order.set(scratch.subarray(0, rest), at);
    }
  }

  const open = [addNode(0, samples.length, 0)];
  for (let node = open.pop(); node; node = open.pop()) {
    const split = bestSplit(problem, orders, node, options);
    if (!split) continue;
    partition(node, split);
    const middle = node.from + split.count;
    const left = addNode(node.from, middle, node.depth + 1);
    const right = addNode(middle, node.to, node.depth + 1);
    tree.features[node.id] = split.feature;
    tree.thresholds[node.id] = split.threshold;
    tree.left[node.id] = left.id;
    tree.right[node.id] = right.id;
    open.push(right, left);
  }
  if (classes === 0 && tree.values.some((one) => !Number.isFinite(one))) throw new Error('A leaf has no samples.');
  return tree;
}

function bestSplit(problem: TreeProblem, orders: Int32Array[], node: Node, options: TreeOptions): Split | null {
  const { maxDepth, minSamplesSplit, maxFeatures, random } = options;
  const count = node.to - node.from;
  if (count < Math.max(2, minSamplesSplit) || (maxDepth !== null && node.depth >= maxDepth)) return null;
  if (isPure(problem, (orders[0] ?? new Int32Array()).subarray(node.from, node.to))) return null;
  const { columns } = problem.x;
  const all = maxFeatures === null || maxFeatures >= columns;
  const features = all ? Array.from({ length: columns }, (_, feature) => feature) : random.permutation(columns);
  let best: Split | null = null;
  let [visited, useful] = [0, 0];
  for (const feature of features) {
    // Constant columns do not count toward maxFeatures.
    if (!all && useful >= (maxFeatures ?? 0) && visited > 0) break;
    visited++;
    const order = (orders[feature] ?? new Int32Array()).subarray(node.from, node.to);
    const found =
      problem.classes > 0
        ? bestClassificationSplit(problem, order, feature, options)
        : bestRegressionSplit(problem, order, feature, options);
    if (found === 'constant') continue;
    useful++;
    if (found && (!best || found.score > best.score)) best = found;
  }
  return best;
}

/**
 * Returns the split by one column with the smallest impurity, that is with the largest sum over both sides of
 * (sum over classes of weight^2) / weight.
 */
function bestClassificationSplit(
  { x, y, classes, weights }: TreeProblem,
  order: Int32Array,
  feature: number,
  options: TreeOptions,
) {
  const value = (index: number) => x.values[(order[index] ?? 0) * x.columns + feature] ?? 0;
  if (value(order.length - 1) - value(0) <= featureThreshold) return 'constant';
  const [left, right] = [new Float64Array(classes), new Float64Array(classes)];
  for (const sample of order) right[y[sample] ?? 0] = (right[y[sample] ?? 0] ?? 0) + (weights[sample] ?? 0);
  let [leftWeight, rightWeight, leftSquares] = [0, sum(right), 0];
  let rightSquares = right.reduce((total, weight) => total + weight ** 2, 0);
  let best: Split | null = null;
  for (let index = 0; index < order.length - 1; index++) {
    const sample = order[index] ?? 0;
    const [label, weight] = [y[sample] ?? 0, weights[sample] ?? 0];
    const [onLeft, onRight] = [left[label] ?? 0, right[label] ?? 0];
    leftSquares += weight * (2 * onLeft + weight);
    rightSquares -= weight * (2 * onRight - weight);
    left[label] = onLeft + weight;
    right[label] = onRight - weight;
    leftWeight += weight;
    rightWeight -= weight;
    const score = leftSquares / leftWeight + rightSquares / rightWeight;
    best = better(best, score, index, order.length, value, feature, options);
  }
  return best;
}

/** The same for regression: maximizes the sum over both sides of (sum of values)^2 / weight. */
function bestRegressionSplit({ x, y, weights }: TreeProblem, order: Int32Array, feature: number, options: TreeOptions) {
  const value = (index: number) => x.values[(order[index] ?? 0) * x.columns + feature] ?? 0;
  if (value(order.length - 1) - value(0) <= featureThreshold) return 'constant';
  let [leftSum, leftWeight, rightSum, rightWeight] = [0, 0, 0, 0];
  for (const sample of order) {
    rightSum += (y[sample] ?? 0) * (weights[sample] ?? 0);
    rightWeight += weights[sample] ?? 0;
  }
  let best: Split | null = null;
  for (let index = 0; index < order.length - 1; index++) {
    const sample = order[index] ?? 0;
    const weight = weights[sample] ?? 0;
    leftSum += (y[sample] ?? 0) * weight;
    rightSum -= (y[sample] ?? 0) * weight;
    leftWeight += weight;
    rightWeight -= weight;
    const score = leftSum ** 2 / leftWeight + rightSum ** 2 / rightWeight;
    best = better(best, score, index, order.length, value, feature, options);
  }
  return best;
}

/** Returns the split between `index` and the next sample if it is allowed and better; otherwise the best one so far. */
function better(
  best: Split | null,
  score: number,
  index: number,
  length: number,
  value: (index: number) => number,
  feature: number,
  { minSamplesLeaf }: TreeOptions,
): Split | null {
  const count = index + 1;
  if (count < minSamplesLeaf || length - count < minSamplesLeaf || (best && score <= best.score)) return best;
  const [below, above] = [value(index), value(index + 1)];
  if (above - below <= featureThreshold) return best;
  const middle = (below + above) / 2;
  return { feature, threshold: middle < above ? middle : below, count, score };
}

function isPure({ y }: TreeProblem, samples: Int32Array): boolean {
  const first = y[samples[0] ?? 0];
  return samples.every((sample) => y[sample] === first);
}

/** Returns the class frequencies, or the mean. */
function leafValue({ y, classes, weights }: TreeProblem, samples: Int32Array): number[] {
  if (classes === 0) {
    let [total, weight] = [0, 0];
    for (const sample of samples) {
      total += (y[sample] ?? 0) * (weights[sample] ?? 0);
      weight += weights[sample] ?? 0;
    }
    return [total / weight];
  }
  const counts = new Array<number>(classes).fill(0);
  for (const sample of samples) counts[y[sample] ?? 0] = (counts[y[sample] ?? 0] ?? 0) + (weights[sample] ?? 0);
  const whole = counts.reduce((a, b) => a + b, 0);
  return counts.map((count) => count / whole);
}

/** Returns the leaf of a row. */
export function leafOf(tree: Tree, x: Matrix, row: number): number {
  let node = 0;
  for (;;) {
    const feature = tree.features[node] ?? -1;
    if (feature < 0) return node;
    const goesLeft = (x.values[row * x.columns + feature] ?? 0) <= (tree.thresholds[node] ?? 0);
    node = (goesLeft ? tree.left[node] : tree.right[node]) ?? 0;
  }
}

/** Adds the tree's prediction of every row, times `factor`, to `predictions` [rows x outputs]. */
export function addAnswers(tree: Tree, x: Matrix, factor: number, predictions: Float64Array, outputs: number): void {
  for (let row = 0; row < x.rows; row++) {
    const leaf = leafOf(tree, x, row);
    for (let output = 0; output < outputs; output++) {
      const at = row * outputs + output;
      predictions[at] = (predictions[at] ?? 0) + factor * (tree.values[leaf * outputs + output] ?? 0);
    }
  }
}

/** Returns the count of stored numbers. */
export function treeSize({ features, values }: Tree): number {
  return 4 * features.length + values.length;
}

/** Estimates the cost of growing a tree: sorting by every column, and one pass over every column per level. */
export function treeCost(samples: number, width: number, outputs: number, maxDepth: number | null) {
  const nodes = Math.min(2 * samples, maxDepth === null ? Number.POSITIVE_INFINITY : 2 ** (maxDepth + 1));
  const levels = maxDepth ?? 4 * Math.ceil(Math.log2(Math.max(2, samples)));
  return {
    parameters: nodes * (4 + outputs),
    workspace: (samples * width) / 2 + 4 * samples,
    multiplications: samples * width * (levels + Math.log2(Math.max(2, samples))),
  };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
