/**
 * The boundary between training and its environment. Training code calls `report`, `checkpoint` and `signal` and knows
 * nothing else: no database, no HTTP, no task. A worker passes a context that writes events; a test passes a plain object.
 *
 * Glossary
 *   step       one optimizer update, counted from 1 over the whole run
 *   report     news for watchers of the run; reports may be coalesced, and reporting never blocks
 *   checkpoint the complete state needed to resume with identical results; durable when the promise resolves
 *   signal     aborted when the run must stop; its `reason` is an Interruption
 *   showcase   renders previews of what the model has learned so far; it never changes the run
 */
import type { Generate } from './model.ts';
import type { Projection } from './projection.ts';

export interface MetricValue {
  name: string;
  value: number;
}

/** How a training ended by itself. */
export interface TrainingEnd {
  cause: 'MAX_EPOCHS' | 'EARLY_STOPPING' | 'CONVERGED';
  /** The last epoch or iteration. */
  epoch: number;
  /** The epoch whose weights the model has. */
  bestEpoch: number;
  /** The metric that chose the best epoch, under Keras's name. Null when the last weights are kept. */
  monitor: string | null;
}

export type Report =
  | {
      type: 'progress';
      /** 1-based. */
      epoch: number;
      epochs: number;
      /** Batches completed in this epoch; 0 at its start. */
      batch: number;
      batches: number;
      samplesPerSecond: number;
      etaSeconds: number;
    }
  /** Metrics at the end of an epoch or trial, under Keras's names: loss, accuracy, val_loss, val_accuracy, ... */
  | { type: 'metrics'; step: number; epoch: number; metrics: MetricValue[] }
  | { type: 'log'; level: 'info' | 'warn' | 'error'; message: string }
  /** Output of a generative model for the same fixed latent codes at every step. */
  | { type: 'samples'; step: number; epoch: number; grid: SampleGrid | null; texts: string[] }
  | ({ type: 'projection'; step: number; epoch: number } & Projection)
  /** Training has ended by itself; the evaluation follows. */
  | ({ type: 'end' } & TrainingEnd);

/** Images in a grid, in one PNG that is stored under its SHA-256 hash. */
export interface SampleGrid {
  sha256: string;
  count: number;
  columns: number;
  rows: number;
}

export interface Checkpoint {
  step: number;
  bytes: Uint8Array;
}

/** The end of an epoch or of a solver's iteration. */
export interface EpochEnd {
  /** 1-based. */
  epoch: number;
  epochs: number;
  step: number;
}

/** Decides when to preview. Failures are logged; they never fail or alter the training. */
export interface TrainingPreviews {
  shouldPreview(at: EpochEnd): boolean;
  previewSamples(at: EpochEnd, generate: Generate): Promise<void>;
  /** @param last whether this is the last iteration. @param view called only if this iteration is shown */
  previewProjection(iteration: number, last: boolean, view: () => Projection): void;
}

export interface TrainingContext {
  report(report: Report): void;
  checkpoint(checkpoint: Checkpoint): Promise<void>;
  /** Seconds between two checkpoints within an epoch. Default: 10. */
  readonly checkpointSeconds?: number;
  readonly signal: AbortSignal;
  /** The newest checkpoint of an earlier attempt, if there is one. */
  readonly resumeFrom?: Checkpoint;
  /** Absent if no previews are wanted. */
  readonly showcase?: TrainingPreviews;
}

/** Why a run stops early. train() throws it once training has stopped; for `pause`, after a checkpoint. */
export class Interruption extends Error {
  readonly kind: 'cancel' | 'pause';

  constructor(kind: 'cancel' | 'pause') {
    super(kind === 'cancel' ? 'The run was cancelled.' : 'The run was paused.');
    this.name = 'Interruption';
    this.kind = kind;
  }
}

/** The run cannot succeed, for a reason that its owner can understand and fix. Such a run is never retried. */
export class TrainingFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TrainingFailure';
  }
}
