/**
 * The supervisor's handle of one trainer process. The process computes, synchronously and for as long as it takes; this
 * side stays responsive. A crash of the process ends one attempt, nothing else.
 */
import type { ArtifactStore } from '../artifacts/artifact-store.ts';
import type { Patience } from '../artifacts/patient.ts';
import type { Report } from '../learning/context.ts';
import type { Logger } from '../log.ts';
import { type ArtifactServer, serveArtifacts } from '../sandbox/artifact-server.ts';
import type { Limits } from '../sandbox/limits.ts';
import type { Exit, Program, Sandbox, SandboxedProcess } from '../sandbox/sandbox.ts';
import type { CheckpointReference } from '../tasks/queue.ts';
import { artifactsOf, grantOf } from './grant.ts';
import { privateMemory } from './memory-limit.ts';
import type { FromTrainer, InterruptionKind, Job, MemorySign, Outcome, ToTrainer } from './protocol.ts';
import { parseMessage } from './trainer-messages.ts';

/** How to start a trainer process: app.ts knows, the worker does not. */
export interface TrainerOptions {
  sandbox: Sandbox;
  program: Program;
  /** A process that gives no sign of life for this long while it has a task is ended. */
  stallSeconds: number;
  artifacts: { store: ArtifactStore; patience: Patience; log: Logger };
}

/** Memory is limited by each task (memory-bound.ts), once the engine has what it needs; an epoch may take any time. */
const limits: Limits = { memoryBytes: null, cpuSeconds: null, maxFileBytes: 2 ** 36, maxOpenFiles: 1024 };

export interface TrainerHandlers {
  onReport(report: Report): void;
  /** Resolves when the checkpoint is durable. */
  onCheckpoint(checkpoint: CheckpointReference): Promise<void>;
}

/** The engine cannot start on this machine with these settings. */
class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

type StartedEngine = Omit<Extract<FromTrainer, { type: 'ready' }>, 'type'>;

export interface Trainer {
  readonly pid: number;
  readonly backend: string;
  readonly device: string;
  /** The engine computes on a real GPU. */
  readonly gpu: boolean;
  /** It can limit its own memory. */
  readonly limitsMemory: boolean;
  readonly alive: boolean;
  /** Whose tasks it has run; null: none yet. What it has read of one organisation must not meet another's. */
  readonly organizationId: string | null;
  /** Private memory that the process had reserved before its first task: libraries, and a stack for each of their threads. */
  readonly idleBytes: number;
  /** Runs one task. Always resolves: a death of the process is an outcome. */
  run(job: Job, handlers: TrainerHandlers): Promise<Outcome>;
  interrupt(interruption: InterruptionKind): void;
  /** Stops the process where it is (true), or has it go on (false). Does nothing on Windows, which cannot. */
  hold(held: boolean): void;
  /** Ends the process at once. */
  kill(): void;
  /** Resolves when the process is gone. */
  readonly exited: Promise<void>;
}

/** Starts a process and waits until its engine runs. @throws EngineUnavailable */
export async function startTrainer({ sandbox, program, stallSeconds, artifacts }: TrainerOptions): Promise<Trainer> {
  const child = await sandbox.start(program, limits);
  const exited = child.exited.then(deathOf);
  const engine = await firstMessage(child, exited);
  const idleBytes = (await privateMemory(child.pid)) ?? 0;
  const server = serveArtifacts(child, artifacts);
  return trainerOf({ child, exited, server, stallSeconds, log: artifacts.log, ...engine, idleBytes });
}

interface Death {
  why: string;
  memory: MemorySign | null;
}

/** V8 aborts, or stops at a trap, when it gets no memory; a library that does not look at what it got meets a bad address. */
const suspiciousSignals: NodeJS.Signals[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];

function deathOf({ code, signal }: Exit): Death {
  return {
    why: signal ? `it was ended by ${signal}` : `it exited with code ${code}`,
    memory: signal && suspiciousSignals.includes(signal) ? 'suspected' : null,
  };
}

async function firstMessage(child: SandboxedProcess, exited: Promise<Death>): Promise<StartedEngine> {
  const message = await Promise.race([
    new Promise<FromTrainer>((resolve) => {
      const stop = child.onMessage((value) => {
        const parsed = parseMessage(value);
        stop();
        resolve('message' in parsed ? parsed.message : { type: 'unable', reason: parsed.problem });
      });
    }),
    exited.then(({ why }): FromTrainer => ({ type: 'unable', reason: `The trainer process did not start: ${why}.` })),
  ]);
  if (message.type === 'ready') {
    const { type: _, ...engine } = message;
    return engine;
  }
  child.kill();
  throw new EngineUnavailable(message.type === 'unable' ? message.reason : `The trainer began with "${message.type}".`);
}

