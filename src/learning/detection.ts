/** Targets, metrics and storage of object detection; shared/detections.ts describes the grid of cells. */
import {
  type Box,
  boxChannels,
  type Detection,
  decodeCell,
  intersectionOverUnion,
  maxDetections,
} from '../shared/detections.ts';
import type { Data } from './data.ts';
import type { Batcher } from './training/batch.ts';
import { elementCount, gatherFeatures } from './training/batch.ts';

/** Numbers per packed detection: class, confidence, x, y, width, height. Confidence 0 marks an empty slot. */
export const detectionSize = 6;

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
