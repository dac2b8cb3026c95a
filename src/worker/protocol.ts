/**
 * What a supervisor and its trainer process say to each other, over Node's IPC channel.
 *
 *   supervisor                      trainer
 *       |<──────── ready ────────────|     once, when the engine runs
 *       |───────── run ─────────────>|     one task at a time
 *       |<──────── report ───────────|     any number
 *       |<──────── alive ────────────|     every second of a task: it is not stuck
 *       |<──────── artifact ────────>|     reads and writes artifacts, see sandbox/artifact-protocol.ts
 *       |<──────── checkpoint ───────|     stored; goes on when the supervisor has made it durable:
 *       |───────── checkpointSaved ─>|
 *       |───────── interrupt ───────>|     cancel or pause, at the next batch
 *       |<──────── done ─────────────|     the trainer is free again
 */
import type { Report } from '../learning/context.ts';
import type { EvaluationReport, TrainedModel } from '../models/model.ts';
import type { CheckpointReference } from '../tasks/queue.ts';
import type { Trial } from '../tasks/task.ts';
import type { TaskSpec } from '../tasks/task-spec.ts';

export type InterruptionKind = 'cancel' | 'pause';

/** What came of a task. */
export type TaskResult =
  | { kind: 'TRAIN'; model: TrainedModel }
  | { kind: 'TUNE'; model: TrainedModel; trials: Trial[]; best: number }
  | { kind: 'EVALUATE'; report: EvaluationReport }
  | { kind: 'PREDICT'; artifactKey: string; sha256: string; bytes: number; samples: number };

export type Outcome =
  | { kind: 'finished'; result: TaskResult }
  /** It cannot succeed, however often it is tried. */
  | { kind: 'failed'; reason: string }
  | { kind: 'interrupted'; interruption: InterruptionKind }
  /** Something broke that another attempt may not meet. */
  | { kind: 'crashed'; reason: string; memory: MemorySign | null };

/**
 * What speaks for a crash having come of too little memory: the process said that an allocation was refused, or it died the way
 * that V8 and libraries die of a refusal that they cannot pass on, which is also how they die of a defect.
 */
export type MemorySign = 'refused' | 'suspected';

export interface Job {
  taskId: string;
  attempt: number;
  organizationId: string;
  spec: TaskSpec;
  checkpoints: CheckpointReference[];
  /** What the process may take, all in all; null where the system has no such limit. */
  memory: MemoryLimit | null;
}

/** Private memory of a process in bytes: `soft` is for this task, `hard` for its whole life. */
export interface MemoryLimit {
  soft: number;
  hard: number;
}

export type ToTrainer =
  | { type: 'run'; job: Job }
  | { type: 'interrupt'; interruption: InterruptionKind }
  | { type: 'checkpointSaved'; key: string };

export type FromTrainer =
  /** `limitsMemory`: the system has limits of memory, and the process can set its own. */
  | { type: 'ready'; backend: string; device: string; gpu: boolean; limitsMemory: boolean }
  /** The engine cannot start: a setting is wrong, so trying again is pointless. */
  | { type: 'unable'; reason: string }
  | { type: 'report'; report: Report }
  | { type: 'alive' }
  | { type: 'checkpoint'; checkpoint: CheckpointReference }
  | { type: 'done'; outcome: Outcome };
