/**
 * The supervisor's handle of one trainer process. The process may block while it computes; this side stays responsive. A crash of
 * the process ends one attempt and nothing else.
 */
import type { ArtifactStore } from '../../artifacts/artifact-store.ts';
import type { Report } from '../../learning/context.ts';
import type { Logger } from '../../log.ts';
import type { RetryOptions } from '../../retry.ts';
import { type ArtifactServer, serveArtifacts } from '../../sandbox/artifact-server.ts';
import type { Limits } from '../../sandbox/limits.ts';
import type { Exit, Program, Sandbox, SandboxedProcess } from '../../sandbox/sandbox.ts';
import { limitWork } from '../../sandbox/work-limit.ts';
import type { CheckpointReference } from '../../tasks/task-row.ts';
import { artifactsOf, grantOf } from '../grant.ts';
import { readDataSegmentBytes } from '../memory-limit.ts';
import type {
  InterruptionKind,
  Job,
  Outcome,
  OutOfMemoryEvidence,
  TrainerCommandMessage,
  TrainerEventMessage,
} from './protocol.ts';
import { parseMessage } from './trainer-messages.ts';

/** How to start a trainer process. Set by app/worker.ts. */
export interface TrainerOptions {
  sandbox: Sandbox;
  program: Program;
  /** A process that sends no heartbeat for this long while it runs a task is killed. */
  stallSeconds: number;
  /** Time limit in seconds for the start of a process and its engine; see work-limit.ts. Default: 120 */
  startSeconds?: number;
  artifacts: { store: ArtifactStore; patience: RetryOptions; log: Logger };
}

/** Memory is limited per task, after the engine has started (memory-guard.ts). CPU time has no limit: an epoch may take long. */
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

type StartedEngine = Omit<Extract<TrainerEventMessage, { type: 'ready' }>, 'type'>;

export interface Trainer {
  readonly pid: number;
  readonly backend: string;
  readonly device: string;
  /** True if the engine computes on a hardware GPU. */
  readonly hasGpu: boolean;
  /** True if the process can limit its own memory. */
  readonly limitsMemory: boolean;
  readonly isAlive: boolean;
  /**
   * The organization whose tasks the process has run; null before its first task. A process never runs tasks of two
   * organizations, because it may keep data of the first.
   */
  readonly organizationId: string | null;
  /** Private memory in bytes that the process had reserved before its first task: libraries and the stacks of their threads. */
  readonly baselineBytes: number;
  /** Runs one task. Never rejects: an exit of the process is an outcome. */
  run(job: Job, handlers: TrainerHandlers): Promise<Outcome>;
  interrupt(interruption: InterruptionKind): void;
  /** Suspends (true) or resumes (false) the process with SIGSTOP and SIGCONT. No effect on Windows. */
  setSuspended(isSuspended: boolean): void;
  /** Kills the process immediately. */
  kill(): void;
  /** Resolves when the process has exited. */
  readonly exited: Promise<void>;
}

/** Starts a process and waits until its engine has started. @throws EngineUnavailable */
export async function startTrainer(options: TrainerOptions): Promise<Trainer> {
  const { sandbox, program, stallSeconds, startSeconds = 120, artifacts } = options;
  const child = await sandbox.start(program, limits);
  const exited = child.exited.then(describeExit);
  const stopLimit = limitWork(child.pid, startSeconds, child.kill);
  const engine = await firstMessage(child, exited).finally(stopLimit);
  const baselineBytes = (await readDataSegmentBytes(child.pid)) ?? 0;
  const server = serveArtifacts(child, artifacts);
  return createTrainerHandle({ child, exited, server, stallSeconds, log: artifacts.log, ...engine, baselineBytes });
}

interface ProcessExit {
  reason: string;
  memory: OutOfMemoryEvidence | null;
}

/** V8 aborts or traps when an allocation fails; native code that does not check malloc's result crashes on a bad address. */
const suspiciousSignals: NodeJS.Signals[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];

function describeExit({ code, signal }: Exit): ProcessExit {
  return {
    reason: signal ? `it was killed by ${signal}` : `it exited with code ${code}`,
    memory: signal && suspiciousSignals.includes(signal) ? 'suspected' : null,
  };
}

