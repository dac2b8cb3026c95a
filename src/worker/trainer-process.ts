/** The trainer process: starts the engine, then runs one task after the other for its supervisor (see protocol.ts). */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ArtifactAccess } from '../artifacts/artifact-store.ts';
import { putBytes, readBytes } from '../artifacts/content.ts';
import { type Checkpoint, Interruption } from '../learning/context.ts';
import { type Engine, type EngineName, startBackend } from '../learning/engine/backend.ts';
import type { Logger } from '../log.ts';
import { leaveEndToParent } from '../process.ts';
import type { CheckpointReference } from '../tasks/queue.ts';
import { collectGarbage } from './garbage.ts';
import { checkpointsPrefix } from './grant.ts';
import { runJob } from './job.ts';
import { limitMemory } from './memory-limit.ts';
import type { FromTrainer, Job, ToTrainer } from './protocol.ts';
import { thinned } from './thinned.ts';

const aliveMilliseconds = 1000;

/** Serves the supervisor that forked this process until it goes away. */
export async function serveTrainer(options: {
  backend: EngineName | 'auto';
  checkpointSeconds: number;
  store: ArtifactAccess;
  version: string;
  log: Logger;
}): Promise<void> {
  const { log } = options;
  // Without its supervisor the process has no purpose: whatever it computes could not be written.
  leaveEndToParent();

  let engine: Engine;
  try {
    engine = await startBackend(options.backend, {
      onFallback: (kernel) => log.warn({ kernel }, 'kernel runs in plain JavaScript, slowly'),
    });
  } catch (error) {
    send({ type: 'unable', reason: error instanceof Error ? error.message : String(error) });
    return;
  }
  let current: { abort: AbortController; saved: Map<string, () => void> } | null = null;

  process.on('message', (value) => {
    const message = value as ToTrainer; // trainer.ts sends nothing else
    if (message.type === 'run') void runOne(message.job);
    else if (message.type === 'interrupt') current?.abort.abort(new Interruption(message.interruption));
    else if (message.type === 'checkpointSaved') current?.saved.get(message.key)?.();
  });
  // Lifting a limit that is not there shows whether there could be one.
  const limitsMemory = await limitMemory(process.pid, null).catch(() => false);
  send({ type: 'ready', backend: engine.name, device: engine.device, gpu: engine.gpu, limitsMemory });

  async function runOne(job: Job): Promise<void> {
    const abort = new AbortController();
    const saved = new Map<string, () => void>();
    current = { abort, saved };
    // Before a byte of the task is read: from here on the process may be what its input makes of it.
    if (job.memory) await limitMemory(process.pid, job.memory);
    const living = setInterval(() => send({ type: 'alive' }), aliveMilliseconds);
    const outcome = await runJob(job.spec, {
      ...options,
      taskId: job.taskId,
      engine,
      report: thinned((report) => send({ type: 'report', report })),
      signal: abort.signal,
      resumeFrom: await newestCheckpoint(options.store, job.checkpoints, log),
      async checkpoint({ step, bytes }) {
        // Under the task's own folder: what two tasks have in common must not vanish when one of them cleans up.
        const { key } = await putBytes(options.store, checkpointsPrefix(job.taskId), bytes);
        const durable = new Promise<void>((resolve) => saved.set(key, resolve));
        send({ type: 'checkpoint', checkpoint: { key, step } });
        await durable;
        saved.delete(key);
      },
    });
    current = null;
    clearInterval(living);
    await nextTurn(); // the last reports go out first
    send({ type: 'done', outcome });
    await nextTurn(); // and so does this
    if (!current) collectGarbage();
  }
}

/** The newest one that can be read: a store that lost the last may still have the one before. */
async function newestCheckpoint(
  store: ArtifactAccess,
  references: CheckpointReference[],
  log: Logger,
): Promise<Checkpoint | undefined> {
  for (const { key, step } of references) {
    try {
      return { step, bytes: await readBytes(store, key) };
    } catch (error) {
      log.warn({ err: error, key }, 'a checkpoint cannot be read; trying the one before');
    }
  }
  return undefined;
}

function send(message: FromTrainer): void {
  // A supervisor that is gone hears nothing; `disconnect` ends this process.
  process.send?.(message, undefined, undefined, () => undefined);
}
