/**
 * The seam between learning and the world. Training code calls `report`, `checkpoint` and `signal` and knows nothing
 * else: no database, no HTTP, no task. A worker passes a context that writes events; a test passes a plain object.
 *
 * Glossary
 *   step       one optimizer update, counted from 1 over the whole run
 *   report     something that a watcher wants to know now; may be coalesced, never waits
 *   checkpoint all that is needed to go on as if nothing had happened; durable when the promise resolves
 *   signal     aborted when the run shall stop; its `reason` is an Interruption
 *   showcase   where people are shown what is being learned, as it stands; looking changes nothing
 */
import type { Generate } from './model.ts';
import type { Projection } from './projection.ts';

export interface MetricValue {
  name: string;
  value: number;
}

export type Report =
  | {
      type: 'progress';
      /** 1-based. */
      epoch: number;
      epochs: number;
      /** Batches done in this epoch, 0 at its start. */
      batch: number;
      batches: number;
      samplesPerSecond: number;
      etaSeconds: number;
    }
  /** Metrics at the end of an epoch (or trial): names are Keras's: loss, accuracy, val_loss, val_accuracy, ... */
  | { type: 'metrics'; step: number; epoch: number; metrics: MetricValue[] }
  | { type: 'log'; level: 'info' | 'warn' | 'error'; message: string }
  /** What a generative model makes of the same latent codes each time. */
  | { type: 'samples'; step: number; epoch: number; grid: SampleGrid | null; texts: string[] }
  | ({ type: 'projection'; step: number; epoch: number } & Projection);

/** Images side by side in one PNG, which is stored under its hash. */
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

/** The end of an epoch, or of an iteration. */
export interface Moment {
  /** 1-based. */
  epoch: number;
  epochs: number;
  step: number;
}

/** It chooses the moments that it shows, and tells in the log what goes wrong: it neither fails nor changes the run. */
export interface Showcase {
  wantsSamples(at: Moment): boolean;
  showSamples(at: Moment, generate: Generate): Promise<void>;
  /** @param last of the iterations. @param view called when this one is shown */
  showProjection(iteration: number, last: boolean, view: () => Projection): void;
}

export interface TrainingContext {
  report(report: Report): void;
  checkpoint(checkpoint: Checkpoint): Promise<void>;
  /** Seconds between two checkpoints in the middle of an epoch. Default: 10. */
  readonly checkpointSeconds?: number;
  readonly signal: AbortSignal;
  /** The newest checkpoint of an earlier attempt, when there is one. */
  readonly resumeFrom?: Checkpoint;
  /** Absent: nobody looks. */
  readonly showcase?: Showcase;
}

/** Why a run stops early. Thrown out of train() once it has stopped; `pause` comes after a checkpoint. */
export class Interruption extends Error {
  readonly kind: 'cancel' | 'pause';

  constructor(kind: 'cancel' | 'pause') {
    super(kind === 'cancel' ? 'The run was cancelled.' : 'The run was paused.');
    this.name = 'Interruption';
    this.kind = kind;
  }
}

/** The run cannot succeed, for a reason that its owner can understand and mend: never retried. */
export class TrainingFailure extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TrainingFailure';
  }
}