function trainerOf({
  child,
  exited,
  server,
  stallSeconds,
  log,
  ...facts
}: {
  child: SandboxedProcess;
  exited: Promise<Death>;
  server: ArtifactServer;
  stallSeconds: number;
  log: Logger;
  idleBytes: number;
} & StartedEngine): Trainer {
  const send = (message: ToTrainer) => child.send(message);
  /** Runs out when the process has given no sign of life for too long; one that is held cannot give any. */
  let watch: NodeJS.Timeout | undefined;
  let held = false;
  let organizationId: string | null = null;

  function distrust(problem: string): void {
    log.error({ trainer: child.pid, problem }, 'a trainer said something that ours never say; it is ended');
    child.kill();
  }

  /** A result may name what its trainer has stored, and no other artifact. */
  async function checked(outcome: Outcome): Promise<Outcome | null> {
    if (outcome.kind !== 'finished') return outcome;
    await server.idle();
    const foreign = artifactsOf(outcome.result).filter((key) => !server.hasStored(key));
    if (foreign.length === 0) return outcome;
    distrust(`It names ${foreign.join(', ')}, which it has not stored.`);
    return null;
  }

  return {
    pid: child.pid,
    ...facts,
    get alive() {
      return child.alive;
    },
    get organizationId() {
      return organizationId;
    },
    exited: exited.then(() => undefined),
    interrupt: (interruption) => send({ type: 'interrupt', interruption }),
    hold(wanted) {
      if (process.platform === 'win32') return;
      held = wanted;
      watch?.refresh();
      child.kill(held ? 'SIGSTOP' : 'SIGCONT');
    },
    kill: () => child.kill(),
    async run(job, handlers) {
      organizationId = job.organizationId;
      server.grant(grantOf(job));
      let resolve: (outcome: Outcome) => void = () => undefined;
      const done = new Promise<Outcome>((settle) => {
        resolve = settle;
      });
      let stalled = false;
      // A loop without an end answers nobody, and its task would be held for ever.
      watch = setTimeout(() => {
        if (held) return void watch?.refresh();
        stalled = true;
        child.kill();
      }, stallSeconds * 1000);

      async function handle(message: FromTrainer): Promise<void> {
        if (message.type === 'report') handlers.onReport(message.report);
        if (message.type === 'done') {
          const outcome = await checked(message.outcome);
          if (outcome) resolve(outcome);
        }
        if (message.type !== 'checkpoint') return;
        const { key } = message.checkpoint;
        if (!server.hasStored(key)) return distrust(`It names ${key}, which it has not stored.`);
        await handlers.onCheckpoint(message.checkpoint);
        send({ type: 'checkpointSaved', key });
      }

      const stop = child.onMessage((value) => {
        watch?.refresh();
        if (isArtifactRequest(value)) return;
        const parsed = parseMessage(value);
        if ('message' in parsed) {
          // The attempt is over (its lease is lost): whoever found that out ends this process.
          handle(parsed.message).catch(() => child.kill());
        } else if (isDone(value)) {
          resolve({ kind: 'failed', reason: `The result cannot be stored: ${parsed.problem}.` });
        } else distrust(parsed.problem);
      });
      child.beginWork('ordinary');
      send({ type: 'run', job });
      try {
        return await Promise.race([
          done,
          exited.then(({ why, memory }): Outcome => {
            const reason = stalled ? `was stuck: no sign of life for ${stallSeconds} s` : `died: ${why}`;
            return { kind: 'crashed', reason: `The trainer process ${reason}.`, memory };
          }),
        ]);
      } finally {
        clearTimeout(watch);
        child.endWork();
        stop();
        server.grant(null);
      }
    },
  };
}

/** Those are for the artifact server. */
function isArtifactRequest(value: unknown): boolean {
  return (value as { type?: unknown } | null)?.type === 'artifact';
}

/** Its result is wrong: a number that is not finite, for one. The next attempt would come to the same. */
function isDone(value: unknown): boolean {
  return (value as { type?: unknown } | null)?.type === 'done';
}
