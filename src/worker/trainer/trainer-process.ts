/** The trainer process: starts the engine, then runs tasks for its supervisor, one at a time (see protocol.ts). */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArtifactAccess } from '../../artifacts/artifact-store.ts';
import { getBytes, putBytes } from '../../artifacts/content.ts';
import { type Checkpoint, Interruption } from '../../learning/context.ts';
import { type Engine, type EngineName, startBackend } from '../../learning/engine/backend.ts';
import type { Logger } from '../../log.ts';
import { leaveEndToParent } from '../../process.ts';
import type { CheckpointReference } from '../../tasks/task-row.ts';
import { checkpointsPrefix } from '../grant.ts';
import { limitMemory } from '../memory-limit.ts';
import { throttleProgress } from '../throttle-progress.ts';
import { collectGarbage } from './collect-garbage.ts';
import { runJob } from './job.ts';
import type { Job, TrainerCommandMessage, TrainerEventMessage } from './protocol.ts';

const heartbeatMs = 1000;

/** Serves the supervisor that forked this process until the supervisor exits. */
export async function runTrainerProcess(options: {
  backend: EngineName | 'auto';
  checkpointSeconds: number;
  store: ArtifactAccess;
  aiasVersion: string;
  log: Logger;
}): Promise<void> {
  const { log } = options;
  // Without its supervisor the process could not record any result.
  leaveEndToParent();

  let engine: Engine;
  try {
    engine = await startBackend(options.backend, {
      onFallback: (kernel) =>
        log.warn({ kernel }, 'kernel has no native implementation; using the slower JavaScript one'),
    });
  } catch (error) {
    send({ type: 'unable', reason: error instanceof Error ? error.message : String(error) });
    return;
  }
  let current: { abort: AbortController; saved: Map<string, () => void> } | null = null;

  process.on('message', (value) => {
    const message = value as TrainerCommandMessage; // trainer.ts sends nothing else
    if (message.type === 'run') void runOne(message.job);
    else if (message.type === 'interrupt') current?.abort.abort(new Interruption(message.interruption));
    else if (message.type === 'checkpointSaved') current?.saved.get(message.key)?.();
  });
  // Lifting a limit that is not set shows whether limits are supported.
  const limitsMemory = await limitMemory(process.pid, null).catch(() => false);
  send({ type: 'ready', backend: engine.name, device: engine.device, hasGpu: engine.gpu, limitsMemory });

  async function runOne(job: Job): Promise<void> {
    const abort = new AbortController();
    const saved = new Map<string, () => void>();
    current = { abort, saved };
    // The limit is set before any input is read, because malicious input may take over the process.
    if (job.memory) await limitMemory(process.pid, job.memory);
    const heartbeatTimer = setInterval(() => send({ type: 'alive' }), heartbeatMs);
    const outcome = await runJob(job.spec, {
      ...options,
      taskId: job.taskId,
      engine,
      report: throttleProgress((report) => send({ type: 'report', report })),
      signal: abort.signal,
      resumeFrom: await loadNewestCheckpoint(options.store, job.checkpoints, log),
      async checkpoint({ step, bytes }) {
        // Each task has its own folder, so that cleaning up one task does not delete a checkpoint that equals another task's.
        const { key } = await putBytes(options.store, checkpointsPrefix(job.taskId), bytes);
        const durable = new Promise<void>((resolve) => saved.set(key, resolve));
        send({ type: 'checkpoint', checkpoint: { key, step } });
        await durable;
        saved.delete(key);
      },
    });
    current = null;
    clearInterval(heartbeatTimer);
    await nextTurn(); // lets the last reports be sent first
    send({ type: 'done', outcome });
    await nextTurn(); // lets this message be sent before the collection blocks
    if (!current) collectGarbage();
  }
}

/** Returns the newest checkpoint that can be read. If the store has lost the latest, the previous one may still exist. */
async function loadNewestCheckpoint(
  store: ArtifactAccess,
  references: CheckpointReference[],
  log: Logger,
): Promise<Checkpoint | undefined> {
  for (const { key, step } of references) {
    try {
      return { step, bytes: await getBytes(store, key) };
    } catch (error) {
      log.warn({ err: error, key }, 'could not read a checkpoint; trying the previous one');
    }
  }
  return undefined;
}

function send(message: TrainerEventMessage): void {
  // Errors are ignored: if the supervisor has exited, `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
