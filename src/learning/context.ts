/**
 * The seam between learning and the world. Training code calls `report`, `checkpoint` and `signal` and knows nothing
 * else: no database, no HTTP, no task. A worker passes a context that writes events; a test passes a plain object.
 *
 * Glossary
 *   step       one optimizer update, counted from 1 over the whole run
 *   report     something that a watcher wants to know now; may be coalesced, never waits
 *   checkpoint all that is needed to go on as if nothing had happened; durable when the promise resolves
 *   signal     aborted when the run shall stop; its `reason` is an Interruption
 */

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
  | { type: 'log'; level: 'info' | 'warn' | 'error'; message: string };

export interface Checkpoint {
  step: number;
  bytes: Uint8Array;
}

export interface TrainingContext {
  report(report: Report): void;
  checkpoint(checkpoint: Checkpoint): Promise<void>;
  /** Seconds between two checkpoints in the middle of an epoch. Default: 10. */
  readonly checkpointSeconds?: number;
  readonly signal: AbortSignal;
  /** The newest checkpoint of an earlier attempt, when there is one. */
  readonly resumeFrom?: Checkpoint;
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
