import { highest } from '../learning/batch.ts';
import { classesOf, type ModelManifest } from './bundle.ts';

/** What a model says about one sample. */
export interface Answer {
  /** The most probable class; null for a number. */
  label: string | null;
  /** The predicted number, in the target's own unit; null for a class. */
  value: number | null;
  /** Probability of every class, in the model's order; null for a number. */
  probabilities: { label: string; probability: number }[] | null;
}

/** @param outputs what the network gave for the sample: [classes], or [1] */
export function answerOf(manifest: ModelManifest, outputs: Float32Array): Answer {
  const classes = classesOf(manifest);
  if (classes) {
    const probabilities = classes.map((label, index) => ({ label, probability: outputs[index] ?? 0 }));
    return { label: classes[highest(outputs, 0, classes.length)] ?? null, value: null, probabilities };
  }
  const { input } = manifest;
  const target =
    input.kind === 'table' && input.encoder.target.objective === 'REGRESSION' ? input.encoder.target : null;
  const value = (outputs[0] ?? 0) * (target?.standardDeviation ?? 1) + (target?.mean ?? 0);
  return { label: null, value, probabilities: null };
}
