import { highest } from '../learning/batch.ts';
import { classesOf, type ModelManifest } from './bundle.ts';

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
}

const none: Answer = { label: null, value: null, probabilities: null, vector: null };

/** @param outputs what the model gave for the sample: [classes], [clusters], [components], or [1] */
export function answerOf(manifest: ModelManifest, outputs: Float32Array): Answer {
  const { input, objective } = manifest;
  if (objective === 'DIMENSIONALITY_REDUCTION') return { ...none, vector: Array.from(outputs) };
  const labels = objective === 'CLUSTERING' ? Array.from(outputs, (_, number) => String(number)) : classesOf(manifest);
  if (labels) {
    const probabilities = labels.map((label, index) => ({ label, probability: outputs[index] ?? 0 }));
    return { ...none, label: labels[highest(outputs, 0, labels.length)] ?? null, probabilities };
  }
  const target =
    input.kind === 'table' && input.encoder.target?.objective === 'REGRESSION' ? input.encoder.target : null;
  return { ...none, value: (outputs[0] ?? 0) * (target?.standardDeviation ?? 1) + (target?.mean ?? 0) };
}
