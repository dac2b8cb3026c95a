/**
 * The messages between a supervisor and its trainer process, over Node's IPC channel.
 *
 *   supervisor                      trainer
 *       |<──────── ready ────────────|     once, when the engine has started
 *       |───────── run ─────────────>|     one task at a time
 *       |<──────── report ───────────|     any number
 *       |<──────── alive ────────────|     heartbeat, every second during a task
 *       |<──────── artifact ────────>|     reads and writes artifacts, see sandbox/artifact-protocol.ts
 *       |<──────── checkpoint ───────|     stored; the trainer continues once it is durable:
 *       |───────── checkpointSaved ─>|
 *       |───────── interrupt ───────>|     cancel or pause, at the next batch
 *       |<──────── done ─────────────|     the trainer is free again
 */
import type { Report, TrainingEnd } from '../../learning/context.ts';
import type { EvaluationReport, TrainedModel } from '../../models/model.ts';
import type { Trial } from '../../tasks/task.ts';
import type { CheckpointReference } from '../../tasks/task-row.ts';
import type { TaskSpec } from '../../tasks/task-spec.ts';

export type InterruptionKind = 'cancel' | 'pause';

/** The result of a finished task. */
export type TaskResult =
  | { kind: 'TRAIN'; model: TrainedModel; end: TrainingEnd }
  | { kind: 'TUNE'; model: TrainedModel; trials: Trial[]; best: number }
  | { kind: 'EVALUATE'; report: EvaluationReport }
  | { kind: 'PREDICT'; artifactKey: string; sha256: string; bytes: number; samples: number };

export type Outcome =
  | { kind: 'finished'; result: TaskResult }
  /** Permanent failure; not retried. */
  | { kind: 'failed'; reason: string }
  | { kind: 'interrupted'; interruption: InterruptionKind }
  /** Transient failure; another attempt may succeed. */
  | { kind: 'crashed'; reason: string; memory: OutOfMemoryEvidence | null };

/**
 * Evidence that a crash was out of memory. `refused`: the process reported a failed allocation. `suspected`: it died by a signal
 * that V8 and native libraries raise when an allocation fails, and also for other defects.
 */
export type OutOfMemoryEvidence = 'refused' | 'suspected';

export interface Job {
  taskId: string;
  attempt: number;
  organizationId: string;
  spec: TaskSpec;
  checkpoints: CheckpointReference[];
  /** Memory limit of the whole process; null where the system has no such limit. */
  memory: MemoryLimit | null;
}

/** Limits on the private memory of a process, in bytes: `soft` applies to this task, `hard` to the lifetime of the process. */
export interface MemoryLimit {
  soft: number;
  hard: number;
}

export type TrainerCommandMessage =
  | { type: 'run'; job: Job }
  | { type: 'interrupt'; interruption: InterruptionKind }
  | { type: 'checkpointSaved'; key: string };

export type TrainerEventMessage =
  /** `limitsMemory`: the process can set its own memory limit. */
  | { type: 'ready'; backend: string; device: string; hasGpu: boolean; limitsMemory: boolean }
  /** The engine cannot start. A setting is wrong, so retrying would not help. */
  | { type: 'unable'; reason: string }
  | { type: 'report'; report: Report }
  | { type: 'alive' }
  | { type: 'checkpoint'; checkpoint: CheckpointReference }
  | { type: 'done'; outcome: Outcome };
