/** Writes how an attempt ended: each outcome of the trainer as one transaction of the queue. */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import { ArtifactGone, holdArtifact } from '../artifacts/reference.ts';
import type { Logger } from '../log.ts';
import type { ModelService } from '../models/model-service.ts';
import type { CheckpointReference, Claim, TaskQueue } from '../tasks/queue.ts';
import type { Outcome, TaskResult } from './protocol.ts';

export type Settler = ReturnType<typeof createSettler>;

export function createSettler({
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
  /** A checkpoint that nobody needs any more is only waste: failing to delete it must not fail the task. */
  async function discard(checkpoints: CheckpointReference[]): Promise<void> {
    for (const { key } of checkpoints) {
      await store.delete(key).catch((error) => log.warn({ err: error, key }, 'could not delete a checkpoint'));
    }
  }

  function finish(claim: Claim, result: TaskResult): Promise<void> {
    return queue.finish(claim, async (tx, task) => {
      if (result.kind === 'PREDICT') await holdArtifact(tx, store, result.artifactKey);
      if (result.kind !== 'TRAIN' && result.kind !== 'TUNE') return result;
      const { model, ...summary } = result;
      const reference = await models.addVersion(tx, task, model);
      return { ...summary, ...reference };
    });
  }

  return {
    /** @throws LeaseLost */
    async saveCheckpoint(claim: Claim, checkpoint: CheckpointReference): Promise<void> {
      await discard(await queue.saveCheckpoint(claim, checkpoint));
    },

    /** @throws LeaseLost */
    async settle(claim: Claim, outcome: Outcome): Promise<void> {
      switch (outcome.kind) {
        case 'finished':
          try {
            return await finish(claim, outcome.result);
          } catch (error) {
            // Seldom: equal bytes were purged at this very moment. The next attempt goes on from the checkpoint, and stores them.
            if (error instanceof ArtifactGone) return queue.crashed(claim, error.message);
            throw error;
          }
        case 'failed':
          return queue.fail(claim, outcome.reason);
        case 'interrupted':
          return queue.stop(claim, outcome.interruption);
        case 'crashed':
          return queue.crashed(claim, outcome.reason);
      }
    },
  };
}
