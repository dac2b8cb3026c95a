/**
 * The supervisor's handle of one trainer process. The process computes, synchronously and for as long as it takes; this
 * side stays responsive. A crash of the process ends one attempt, nothing else.
 */
import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Report } from '../learning/context.ts';
import { forkBound } from '../process.ts';
import type { CheckpointReference } from '../tasks/queue.ts';
import { privateMemory } from './memory-limit.ts';
import type { FromTrainer, InterruptionKind, Job, MemorySign, Outcome, ToTrainer } from './protocol.ts';

/** How to start a trainer process: app.ts knows, the worker does not. */
export interface TrainerCommand {
  modulePath: string;
  args: string[];
  execArgv: string[];
  env: Record<string, string | undefined>;
  /** One that gives no sign of life for this long while it has a task is ended. */
  stallSeconds: number;
}

export interface TrainerHandlers {
  onReport(report: Report): void;
  /** Resolves when the checkpoint is durable. */
  onCheckpoint(checkpoint: CheckpointReference): Promise<void>;
}

/** The engine cannot start on this machine with these settings. */
class EngineUnavailable extends Error {
  override readonly name = 'EngineUnavailable';
}

interface StartedEngine {
  backend: string;
  device: string;
  gpu: boolean;
}

export interface Trainer {
  readonly pid: number;
  readonly backend: string;
  readonly device: string;
  /** The engine computes on a real GPU. */
  readonly gpu: boolean;
  readonly alive: boolean;
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
export async function startTrainer(command: TrainerCommand): Promise<Trainer> {
  const child = forkBound(command.modulePath, command.args, {
    execArgv: command.execArgv,
    // The worker's own settings travel by the environment, like everywhere else.
    env: { ...command.env },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = new Promise<Death>((resolve) => {
    child.once('error', (error) => resolve({ why: error.message, memory: null }));
    child.once('exit', (code, signal) => resolve(deathOf(code, signal)));
  });
  const engine = await firstMessage(child, exited);
  const idleBytes = (await privateMemory(child.pid ?? -1)) ?? 0;
  return trainerOf({ child, exited, stallSeconds: command.stallSeconds, ...engine, idleBytes });
}

interface Death {
  why: string;
  memory: MemorySign | null;
}

/** V8 aborts, or stops at a trap, when it gets no memory; a library that does not look at what it got meets a bad address. */
const suspiciousSignals: NodeJS.Signals[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];

function deathOf(code: number | null, signal: NodeJS.Signals | null): Death {
  // A process in between, such as a shell, tells the signal as a code.
  const suspicious = suspiciousSignals.some((name) => name === signal || constants.signals[name] + 128 === code);
  return {
    why: signal ? `it was ended by ${signal}` : `it exited with code ${code}`,
    memory: suspicious ? 'suspected' : null,
  };
}

async function firstMessage(child: ChildProcess, exited: Promise<Death>): Promise<StartedEngine> {
  const message = await Promise.race([
    new Promise<FromTrainer>((resolve) => child.once('message', (value) => resolve(value as FromTrainer))),
    exited.then(({ why }): FromTrainer => ({ type: 'unable', reason: `The trainer process did not start: ${why}.` })),
  ]);
  if (message.type === 'ready') return { backend: message.backend, device: message.device, gpu: message.gpu };
  child.kill('SIGKILL');
  throw new EngineUnavailable(message.type === 'unable' ? message.reason : `The trainer began with "${message.type}".`);
}

function trainerOf({
  child,
  exited,
  stallSeconds,
  ...facts
}: {
  child: ChildProcess;
  exited: Promise<Death>;
  stallSeconds: number;
  idleBytes: number;
} & StartedEngine): Trainer {
  const send = (message: ToTrainer) => {
    // A process that is gone answers through `exited`.
    if (child.connected) child.send(message, () => undefined);
  };
  /** Runs out when the process has given no sign of life for too long; one that is held cannot give any. */
  let watch: NodeJS.Timeout | undefined;
  let held = false;
  return {
    pid: child.pid ?? -1,
    ...facts,
    get alive() {
      return child.connected && child.exitCode === null && child.signalCode === null;
    },
    exited: exited.then(() => undefined),
    interrupt: (interruption) => send({ type: 'interrupt', interruption }),
    hold(wanted) {
      if (process.platform === 'win32') return;
      held = wanted;
      watch?.refresh();
      child.kill(held ? 'SIGSTOP' : 'SIGCONT');
    },
    kill: () => void child.kill('SIGKILL'),
    async run(job, handlers) {
      let resolve: (outcome: Outcome) => void = () => undefined;
      const done = new Promise<Outcome>((settle) => {
        resolve = settle;
      });
      let stalled = false;
      // A loop without an end answers nobody, and its task would be held for ever.
      watch = setTimeout(() => {
        if (held) return void watch?.refresh();
        stalled = true;
        child.kill('SIGKILL');
      }, stallSeconds * 1000);
      const listen = (value: unknown) => {
        watch?.refresh();
        const message = value as FromTrainer; // trainer-process.ts sends nothing else
        if (message.type === 'report') handlers.onReport(message.report);
        else if (message.type === 'done') resolve(message.outcome);
        else if (message.type === 'checkpoint') {
          handlers.onCheckpoint(message.checkpoint).then(
            () => send({ type: 'checkpointSaved', key: message.checkpoint.key }),
            // The attempt is over (its lease is lost): whoever found that out ends this process.
            () => child.kill('SIGKILL'),
          );
        }
      };
      child.on('message', listen);
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
        child.off('message', listen);
      }
    },
  };
}
