/**
 * Finding things in images with a grid, in one pass (Redmon et al. 2016; without anchors: Tian et al. 2019).
 *
 * The image is cut into S x S cells. A cell answers 5 + C numbers, all as they come out of the network (logits):
 *
 *   0       whether the middle of a thing lies in it
 *   1, 2    where in the cell, from its left and from its top, as parts of the cell
 *   3, 4    width and height of the thing, as parts of the image
 *   5 ...   its class
 *
 * Targets have the same form, with plain values instead of logits and one-hot classes. Where the middles of two things lie in one
 * cell, the larger one is taught.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Batcher } from './batch.ts';
import { gatherFeatures, highest, sizeOf } from './batch.ts';
import type { Box, Data } from './data.ts';

/** A box that was found, and how sure the model is. */
export interface Detection extends Box {
  confidence: number;
}

/** Boxes that a model answers for an image at most. */
export const mostDetections = 50;
/** Numbers of a detection in an answer: class, confidence, x, y, width, height. Confidence 0: none. */
export const detectionSize = 6;

/** Below this a cell says nothing. */
const leastConfidence = 0.05;
/** Of two boxes of one class that overlap more, the surer one stays (non-maximum suppression). */
const mostOverlap = 0.45;
/** Weights of the loss's parts: there are many empty cells, and where a box lies counts more than what it is. */
const [emptyWeight, boxWeight] = [0.5, 5];
/** Numbers before the classes. */
const head = 5;

/** output, y [B, S, S, 5 + C] (y may be flat) ─> [B] */
export function detectionLoss(output: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const [batch = 0, rows = 0, columns = 0, width = 0] = output.shape;
  const split = [1, 4, width - head];
  const shape = [batch, rows * columns, width];
  const [sure, place, classes] = tf.split(tf.reshape(output, shape), split, -1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const [there, wanted, label] = tf.split(tf.reshape(y, shape), split, -1) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const weight = tf.add(tf.mul(there, 1 - emptyWeight), emptyWeight);
  const objectness = tf.sum(tf.mul(weight, sigmoidCrossentropy(sure, there)), [1, 2]);
  const distance = tf.squaredDifference(tf.sigmoid(place), wanted);
  const places = tf.sum(tf.mul(there, distance), [1, 2]);
  const named = tf.neg(tf.sum(tf.mul(label, tf.logSoftmax(classes)), [1, 2]));
  return tf.addN([objectness, tf.mul(places, boxWeight), named]);
}

/** max(l, 0) - l y + log(1 + exp(-|l|)): stable for any logit. */
function sigmoidCrossentropy(logits: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const stable = tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(logits)))));
  return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, y)), stable);
}

/** Teaches what lies where. @param grid cells along an edge */
export function createBoxBatcher({ features, boxes }: Data, grid: number): Batcher {
  if (!boxes) throw new Error('The data has no boxes.');
  const { perImage, classes } = boxes;
  const cell = head + classes.length;
  const [size, targetSize] = [sizeOf(features.sampleShape), grid * grid * cell];
  return {
    sampleShape: features.sampleShape,
    targetSize,
    outputSize: targetSize,
    loss: 'detection',
    scoreName: 'iou',

    batch(rows) {
      const x = gatherFeatures(features, rows, new Float32Array(rows.length * size));
      const y = new Float32Array(rows.length * targetSize);
      for (const [index, row] of rows.entries()) {
        const own = y.subarray(index * targetSize, (index + 1) * targetSize);
        writeTargets(perImage[row] ?? [], grid, cell, own);
      }
      return { x, y, count: rows.length };
    },

    /** How well the box of each taught thing is met, in the mean; an image without any counts as met. */
    score(answers, rows) {
      let score = 0;
      for (const [index, row] of rows.entries()) {
        const things = perImage[row] ?? [];
        const own = answers.subarray(index * targetSize, (index + 1) * targetSize);
        const met = things.map((box) => overlap(boxOf(own, cellOf(box, grid), grid, cell), box));
        score += things.length === 0 ? 1 : met.reduce((sum, one) => sum + one, 0) / things.length;
      }
      return score;
    },
  };
}

function writeTargets(boxes: Box[], grid: number, cell: number, y: Float32Array): void {
  // The largest last: it stays.
  for (const box of [...boxes].sort((a, b) => a.width * a.height - b.width * b.height)) {
    const at = cellOf(box, grid);
    const [column, row] = [at % grid, Math.floor(at / grid)];
    const [x, yMiddle] = [(box.x + box.width / 2) * grid - column, (box.y + box.height / 2) * grid - row];
    y.fill(0, at * cell, (at + 1) * cell);
    y.set([1, x, yMiddle, box.width, box.height], at * cell);
    y[at * cell + head + box.label] = 1;
  }
}

