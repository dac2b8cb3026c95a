import { formatDate } from '../datasets/formats/dates.ts';
import { toPngDataUrl } from '../datasets/formats/images.ts';
import { InvalidInput } from '../errors.ts';
import type { Data } from '../learning/data.ts';
import { type Detection, unpackDetections } from '../learning/detection.ts';
import { argMax } from '../learning/training/batch.ts';
import { classesOf, type ModelManifest, targetOf } from './bundle.ts';

/** Prediction of a model for one sample. */
export interface Prediction {
  /** Most probable class, or the number of the cluster. Null for models that predict neither. */
  label: string | null;
  /** Predicted number, in the unit of the target. Null unless the model is a regression model. */
  value: number | null;
  /** Probability of every class or cluster, in the model's order. Null for models that predict neither. */
  probabilities: { label: string; probability: number }[] | null;
  /** Components of the sample after dimensionality reduction. Null for other models. */
  vector: number[] | null;
  /** Forecast of a time series, in the unit of the target. Null for other models. */
  forecast: { at: string; value: number }[] | null;
  /** Detected objects, most confident first. Null for other models. */
  boxes: DetectedBox[] | null;
  /** Reconstruction of the image by a generative model, as a PNG data URL. Null for other models. */
  image: string | null;
}

/** Coordinates are fractions of the image width and height, from the top left corner. */
export type DetectedBox = Omit<Detection, 'label'> & { label: string };

const emptyPrediction: Prediction = {
  label: null,
  value: null,
  probabilities: null,
  vector: null,
  forecast: null,
  boxes: null,
  image: null,
};

/**
 * Converts the outputs of a model for one sample into a prediction.
 * @param outputs outputs for the sample: [classes], [clusters], [components], [horizon], boxes, pixels, or [1]
 * @param data    data that contains the sample
 * @param sample  zero-based index of the sample in the data
 * @throws InvalidInput when an output is not a finite number
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
    case 'DIMENSIONALITY_REDUCTION':
      return { ...emptyPrediction, vector: Array.from(outputs) };
    case 'FORECASTING': {
      const start = sample * outputs.length;
      const days = data.forecast?.days ?? [];
      const forecast = forecastOf(manifest, outputs, data, sample).map((value, step) => ({
        at: formatDate(days[start + step] ?? 0),
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
      const boxes = unpackDetections(outputs).map((box) => ({ ...box, label: classes[box.label] ?? '' }));
      return { ...emptyPrediction, boxes };
    }
    case 'GENERATION': {
      if (input.kind !== 'images') throw new Error('Only an image model reconstructs its input.');
      return { ...emptyPrediction, image: await toPngDataUrl(outputs, input.size) };
    }
    case 'REGRESSION': {
      const value = inverseTransform(manifest, outputs[0] ?? 0);
      assertFinite([value], sample);
      return { ...emptyPrediction, value };
    }
    case 'CLUSTERING':
    case 'CLASSIFICATION': {
      const labels = classesOf(manifest) ?? Array.from(outputs, (_, number) => String(number));
      const probabilities = labels.map((label, index) => ({ label, probability: outputs[index] ?? 0 }));
      return { ...emptyPrediction, label: labels[argMax(outputs, 0, labels.length)] ?? null, probabilities };
    }
  }
}

function assertFinite(outputs: ArrayLike<number>, sample: number): void {
  if (Array.prototype.every.call(outputs, Number.isFinite)) return;
  throw new InvalidInput(
    'input',
    `The prediction for sample ${sample} is not a finite number (NaN or infinite). The values of the sample may be far outside the ` +
      'range of the training data.',
  );
}

/** Converts an output of a regression model to the unit of the target. */
export function inverseTransform({ input }: ModelManifest, value: number): number {
  const target = targetOf(input);
  return target?.objective === 'REGRESSION' ? value * target.standardDeviation + target.mean : value;
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
