/**
 * Decodes the boxes of single-pass object detection on a grid (Redmon et al. 2016; without anchors: Tian et al. 2019).
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
import { argMax } from './arg-max.ts';

/** Bounding box of an object, in fractions of the image's width and height, measured from its upper left corner. */
export interface Box {
  /** Index into the classes. */
  label: number;
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A predicted box with the model's confidence, in [0, 1]. */
export interface Detection extends Box {
  confidence: number;
}

/** Maximum number of boxes that a model returns for one image. */
export const maxDetections = 50;
/** Numbers of a cell before its class logits. */
export const boxChannels = 5;
/** Boxes with a lower confidence are discarded. */
const minConfidence = 0.05;
/** If two boxes of one class overlap more than this, only the more confident one stays (non-maximum suppression). */
const maxIou = 0.45;

/** Returns the box that one cell predicts. @param answers outputs for one image */
export function decodeCell(answers: Float32Array, at: number, grid: number, cell: number): Detection {
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

/** Rounds a detection to 32-bit floats, in which detections are stored. */
export function toSinglePrecision({ label, confidence, x, y, width, height }: Detection): Detection {
  return {
    label,
    confidence: Math.fround(confidence),
    x: Math.fround(x),
    y: Math.fround(y),
    width: Math.fround(width),
    height: Math.fround(height),
  };
}

/** Returns the intersection over union of two boxes. */
export function intersectionOverUnion(a: Omit<Box, 'label'>, b: Omit<Box, 'label'>): number {
  const side = (from: number, length: number, other: number, otherLength: number) =>
    Math.max(0, Math.min(from + length, other + otherLength) - Math.max(from, other));
  const shared = side(a.x, a.width, b.x, b.width) * side(a.y, a.height, b.y, b.height);
  const all = a.width * a.height + b.width * b.height - shared;
  return all > 0 ? shared / all : 0;
}
