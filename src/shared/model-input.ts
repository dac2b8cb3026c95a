/** How a model encodes its inputs and target. Fitted on the training samples and stored with the model. */
import type { DateFormat } from './dates.ts';
import { InvalidSample } from './invalid-sample.ts';
import type { Objective } from './objectives.ts';

export type FeatureEncoder =
  | {
      name: string;
      type: 'numeric' | 'date';
      mean: number;
      standardDeviation: number;
      /** Format of dates in the training data. */
      format?: DateFormat | undefined;
    }
  | { name: string; type: 'categorical'; levels: string[]; missing: boolean };

export type TargetEncoder =
  | { objective: 'CLASSIFICATION'; name: string; classes: string[] }
  | { objective: 'REGRESSION'; name: string; mean: number; standardDeviation: number };

/** `target` is null if there is nothing to predict. */
export interface TableEncoder {
  features: FeatureEncoder[];
  target: TargetEncoder | null;
}

export interface TextEncoder {
  /** The column that holds the texts. */
  column: string;
  level: 'word' | 'character';
  /** Number of tokens per sample. */
  length: number;
  vocabulary: string[];
}

export interface ImageSize {
  height: number;
  width: number;
  /** 1 (luminance) or 3 (red, green, blue). */
  channels: 1 | 3;
}

/** The input of a model whose samples are independent of each other. */
export type SampleInput =
  | { kind: 'table'; encoder: TableEncoder }
  /** `classes`: of the images, or of the boxes in them. Empty for generative models. */
  | { kind: 'images'; size: ImageSize; classes: string[] }
  | { kind: 'text'; encoder: TextEncoder; target: TargetEncoder | null };

/** Samples, encoded: count x product(sampleShape) values. */
export interface EncodedSamples {
  values: Float32Array;
  sampleShape: number[];
  count: number;
}

/** Returns the encoder of the target column. Null when the model predicts no column. */
export function targetOf(input: SampleInput | { kind: 'series' }): TargetEncoder | null {
  if (input.kind === 'text') return input.target;
  return input.kind === 'table' ? input.encoder.target : null;
}

/** Returns the classes of a classifier. Null for any other model. */
export function classesOf({
  input,
  objective,
}: {
  input: SampleInput | { kind: 'series' };
  objective: Objective;
}): string[] | null {
  if (objective !== 'CLASSIFICATION') return null;
  if (input.kind === 'images') return input.classes;
  const target = targetOf(input);
  return target?.objective === 'CLASSIFICATION' ? target.classes : null;
}

/** The field of a request that holds the samples of each kind of input. */
const sampleFields = { table: 'rows', images: 'images', text: 'texts', series: 'series' } as const;

/** Returns the error for samples in another field than the model expects. */
export function mismatchError(input: { kind: keyof typeof sampleFields }, given: string): InvalidSample {
  const expected = sampleFields[input.kind];
  return new InvalidSample(`This model expects \`${expected}\`. Set \`${expected}\` instead of \`${given}\`.`);
}
