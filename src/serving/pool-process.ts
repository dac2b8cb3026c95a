/**
 * One process of a pool. It takes a few requests at once, so that it does not wait for the gateway between two, computes one after
 * the other, and answers in order: the first one in flight is the one that it computes.
 */
import { InvalidData, InvalidInput } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { ArtifactServer } from '../sandbox/artifact-server.ts';
import type { SandboxedProcess } from '../sandbox/sandbox.ts';
import { limitWork } from '../sandbox/work-limit.ts';
import { answerSchema, type EndReason, type Job, type ProcessAnswer, readySchema } from './job.ts';

/** A request with whoever waits for its answer. */
export interface Pending<T = unknown> {
  job: Job<T>;
  /** Times that a process died with it. */
  deaths: number;
  resolve(value: T): void;
  reject(error: unknown): void;
}

export interface PoolProcess {
  /** Null before it has started. */
  readonly pid: number | null;
  /** Whose it is. Null: it has served nobody yet. */
  organizationId: string | null;
  /** When it became theirs, and when it last answered, in milliseconds. */
  since: number;
  lastUsed: number;
  /** It gets no more requests and ends when it has answered those that it has. */
  isDraining: boolean;
  readonly isReady: boolean;
  /** Requests that it was given. */
  readonly uses: number;
  readonly inFlight: number;
  readonly bytesInFlight: number;
  /** Milliseconds for which it has computed the first request in flight; 0 when it computes nothing. */
  computingMs(): number;
  give(pending: Pending): void;
  end(reason: EndReason): void;
  /** Resolves when it is gone. */
  readonly ended: Promise<void>;
}

export interface StartedProcess {
  process: SandboxedProcess;
  artifacts: ArtifactServer;
}

/** Time for a process to start; an engine may have to compile its kernels. */
const maxStartSeconds = 120;

export function createPoolProcess(options: {
  start(): Promise<StartedProcess>;
  maxSeconds: number;
  isAwaited: boolean;
  log: Logger;
  /** It answered, or became ready: it may take more. */
  onFree(): void;
  /** It is gone, and with it the first of what it had in flight, for that reason. */
  onEnd(reason: EndReason, inFlight: Pending[]): void;
}): PoolProcess {
  const { maxSeconds, isAwaited, log } = options;
  const flights: { id: number; pending: Pending }[] = [];
  let started: StartedProcess | null = null;
  let isReady = false;
  let endReason: EndReason | null = null;
  let stopLimit = () => {};
  let computingSince = 0;
  let uses = 0;

  const self: PoolProcess = {
    organizationId: null,
    since: Date.now(),
    lastUsed: Date.now(),
    isDraining: false,
    get pid() {
      return started?.process.pid ?? null;
    },
    get isReady() {
      return isReady;
    },
    get uses() {
      return uses;
    },
    get inFlight() {
      return flights.length;
    },
    get bytesInFlight() {
      return flights.reduce((sum, { pending }) => sum + pending.job.bytes, 0);
    },
    computingMs: () => (isReady && flights.length > 0 ? Date.now() - computingSince : 0),
    give(pending) {
      const flight = { id: ++uses, pending };
      flights.push(flight);
      grantInFlight();
      if (flights.length === 1) watchFirst();
      if (started && isReady)
        void send(started, flight); // before that, not every listener is there
      else started?.process.endWork(); // it does not start as a spare any more
    },
    end(reason) {
      endReason ??= reason;
      self.isDraining = true;
      started?.process.kill();
    },
    ended: Promise.resolve(),
  };

  async function live(): Promise<EndReason> {
    const launched = await options.start();
    started = launched;
    const { process } = launched;
    if (endReason) process.kill();
    process.onMessage(receive);
    limitTime(maxStartSeconds, 'start');
    grantInFlight();
    if (flights.length > 0) process.endWork();
    const exit = await process.exited;
    if (!endReason) log.error({ ...exit, pid: process.pid }, 'a sandboxed process of the gateway died');
    if (!isReady) return endReason ?? 'start';
    return endReason ?? (isAbort(exit) ? 'memory' : 'death');
  }

  const whenEnded = live()
    .catch((error): EndReason => {
      log.error({ err: error }, 'a sandboxed process of the gateway could not be started');
      return 'start';
    })
    .then((reason) => {
      stopLimit();
      endReason ??= reason;
      const lost = flights.splice(0).map(({ pending }) => pending);
      options.onEnd(reason, lost);
    });

  /** It may read what its requests in flight may read, and write where they may. */
  function grantInFlight(): void {
    const { organizationId } = self;
    if (!started || organizationId === null) return;
    const grants = flights.map(({ pending }) => pending.job.grant);
    const reads = grants.flatMap((grant) => grant.reads);
    started.artifacts.grant({ organizationId, reads, writes: grants.flatMap((grant) => grant.writes) });
  }

  async function send({ process }: StartedProcess, { id, pending }: { id: number; pending: Pending }): Promise<void> {
    const { request } = pending.job;
    try {
      process.send({ ...(typeof request === 'function' ? await request(process.scratch) : request), id });
    } catch (error) {
      log.error({ err: error }, 'a file could not be handed to a sandboxed process');
      self.end('death');
    }
  }

  function watchFirst(): void {
    if (!isReady) return;
    stopLimit();
    computingSince = Date.now();
    if (flights.length === 0) return void started?.process.endWork();
    if (!started) return;
    started.process.beginWork('long');
    if (isAwaited) limitTime(maxSeconds, 'time');
    else stopLimit = limitWork(started.process.pid, maxSeconds, () => self.end('time'));
  }

  function limitTime(seconds: number, reason: EndReason): void {
    const timer = setTimeout(() => self.end(reason), seconds * 1000);
    stopLimit = () => clearTimeout(timer);
  }

  function receive(message: unknown): void {
    if (endReason || (message as { type?: unknown } | null)?.type === 'artifact') return;
    if (started && !isReady && readySchema.safeParse(message).success) {
      isReady = true;
      for (const flight of flights) void send(started, flight);
      watchFirst();
      options.onFree();
      return;
    }
    const answer = answerSchema.safeParse(message);
    const first = flights[0];
    if (!answer.success || !started || first?.id !== answer.data.id) {
      refuse('an answer of no kind that it has');
      return;
    }
    if ('exhausted' in answer.data) {
      self.end('memory');
      return;
    }
    try {
      settle(first.pending, answer.data, started.artifacts.hasStored);
    } catch (error) {
      refuse(error instanceof Error ? error.message : String(error));
      return;
    }
    flights.shift();
    self.lastUsed = Date.now();
    grantInFlight();
    watchFirst();
    options.onFree();
  }

  function refuse(why: string): void {
    log.error({ pid: self.pid, why }, 'a sandboxed process answered in a way that ours never do; it is ended');
    self.end('nonsense');
  }

  return Object.assign(self, { ended: whenEnded });
}

/** @throws Error when the result is none that the job can have */
function settle({ job, resolve, reject }: Pending, answer: ProcessAnswer, hasStored: (key: string) => boolean): void {
  if ('result' in answer) resolve(job.read(answer.result, hasStored));
  else if ('invalid' in answer) reject(new InvalidInput(answer.invalid.field, answer.invalid.message));
  else if ('refused' in answer) reject(new InvalidData(answer.refused.message, answer.refused.location));
  else if ('failure' in answer) reject(new Error(answer.failure));
}

/** What V8 and libc end a process by that gets no more memory. */
function isAbort({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): boolean {
  return code === 134 || ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS'].includes(signal ?? '');
}
