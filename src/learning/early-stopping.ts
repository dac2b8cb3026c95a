/** Which epoch is the best so far, and when it is no use to go on. */
import type { Progress } from './checkpoint.ts';
import type { Split, TrainingOptions } from './data.ts';

interface Monitor {
  /** The metric that decides. */
  name: string;
  higherIsBetter: boolean;
  minDelta: number;
}

/** Which metric decides about the best epoch; null when nothing is held out. */
export function monitorOf(training: TrainingOptions, split: Split, classification: boolean): Monitor | null {
  const held = split.validation.length > 0;
  const wanted = training.earlyStopping?.monitor ?? 'val_loss';
  if (wanted.startsWith('val_') && !held) return null;
  const name = wanted === 'val_accuracy' && !classification ? 'val_loss' : wanted;
  return { name, higherIsBetter: name === 'val_accuracy', minDelta: training.earlyStopping?.minDelta ?? 0 };
}

export function improves(value: number, best: number | undefined, monitor: Monitor): boolean {
  if (best === undefined) return true;
  return (monitor.higherIsBetter ? value - best : best - value) > monitor.minDelta;
}

/** The best epoch lies further back than early stopping has patience for. */
export function isStale(progress: Progress, training: TrainingOptions): boolean {
  if (!training.earlyStopping || !progress.best) return false;
  return progress.epoch - 1 - progress.best.epoch >= training.earlyStopping.patience;
}