async function firstMessage(child: SandboxedProcess, exited: Promise<ProcessExit>): Promise<StartedEngine> {
  const message = await Promise.race([
    new Promise<TrainerEventMessage>((resolve) => {
      const stop = child.onMessage((value) => {
        const parsed = parseMessage(value);
        stop();
        resolve('message' in parsed ? parsed.message : { type: 'unable', reason: parsed.problem });
      });
    }),
    exited.then(
      ({ reason }): TrainerEventMessage => ({
        type: 'unable',
        reason: `The trainer process did not start: ${reason}.`,
      }),
    ),
  ]);
  if (message.type === 'ready') {
    const { type: _, ...engine } = message;
    return engine;
  }
  child.kill();
  throw new EngineUnavailable(
    message.type === 'unable' ? message.reason : `The first message of the trainer was "${message.type}".`,
  );
}

function createTrainerHandle({
  child,
  exited,
  server,
  stallSeconds,
  log,
  ...engine
}: {
  child: SandboxedProcess;
  exited: Promise<ProcessExit>;
  server: ArtifactServer;
  stallSeconds: number;
  log: Logger;
  baselineBytes: number;
} & StartedEngine): Trainer {
  const send = (message: TrainerCommandMessage) => child.send(message);
  /** Fires when the process has sent no message for too long. A suspended process cannot send any. */
  let stallTimer: NodeJS.Timeout | undefined;
  let isSuspended = false;
  let organizationId: string | null = null;

  function endUntrusted(problem: string): void {
    log.error({ trainer: child.pid, problem }, 'a trainer sent an invalid message; ending the process');
    child.kill();
  }

  /** Checks that a result references only artifacts that its trainer has stored. Ends the process and returns null otherwise. */
  async function validateOutcome(outcome: Outcome): Promise<Outcome | null> {
    if (outcome.kind !== 'finished') return outcome;
    await server.idle();
    const foreign = artifactsOf(outcome.result).filter((key) => !server.hasStored(key));
    if (foreign.length === 0) return outcome;
    endUntrusted(`Its result references artifacts that it has not stored: ${foreign.join(', ')}.`);
    return null;
  }

  return {
    pid: child.pid,
    ...engine,
    get isAlive() {
      return child.alive;
    },
    get organizationId() {
      return organizationId;
    },
    exited: exited.then(() => undefined),
    interrupt: (interruption) => send({ type: 'interrupt', interruption }),
    setSuspended(wanted) {
      if (process.platform === 'win32') return;
      isSuspended = wanted;
      stallTimer?.refresh();
      child.kill(isSuspended ? 'SIGSTOP' : 'SIGCONT');
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
      // Without this timer, an endless loop would keep its task running forever.
      stallTimer = setTimeout(() => {
        if (isSuspended) return void stallTimer?.refresh();
        stalled = true;
        child.kill();
      }, stallSeconds * 1000);

      async function handle(message: TrainerEventMessage): Promise<void> {
        if (message.type === 'report') handlers.onReport(message.report);
        if (message.type === 'done') {
          const outcome = await validateOutcome(message.outcome);
          if (outcome) resolve(outcome);
        }
        if (message.type !== 'checkpoint') return;
        const { key } = message.checkpoint;
        if (!server.hasStored(key))
          return endUntrusted(`Its checkpoint references an artifact that it has not stored: ${key}.`);
        await handlers.onCheckpoint(message.checkpoint);
        send({ type: 'checkpointSaved', key });
      }

      const stop = child.onMessage((value) => {
        stallTimer?.refresh();
        if (isArtifactRequest(value)) return;
        const parsed = parseMessage(value);
        if ('message' in parsed) {
          // The attempt is over because its lease is lost.
          handle(parsed.message).catch(() => child.kill());
        } else if (isDone(value)) {
          resolve({ kind: 'failed', reason: `The result cannot be stored. Invalid field: ${parsed.problem}.` });
        } else endUntrusted(parsed.problem);
      });
      child.beginWork('ordinary');
      send({ type: 'run', job });
      try {
        return await Promise.race([
          done,
          exited.then(({ reason, memory }): Outcome => {
            const problem = stalled ? `stopped responding: no heartbeat for ${stallSeconds} s` : `crashed: ${reason}`;
            return { kind: 'crashed', reason: `The trainer process ${problem}.`, memory };
          }),
        ]);
      } finally {
        clearTimeout(stallTimer);
        child.endWork();
        stop();
        server.grant(null);
      }
    },
  };
}

/** The artifact server handles these messages. */
function isArtifactRequest(value: unknown): boolean {
  return (value as { type?: unknown } | null)?.type === 'artifact';
}

/** An invalid `done` message has an invalid result, such as a number that is not finite. A retry would produce it again. */
function isDone(value: unknown): boolean {
  return (value as { type?: unknown } | null)?.type === 'done';
}
