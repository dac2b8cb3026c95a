/** Decodes the outputs of models. */
import { argMax } from './arg-max.ts';
import type { Detection } from './detections.ts';
import { InvalidSample } from './invalid-sample.ts';
import { classesOf, type SampleInput, targetOf } from './model-input.ts';
import type { Objective } from './objectives.ts';

/** Prediction of a model for one sample. */
export interface Prediction {
  /** Most probable class, or the number of the cluster. Null for models that predict neither. */
  label: string | null;
  /** Predicted number, in the unit of the target. Null unless the model is a regression model. */
  value: number | null;
  /** Probability of every class or cluster, in the model's order. Null for models that predict neither. */
  probabilities: { label: string; probability: number }[] | null;
  /** Components of the sample after dimensionality reduction. Null for other models. */
  embedding: number[] | null;
  /** Forecast of a time series, in the unit of the target. Null for other models. */
  forecast: { timestamp: string; value: number }[] | null;
  /** Detected objects, most confident first. Null for other models. */
  boxes: DetectedBox[] | null;
  /** Reconstruction of the image by a generative model, as a PNG data URL. Null for other models. */
  reconstruction: string | null;
}

/** Coordinates are fractions of the image width and height, from the top left corner. */
export type DetectedBox = Omit<Detection, 'label'> & { label: string };

export const emptyPrediction: Prediction = {
  label: null,
  value: null,
  probabilities: null,
  embedding: null,
  forecast: null,
  boxes: null,
  reconstruction: null,
};

/** The objectives whose outputs are decoded one sample at a time, without other data. */
type PlainObjective = Extract<Objective, 'CLASSIFICATION' | 'CLUSTERING' | 'REGRESSION' | 'DIMENSIONALITY_REDUCTION'>;

/**
 * Converts the outputs of a model for one sample into a prediction.
 * @param outputs outputs for the sample: [classes], [clusters], [components] or [1]
 * @param sample  zero-based index of the sample, for messages
 * @throws InvalidSample when an output is not a finite number
 */
export function decodeOutputs(
  manifest: { objective: PlainObjective; input: SampleInput | { kind: 'series' } },
  outputs: Float32Array,
  sample: number,
): Prediction {
  assertFinite(outputs, sample);
  switch (manifest.objective) {
    case 'DIMENSIONALITY_REDUCTION':
      return { ...emptyPrediction, embedding: Array.from(outputs) };
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

/** Converts detected boxes into a prediction. */
export function decodeBoxes(detections: readonly Detection[], classes: readonly string[]): Prediction {
  return { ...emptyPrediction, boxes: detections.map((box) => ({ ...box, label: classes[box.label] ?? '' })) };
}

/** @throws InvalidSample when an output is not a finite number */
export function assertFinite(outputs: ArrayLike<number>, sample: number): void {
  if (Array.prototype.every.call(outputs, Number.isFinite)) return;
  throw new InvalidSample(
    `The prediction for sample ${sample} is not a finite number (NaN or infinite). The values of the sample may be far outside the ` +
      'range of the training data.',
  );
}

/** Converts an output of a regression model to the unit of the target. */
export function inverseTransform({ input }: { input: SampleInput | { kind: 'series' } }, value: number): number {
  const target = targetOf(input);
  return target?.objective === 'REGRESSION' ? value * target.standardDeviation + target.mean : value;
}