/** The cell that the middle of a box lies in. */
function cellOf({ x, y, width, height }: Box, grid: number): number {
  const inside = (middle: number) => Math.min(grid - 1, Math.max(0, Math.floor(middle * grid)));
  return inside(y + height / 2) * grid + inside(x + width / 2);
}

/** What one cell answers. @param answers of one image */
function boxOf(answers: Float32Array, at: number, grid: number, cell: number): Detection {
  const value = (index: number) => answers[at * cell + index] ?? 0;
  const [width, height] = [sigmoid(value(3)), sigmoid(value(4))];
  const label = highest(answers, at * cell + head, cell - head);
  const sum = Array.from({ length: cell - head }, (_, one) => Math.exp(value(head + one) - value(head + label)));
  return {
    label,
    confidence: sigmoid(value(0)) / sum.reduce((total, one) => total + one, 0),
    x: ((at % grid) + sigmoid(value(1))) / grid - width / 2,
    y: (Math.floor(at / grid) + sigmoid(value(2))) / grid - height / 2,
    width,
    height,
  };
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** The things in an image, surest first, each said once. @param answers of one image, [S, S, 5 + classes] */
export function detectionsOf(answers: Float32Array, grid: number, classes: number): Detection[] {
  const found: Detection[] = [];
  for (let at = 0; at < grid * grid; at++) {
    const box = boxOf(answers, at, grid, head + classes);
    if (box.confidence >= leastConfidence) found.push(box);
  }
  found.sort((a, b) => b.confidence - a.confidence);
  const kept: Detection[] = [];
  for (const box of found) {
    if (kept.length === mostDetections) break;
    if (kept.every((other) => other.label !== box.label || overlap(other, box) <= mostOverlap)) kept.push(box);
  }
  return kept;
}

/** As the numbers of a model's answer: mostDetections x detectionSize. */
export function packDetections(detections: Detection[]): Float32Array {
  const packed = new Float32Array(mostDetections * detectionSize);
  for (const [index, { label, confidence, x, y, width, height }] of detections.entries()) {
    packed.set([label, confidence, x, y, width, height], index * detectionSize);
  }
  return packed;
}

/** @param packed of one image */
export function unpackDetections(packed: Float32Array): Detection[] {
  const found: Detection[] = [];
  for (let at = 0; at < packed.length; at += detectionSize) {
    const [label = 0, confidence = 0, x = 0, y = 0, width = 0, height = 0] = packed.subarray(at, at + detectionSize);
    if (confidence > 0) found.push({ label, confidence, x, y, width, height });
  }
  return found;
}

/** Intersection over union of two boxes. */
function overlap(a: Omit<Box, 'label'>, b: Omit<Box, 'label'>): number {
  const side = (from: number, length: number, other: number, otherLength: number) =>
    Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other));
  const shared = side(a.x, a.width, b.x, b.width) * side(a.y, a.height, b.y, b.height);
  const all = a.width * a.height + b.width * b.height - shared;
  return all > 0 ? shared / all : 0;
}

/**
 * Average precision of every class at an overlap of 0.5 or more: the area under the curve of precision over recall, as in PASCAL
 * VOC since 2010 (Everingham et al. 2010, all points). A class without a box has none: null.
 */
export function averagePrecisions(found: Detection[][], wanted: Box[][], classes: number): (number | null)[] {
  return Array.from({ length: classes }, (_, label) => {
    const total = wanted.flat().filter((box) => box.label === label).length;
    if (total === 0) return null;
    const candidates = found
      .flatMap((boxes, image) => boxes.filter((box) => box.label === label).map((box) => ({ box, image })))
      .sort((a, b) => b.box.confidence - a.box.confidence);
    const taken = new Set<Box>();
    let hits = 0;
    const curve = candidates.map(({ box, image }, index) => {
      const [best] = (wanted[image] ?? [])
        .filter((other) => other.label === label)
        .map((other) => ({ other, shared: overlap(other, box) }))
        .sort((a, b) => b.shared - a.shared);
      if (best && best.shared >= 0.5 && !taken.has(best.other)) {
        taken.add(best.other);
        hits++;
      }
      return { recall: hits / total, precision: hits / (index + 1) };
    });
    let [area, reached, highestLater] = [0, 0, 0];
    const envelope = curve.toReversed().map(({ recall, precision }) => {
      highestLater = Math.max(highestLater, precision);
      return { recall, precision: highestLater };
    });
    for (const { recall, precision } of envelope.toReversed()) {
      area += (recall - reached) * precision;
      reached = recall;
    }
    return area;
  });
}
