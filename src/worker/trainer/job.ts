/** Runs one task of any kind and returns its outcome. Independent of processes and the database. */

import { randomUUID } from 'node:crypto';
import { InvalidData, InvalidInput } from '../../errors.ts';
import { Interruption, TrainingFailure } from '../../learning/context.ts';
import { InvalidSample } from '../../shared/invalid-sample.ts';
import type { TaskSpec } from '../../tasks/task-spec.ts';
import type { JobContext } from './job-context.ts';
import type { Outcome, TaskResult } from './protocol.ts';
import { runEvaluation, runPrediction } from './run-inference.ts';
import { runTraining, runTuning } from './run-training.ts';

/**
 * Matches the messages with which V8, Node's threads, Emscripten and our own kernels report a failed allocation. A replica's
 * thread includes them in its own error.
 */
const allocationFailure =
  /Array buffer allocation failed|Unable to grow instance memory|could not allocate memory|reaching memory limit|Cannot enlarge memory|engine is out of memory/;

/** Errors whose messages tell users why the task cannot succeed. */
const expectedFailures = [TrainingFailure, InvalidInput, InvalidData, InvalidSample];

/** Runs a task. Never rejects: an unexpected error is an outcome, `crashed`, which another attempt may avoid. */
export async function runJob(spec: TaskSpec, context: JobContext): Promise<Outcome> {
  try {
    return { kind: 'finished', result: await run(spec, context) };
  } catch (error) {
    if (error instanceof Interruption) return { kind: 'interrupted', interruption: error.kind };
    if (error instanceof Error && expectedFailures.some((type) => error instanceof type)) {
      return { kind: 'failed', reason: error.message };
    }
    if (allocationFailure.test(String(error))) {
      return { kind: 'crashed', reason: `The trainer ran out of memory: ${String(error)}`, memory: 'refused' };
    }
    // A defect: its message and stack are meant for the operators only.
    const errorId = randomUUID();
    context.log.error({ err: error, errorId, taskId: context.taskId }, 'a task failed with an unexpected error');
    return {
      kind: 'crashed',
      reason: `The trainer failed with an unexpected error. See the log of the worker for error ID ${errorId}.`,
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
