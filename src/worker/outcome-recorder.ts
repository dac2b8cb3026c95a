/** Records the outcome of an attempt. Each outcome is one transaction of the queue. */

import { ArtifactGone, lockArtifact } from '../artifacts/artifact-lock.ts';
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Logger } from '../log.ts';
import type { ModelService } from '../models/model-service.ts';
import type { Claim, TaskQueue } from '../tasks/queue/queue.ts';
import type { CheckpointReference } from '../tasks/task-row.ts';
import type { Outcome, TaskResult } from './trainer/protocol.ts';

export type OutcomeRecorder = ReturnType<typeof createOutcomeRecorder>;

export function createOutcomeRecorder({
  queue,
  models,
  store,
  log,
}: {
  queue: TaskQueue;
  models: ModelService;
  store: ArtifactStore;
  log: Logger;
}) {
  /** Deletes superseded checkpoints. Failures are logged: a leftover file must not fail the task. */
  async function deleteCheckpoints(checkpoints: CheckpointReference[]): Promise<void> {
    for (const { key } of checkpoints) {
      await store
        .delete(key)
        .catch((error) => log.warn({ err: error, key }, 'could not delete a superseded checkpoint'));
    }
  }

  function finish(claim: Claim, result: TaskResult): Promise<void> {
    return queue.finish(claim, async (tx, task) => {
      if (result.kind === 'PREDICT') await lockArtifact(tx, store, result.artifactKey);
      if (result.kind !== 'TRAIN' && result.kind !== 'TUNE') return result;
      const { model, ...summary } = result;
      const reference = await models.addVersion(tx, task, model);
      return { ...summary, ...reference };
    });
  }

  return {
    /** @throws LeaseLost */
    async saveCheckpoint(claim: Claim, checkpoint: CheckpointReference): Promise<void> {
      await deleteCheckpoints(await queue.saveCheckpoint(claim, checkpoint));
    },

    /** @throws LeaseLost */
    async record(claim: Claim, outcome: Outcome): Promise<void> {
      switch (outcome.kind) {
        case 'finished':
          try {
            return await finish(claim, outcome.result);
          } catch (error) {
            // Rare: equal bytes were purged at this moment. The next attempt resumes from the checkpoint and stores them again.
            if (error instanceof ArtifactGone) return queue.recordCrash(claim, error.message);
            throw error;
          }
        case 'failed':
          return queue.fail(claim, outcome.reason);
        case 'interrupted':
          return queue.recordStop(claim, outcome.interruption);
        case 'crashed':
          return queue.recordCrash(claim, outcome.reason);
      }
    },
  };
}
