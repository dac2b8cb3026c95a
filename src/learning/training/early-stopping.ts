/** Tracks the best epoch and decides when to stop early. */

import type { Split, TrainingOptions } from '../data.ts';
import type { TrainingProgress } from './checkpoint.ts';

interface Monitor {
  /** Name of the monitored metric. */
  name: string;
  higherIsBetter: boolean;
  minDelta: number;
}

/** Returns the metric that determines the best epoch; null if it needs a validation set and there is none. */
export function resolveMonitor(training: TrainingOptions, split: Split, classification: boolean): Monitor | null {
  const hasValidation = split.validation.length > 0;
  const requested = training.earlyStopping?.monitor ?? 'val_loss';
  if (requested.startsWith('val_') && !hasValidation) return null;
  const name = requested === 'val_accuracy' && !classification ? 'val_loss' : requested;
  return { name, higherIsBetter: name === 'val_accuracy', minDelta: training.earlyStopping?.minDelta ?? 0 };
}

export function isImprovement(value: number, best: number | undefined, monitor: Monitor): boolean {
  if (best === undefined) return true;
  return (monitor.higherIsBetter ? value - best : best - value) > monitor.minDelta;
}

/** Returns whether `patience` epochs have passed without an improvement. */
export function isPatienceExceeded(progress: TrainingProgress, training: TrainingOptions): boolean {
  if (!training.earlyStopping || !progress.best) return false;
  return progress.epoch - 1 - progress.best.epoch >= training.earlyStopping.patience;
}
