import { toPngDataUrl } from '../datasets/formats/images.ts';
import type { Data } from '../learning/data.ts';
import { unpackDetections } from '../learning/detection.ts';
import { formatDate } from '../shared/dates.ts';
import { assertFinite, decodeBoxes, decodeOutputs, emptyPrediction, type Prediction } from '../shared/predictions.ts';
import type { ModelManifest } from './bundle.ts';

/**
 * Converts the outputs of a model for one sample into a prediction.
 * @param outputs outputs for the sample: [classes], [clusters], [components], [horizon], boxes, pixels, or [1]
 * @param data    data that contains the sample
 * @param sample  zero-based index of the sample in the data
 * @throws InvalidSample when an output is not a finite number
 */
export async function decodePrediction(
  manifest: ModelManifest,
  outputs: Float32Array,
  data: Pick<Data, 'forecast'>,
  sample: number,
): Promise<Prediction> {
  const { input, objective } = manifest;
  assertFinite(outputs, sample);
  switch (objective) {
    case 'FORECASTING': {
      const start = sample * outputs.length;
      const days = data.forecast?.days ?? [];
      const forecast = forecastOf(manifest, outputs, data, sample).map((value, step) => ({
        timestamp: formatDate(days[start + step] ?? 0),
        value,
      }));
      assertFinite(
        forecast.map(({ value }) => value),
        sample,
      );
      return { ...emptyPrediction, forecast };
    }
    case 'DETECTION': {
      const classes = input.kind === 'images' ? input.classes : [];
      return decodeBoxes(unpackDetections(outputs), classes);
    }
    case 'GENERATION': {
      if (input.kind !== 'images') throw new Error('Only an image model reconstructs its input.');
      return { ...emptyPrediction, reconstruction: await toPngDataUrl(outputs, input.size) };
    }
    default:
      return decodeOutputs({ input, objective }, outputs, sample);
  }
}

/** Returns the forecast values of one sample, in the unit of the target. */
export function forecastOf(
  { input }: ModelManifest,
  outputs: ArrayLike<number>,
  { forecast }: Pick<Data, 'forecast'>,
  sample: number,
): number[] {
  const deviation = input.kind === 'series' ? input.encoder.target.deviation : 1;
  const start = sample * outputs.length;
  return Array.from(outputs, (value, step) => (forecast?.bases[start + step] ?? 0) + value * deviation);
}
