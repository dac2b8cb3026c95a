import { boxChannels, decodeDetections, toSinglePrecision } from '../../shared/detections.ts';
import { assertFinite, decodeBoxes, decodeOutputs } from '../../shared/predictions.ts';
import type { Prediction } from '../playground/sample.ts';
import type { Manifest } from './bundle.ts';

/** Decodes the outputs of the network for one sample. @throws InvalidSample when they are not finite */
export function decode({ input, objective }: Manifest, outputs: Float32Array, sample: number): Prediction {
  if (objective !== 'DETECTION') return decodeOutputs({ input, objective }, outputs, sample);
  assertFinite(outputs, sample);
  const classes = input.kind === 'images' ? input.classes : [];
  const grid = Math.round(Math.sqrt(outputs.length / (boxChannels + classes.length)));
  return decodeBoxes(decodeDetections(outputs, grid, classes.length).map(toSinglePrecision), classes);
}
