/** Batched loads of tasks and of what belongs to them. */
import { batched } from '../../graphql/loader.ts';
import type { TrainingEnd } from '../../learning/context.ts';
import type { StoredTaskResult } from '../task-result.ts';
import type { Task } from '../task-row.ts';

/** Loads a task. @throws NotFound, Unauthenticated */
export const loadTask = batched<string, Task>((ids, { viewer, services }) => services.tasks.byIds(viewer, ids));

/** Loads the ID of the model version that a task uses; null if it uses none. The caller has authorized access to the task. */
export const loadUsedVersionId = batched<string, string | null>((ids, { services }) =>
  services.tasks.usedVersionsOf(ids),
);

/** Loads the result of a task that succeeded. The caller has authorized access to the task. */
export const loadResult = batched<string, StoredTaskResult>((ids, { viewer, services }) =>
  services.tasks.resultsOf(ids, viewer?.userId ?? ''),
);

/** Loads how the training of a task ended by itself; null if it has not. The caller has authorized access to the task. */
export const loadTrainingEnd = batched<string, TrainingEnd | null>((ids, { services }) =>
  services.tasks.trainingEndsOf(ids),
);

/** Loads why a task cannot be scheduled; null if it can, or if it is not queued. */
export const loadUnschedulableReason = batched<Task, string | null>(
  (tasks, { services }) => services.workers.unschedulableReasons(tasks),
  ({ id }) => id,
);

/** Loads the tasks that a worker is running, of all organizations. */
export const loadTasksOfWorker = batched<string, Task[]>((workerIds, { services }) =>
  services.workers.tasksOf(workerIds),
);
