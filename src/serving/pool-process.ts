/**
 * One process of a pool. It holds a few requests at once, so that it does not wait for the gateway in between, but computes them
 * one at a time and responds in order: the first request in flight is the one being computed.
 */
import { InvalidData, InvalidInput } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { ArtifactServer } from '../sandbox/artifact-server.ts';
import type { SandboxedProcess } from '../sandbox/sandbox.ts';
import { limitWork } from '../sandbox/work-limit.ts';
import { answerSchema, type EndReason, type Job, type ProcessAnswer, readySchema } from './job.ts';

/** A request and the callbacks that settle it. */
export interface Pending<T = unknown> {
  job: Job<T>;
  /** Number of processes that died with this request in flight. */
  deaths: number;
  resolve(value: T): void;
  reject(error: unknown): void;
}

export interface PoolProcess {
  /** PID. Null before the process has started. */
  readonly pid: number | null;
  /** Organization that the process serves. Null for a spare. */
  organizationId: string | null;
  /** Time of the assignment to the organization, in epoch milliseconds. */
  since: number;
  /** Time of the last response, in epoch milliseconds. */
  lastUsed: number;
  /** Whether the process accepts no more requests and ends after those in flight. */
  isDraining: boolean;
  readonly isReady: boolean;
  /** Number of requests that the process has received. */
  readonly uses: number;
  readonly inFlight: number;
  readonly bytesInFlight: number;
  /** Milliseconds spent on the first request in flight so far. 0 when the process is idle. */
  computingMs(): number;
  give(pending: Pending): void;
  end(reason: EndReason): void;
  /** Resolves when the process has exited. */
  readonly ended: Promise<void>;
}

export interface StartedProcess {
  process: SandboxedProcess;
  artifacts: ArtifactServer;
}

/** Start timeout. An engine may have to compile its kernels. */
const maxStartSeconds = 120;

export function createPoolProcess(options: {
  start(): Promise<StartedProcess>;
  maxSeconds: number;
  isInteractive: boolean;
  log: Logger;
  /** Called when the process became ready or responded, and can take more requests. */
  onFree(): void;
  /** Called when the process has exited. `reason` is the outcome of the first request in flight. */
  onEnd(reason: EndReason, inFlight: Pending[]): void;
}): PoolProcess {
  const { maxSeconds, isInteractive, log } = options;
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
        void send(started, flight); // before it is ready, not all of its listeners are attached
      else started?.process.endWork(); // an assigned process no longer starts with the low priority of a spare
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
    if (!endReason) log.error({ ...exit, pid: process.pid }, 'a sandboxed process of the gateway exited unexpectedly');
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

  /** Grants the process the reads and writes of its requests in flight. */
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
      log.error({ err: error }, 'could not pass a file to a sandboxed process');
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
    if (isInteractive) limitTime(maxSeconds, 'time');
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
    const response = answerSchema.safeParse(message);
    const first = flights[0];
    if (!response.success || !started || first?.id !== response.data.id) {
      rejectResponse('not a response to the current request');
      return;
    }
    if ('exhausted' in response.data) {
      self.end('memory');
      return;
    }
    try {
      settle(first.pending, response.data, started.artifacts.hasStored);
    } catch (error) {
      rejectResponse(error instanceof Error ? error.message : String(error));
      return;
    }
    flights.shift();
    self.lastUsed = Date.now();
    grantInFlight();
    watchFirst();
    options.onFree();
  }

  function rejectResponse(reason: string): void {
    log.error({ pid: self.pid, reason }, 'a sandboxed process sent an invalid response; killing it');
    self.end('nonsense');
  }

  return Object.assign(self, { ended: whenEnded });
}

/** @throws Error when the result is invalid for the job */
function settle({ job, resolve, reject }: Pending, response: ProcessAnswer, hasStored: (key: string) => boolean): void {
  if ('result' in response) resolve(job.read(response.result, hasStored));
  else if ('invalid' in response) reject(new InvalidInput(response.invalid.field, response.invalid.message));
  else if ('refused' in response) reject(new InvalidData(response.refused.message, response.refused.location));
  else if ('failure' in response) reject(new Error(response.failure));
}

/** Returns whether V8 or libc aborted the process, as they do when memory is exhausted. */
function isAbort({ code, signal }: { code: number | null; signal: NodeJS.Signals | null }): boolean {
  return code === 134 || ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGSEGV', 'SIGBUS'].includes(signal ?? '');
}
