/**
 * Single-pass object detection on a grid (Redmon et al. 2016; without anchors: Tian et al. 2019).
 *
 * The image is cut into S x S cells. The network outputs 5 + C logits for each cell:
 *
 *   0       whether the center of an object lies in the cell
 *   1, 2    x and y of that center within the cell, in fractions of the cell
 *   3, 4    width and height of the object, in fractions of the image
 *   5 ...   its class
 *
 * Targets have the same layout, with plain values instead of logits and one-hot classes. If the centers of two objects lie in
 * one cell, the larger object is the target.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Box, Data } from './data.ts';
import type { Batcher } from './training/batch.ts';
import { argMax, elementCount, gatherFeatures } from './training/batch.ts';

/** A predicted box with the model's confidence, in [0, 1]. */
export interface Detection extends Box {
  confidence: number;
}

/** Maximum number of boxes that a model returns for one image. */
export const maxDetections = 50;
/** Numbers per packed detection: class, confidence, x, y, width, height. Confidence 0 marks an empty slot. */
export const detectionSize = 6;

/** Boxes with a lower confidence are discarded. */
const minConfidence = 0.05;
/** If two boxes of one class overlap more than this, only the more confident one stays (non-maximum suppression). */
const maxIou = 0.45;
/** Weights of the loss terms: most cells are empty, and the position of a box counts more than its class. */
const [emptyWeight, boxWeight] = [0.5, 5];
/** Numbers of a cell before its class logits. */
const boxChannels = 5;

/** output, y [B, S, S, 5 + C] (y may be flat) ─> [B] */
export function detectionLoss(output: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const [batch = 0, rows = 0, columns = 0, width = 0] = output.shape;
  const split = [1, 4, width - boxChannels];
  const shape = [batch, rows * columns, width];
  const [objectnessLogits, position, classes] = tf.split(tf.reshape(output, shape), split, -1) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const [isObject, targetPosition, label] = tf.split(tf.reshape(y, shape), split, -1) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const weight = tf.add(tf.mul(isObject, 1 - emptyWeight), emptyWeight);
  const objectness = tf.sum(tf.mul(weight, sigmoidCrossentropy(objectnessLogits, isObject)), [1, 2]);
  const distance = tf.squaredDifference(tf.sigmoid(position), targetPosition);
  const positionLoss = tf.sum(tf.mul(isObject, distance), [1, 2]);
  const classLoss = tf.neg(tf.sum(tf.mul(label, tf.logSoftmax(classes)), [1, 2]));
  return tf.addN([objectness, tf.mul(positionLoss, boxWeight), classLoss]);
}

/** max(l, 0) - l y + log(1 + exp(-|l|)): stable for any logit. */
function sigmoidCrossentropy(logits: tf.Tensor, y: tf.Tensor): tf.Tensor {
  const stable = tf.log(tf.add(1, tf.exp(tf.neg(tf.abs(logits)))));
  return tf.add(tf.sub(tf.relu(logits), tf.mul(logits, y)), stable);
}

/** Supplies images with the targets of each cell. @param grid cells along an edge */
export function createBoxBatcher({ features, boxes }: Data, grid: number): Batcher {
  if (!boxes) throw new Error('The data has no boxes: object detection needs labeled boxes for every image.');
  const { perImage, classes } = boxes;
  const cell = boxChannels + classes.length;
  const [size, targetSize] = [elementCount(features.sampleShape), grid * grid * cell];
  return {
    sampleShape: features.sampleShape,
    targetSize,
    outputSize: targetSize,
    loss: 'detection',
    metricName: 'iou',

    batch(rows) {
      const x = gatherFeatures(features, rows, new Float32Array(rows.length * size));
      const y = new Float32Array(rows.length * targetSize);
      for (const [index, row] of rows.entries()) {
        const own = y.subarray(index * targetSize, (index + 1) * targetSize);
        writeTargets(perImage[row] ?? [], grid, cell, own);
      }
      return { x, y, count: rows.length };
    },

    /** Sums each image's mean IoU between its target boxes and the boxes of their cells; 1 for an image without objects. */
    sumMetric(answers, rows) {
      let score = 0;
      for (const [index, row] of rows.entries()) {
        const objects = perImage[row] ?? [];
        const own = answers.subarray(index * targetSize, (index + 1) * targetSize);
        const overlaps = objects.map((box) =>
          intersectionOverUnion(decodeCell(own, cellIndex(box, grid), grid, cell), box),
        );
        score += objects.length === 0 ? 1 : overlaps.reduce((sum, one) => sum + one, 0) / objects.length;
      }
      return score;
    },
  };
}

