import { dateOfDays } from '../datasets/dates.ts';
import { pngOf } from '../datasets/images.ts';
import { InvalidInput } from '../errors.ts';
import { highest } from '../learning/batch.ts';
import type { Data } from '../learning/data.ts';
import { type Detection, unpackDetections } from '../learning/detection.ts';
import { classesOf, type ModelManifest, targetOf } from './bundle.ts';

/** What a model says about one sample. */
export interface Answer {
  /** The most probable class, or the cluster's number; null for a number. */
  label: string | null;
  /** The predicted number, in the target's own unit; null for a class. */
  value: number | null;
  /** Probability of every class or cluster, in the model's order; null for a number. */
  probabilities: { label: string; probability: number }[] | null;
  /** What a reduction makes of the sample; null for any other model. */
  vector: number[] | null;
  /** The next values of a series, in the target's own unit; null for any other model. */
  forecast: { at: string; value: number }[] | null;
  /** Things in an image, surest first; null for any other model. */
  boxes: LabelledBox[] | null;
  /** What a model that imitates makes of an image: a PNG as a data URL; null for any other model. */
  image: string | null;
}

/** In parts of the image's width and height, from its upper left corner. */
export type LabelledBox = Omit<Detection, 'label'> & { label: string };

const none: Answer = {
  label: null,
  value: null,
  probabilities: null,
  vector: null,
  forecast: null,
  boxes: null,
  image: null,
};

/**
 * What the model says about a sample, as a person reads it.
 * @param outputs what the model gave for the sample: [classes], [clusters], [components], [horizon], boxes, pixels, or [1]
 * @param data    that the sample is of
 * @throws InvalidInput where an answer is no finite number
 */
export async function answerOf(
  manifest: ModelManifest,
  outputs: Float32Array,
  data: Pick<Data, 'forecast'>,
  sample: number,
): Promise<Answer> {
  const { input, objective } = manifest;
  assertFinite(outputs, sample);
  switch (objective) {
    case 'DIMENSIONALITY_REDUCTION':
      return { ...none, vector: Array.from(outputs) };
    case 'FORECASTING': {
      const start = sample * outputs.length;
      const days = data.forecast?.days ?? [];
      const forecast = forecastOf(manifest, outputs, data, sample).map((value, step) => ({
        at: dateOfDays(days[start + step] ?? 0),
        value,
      }));
      assertFinite(
        forecast.map(({ value }) => value),
        sample,
      );
      return { ...none, forecast };
    }
    case 'DETECTION': {
      const classes = input.kind === 'images' ? input.classes : [];
      const boxes = unpackDetections(outputs).map((box) => ({ ...box, label: classes[box.label] ?? '' }));
      return { ...none, boxes };
    }
    case 'GENERATION': {
      if (input.kind !== 'images') throw new Error('Only a model of images gives something back.');
      return { ...none, image: await pngOf(outputs, input.size) };
    }
    case 'REGRESSION': {
      const value = unscaled(manifest, outputs[0] ?? 0);
      assertFinite([value], sample);
      return { ...none, value };
    }
    case 'CLUSTERING':
    case 'CLASSIFICATION': {
      const labels = classesOf(manifest) ?? Array.from(outputs, (_, number) => String(number));
      const probabilities = labels.map((label, index) => ({ label, probability: outputs[index] ?? 0 }));
      return { ...none, label: labels[highest(outputs, 0, labels.length)] ?? null, probabilities };
    }
  }
}

function assertFinite(answers: ArrayLike<number>, sample: number): void {
  if (Array.prototype.every.call(answers, Number.isFinite)) return;
  throw new InvalidInput(
    'input',
    `The model answers sample ${sample} with something that is no number (NaN or infinite). Its values may be far from those that ` +
      'the model was trained with.',
  );
}

/** A number that a model answers, in the target's own unit. */
export function unscaled({ input }: ModelManifest, value: number): number {
  const target = targetOf(input);
  return target?.objective === 'REGRESSION' ? value * target.standardDeviation + target.mean : value;
}

/** The values that a model forecasts, in the target's own unit. */
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
