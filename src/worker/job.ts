/** Runs one task, whatever its kind, and says how it ended. Knows no process and no database. */
import { randomUUID } from 'node:crypto';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { InvalidData, InvalidInput } from '../errors.ts';
import { Interruption, type TrainingContext, TrainingFailure } from '../learning/context.ts';
import type { Engine } from '../learning/engine/backend.ts';
import type { Logger } from '../log.ts';
import type { TaskSpec } from '../tasks/task-spec.ts';
import type { Outcome, TaskResult } from './protocol.ts';
import { runEvaluation, runPrediction } from './run-inference.ts';
import { runTraining, runTuning } from './run-training.ts';

export interface JobContext extends TrainingContext {
  taskId: string;
  store: ArtifactAccess;
  engine: Engine;
  /** Of Aias. */
  version: string;
  log: Pick<Logger, 'error'>;
}

/** How V8, Node's threads, Emscripten and our own kernels say that there is no memory left; a replica's thread quotes them. */
const allocationFailure =
  /Array buffer allocation failed|Unable to grow instance memory|could not allocate memory|reaching memory limit|Cannot enlarge memory|memory has no room/;

/** Always resolves; what broke unexpectedly is an outcome that another attempt may mend. */
export async function runJob(spec: TaskSpec, context: JobContext): Promise<Outcome> {
  try {
    return { kind: 'finished', result: await run(spec, context) };
  } catch (error) {
    if (error instanceof Interruption) return { kind: 'interrupted', interruption: error.kind };
    if (error instanceof TrainingFailure || error instanceof InvalidInput || error instanceof InvalidData) {
      return { kind: 'failed', reason: error.message };
    }
    if (allocationFailure.test(String(error))) {
      return { kind: 'crashed', reason: `The trainer was refused memory: ${String(error)}`, memory: 'refused' };
    }
    // A defect: what it says, and where, is for those who run the platform.
    const errorId = randomUUID();
    context.log.error({ err: error, errorId, taskId: context.taskId }, 'a task met an unexpected error');
    return {
      kind: 'crashed',
      reason: `The trainer met an unexpected error. The log of its worker tells more, under the id ${errorId}.`,
      memory: null,
    };
  }
}

function run(spec: TaskSpec, context: JobContext): Promise<TaskResult> {
  switch (spec.kind) {
    case 'TRAIN':
      return runTraining(context, spec.recipe);
    case 'TUNE':
      return runTuning(context, spec.recipe, spec.trials, spec.seed);
    case 'EVALUATE':
      return runEvaluation(context, spec.model, spec.dataset);
    case 'PREDICT':
      return runPrediction(context, spec.model, spec.dataset);
  }
}