function writeTargets(boxes: Box[], grid: number, cell: number, y: Float32Array): void {
  // The largest box is written last, so that it wins a shared cell.
  for (const box of [...boxes].sort((a, b) => a.width * a.height - b.width * b.height)) {
    const at = cellIndex(box, grid);
    const [column, row] = [at % grid, Math.floor(at / grid)];
    const [x, yCenter] = [(box.x + box.width / 2) * grid - column, (box.y + box.height / 2) * grid - row];
    y.fill(0, at * cell, (at + 1) * cell);
    y.set([1, x, yCenter, box.width, box.height], at * cell);
    y[at * cell + boxChannels + box.label] = 1;
  }
}

/** Returns the index of the cell that contains the center of a box. */
function cellIndex({ x, y, width, height }: Box, grid: number): number {
  const inside = (center: number) => Math.min(grid - 1, Math.max(0, Math.floor(center * grid)));
  return inside(y + height / 2) * grid + inside(x + width / 2);
}

/** Returns the box that one cell predicts. @param answers outputs for one image */
function decodeCell(answers: Float32Array, at: number, grid: number, cell: number): Detection {
  const value = (index: number) => answers[at * cell + index] ?? 0;
  const [width, height] = [sigmoid(value(3)), sigmoid(value(4))];
  const label = argMax(answers, at * cell + boxChannels, cell - boxChannels);
  const sum = Array.from({ length: cell - boxChannels }, (_, one) =>
    Math.exp(value(boxChannels + one) - value(boxChannels + label)),
  );
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

/** Returns the boxes of one image, most confident first, without duplicates. @param answers outputs, [S, S, 5 + classes] */
export function decodeDetections(answers: Float32Array, grid: number, classes: number): Detection[] {
  const found: Detection[] = [];
  for (let at = 0; at < grid * grid; at++) {
    const box = decodeCell(answers, at, grid, boxChannels + classes);
    if (box.confidence >= minConfidence) found.push(box);
  }
  found.sort((a, b) => b.confidence - a.confidence);
  const kept: Detection[] = [];
  for (const box of found) {
    if (kept.length === maxDetections) break;
    if (kept.every((other) => other.label !== box.label || intersectionOverUnion(other, box) <= maxIou)) kept.push(box);
  }
  return kept;
}

/** Packs boxes into a fixed-size array of maxDetections x detectionSize numbers. */
export function packDetections(detections: Detection[]): Float32Array {
  const packed = new Float32Array(maxDetections * detectionSize);
  for (const [index, { label, confidence, x, y, width, height }] of detections.entries()) {
    packed.set([label, confidence, x, y, width, height], index * detectionSize);
  }
  return packed;
}

/** @param packed detections of one image, from packDetections */
export function unpackDetections(packed: Float32Array): Detection[] {
  const found: Detection[] = [];
  for (let at = 0; at < packed.length; at += detectionSize) {
    const [label = 0, confidence = 0, x = 0, y = 0, width = 0, height = 0] = packed.subarray(at, at + detectionSize);
    if (confidence > 0) found.push({ label, confidence, x, y, width, height });
  }
  return found;
}

/** Returns the intersection over union of two boxes. */
function intersectionOverUnion(a: Omit<Box, 'label'>, b: Omit<Box, 'label'>): number {
  const side = (from: number, length: number, other: number, otherLength: number) =>
    Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other));
  const shared = side(a.x, a.width, b.x, b.width) * side(a.y, a.height, b.y, b.height);
  const all = a.width * a.height + b.width * b.height - shared;
  return all > 0 ? shared / all : 0;
}

/**
 * Average precision of each class at an IoU threshold of 0.5: the area under the precision-recall curve, as in PASCAL VOC
 * since 2010 (Everingham et al. 2010, all points). Null for a class without ground-truth boxes.
 */
export function averagePrecisions(found: Detection[][], groundTruth: Box[][], classes: number): (number | null)[] {
  return Array.from({ length: classes }, (_, label) => {
    const total = groundTruth.flat().filter((box) => box.label === label).length;
    if (total === 0) return null;
    const candidates = found
      .flatMap((boxes, image) => boxes.filter((box) => box.label === label).map((box) => ({ box, image })))
      .sort((a, b) => b.box.confidence - a.box.confidence);
    const taken = new Set<Box>();
    let hits = 0;
    const curve = candidates.map(({ box, image }, index) => {
      const [best] = (groundTruth[image] ?? [])
        .filter((other) => other.label === label)
        .map((other) => ({ other, shared: intersectionOverUnion(other, box) }))
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
