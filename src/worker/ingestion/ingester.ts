/**
 * A worker's handle of one sandboxed process that reads uploads of one organization, one after the other. The process may run out
 * of memory, loop forever, crash in a decoder, or send anything; each of these is an outcome here.
 */

import type { IngestionProgress } from '../../datasets/ingestion.ts';
import type { IngestionClaim } from '../../datasets/ingestion-queue.ts';
import type { Logger } from '../../log.ts';
import { serveArtifacts } from '../../sandbox/artifact-server.ts';
import type { Limits } from '../../sandbox/limits.ts';
import type { Priority } from '../../sandbox/priority.ts';
import type { Exit, Program, Sandbox, SandboxedProcess } from '../../sandbox/sandbox.ts';
import { limitWork } from '../../sandbox/work-limit.ts';
import { storable } from '../../text.ts';
import { readDataSegmentBytes } from '../memory-limit.ts';
import { type FromIngester, fromIngesterSchema, type IngestJob, type IngestResult } from './ingester-protocol.ts';

export interface IngesterOptions {
  sandbox: Sandbox;
  program: Program;
  artifacts: Parameters<typeof serveArtifacts>[1];
  /** Memory limit of one process. */
  memoryBytes: number;
  /** Time limit in seconds per started GiB of an upload; see work-limit.ts. */
  seconds: number;
  /** Time limit in seconds for the start of a process; see work-limit.ts. Default: 30 */
  startSeconds?: number;
  log: Logger;
}

export type IngestOutcome =
  | IngestResult
  /** The upload took longer than `seconds`, its time limit. */
  | { kind: 'time'; seconds: number }
  /** The process exited before it sent a result. */
  | { kind: 'crashed'; reason: string };

export interface Ingester {
  readonly alive: boolean;
  /** True if the process has read no upload yet, so only its next upload can be the cause of a crash. */
  readonly fresh: boolean;
  /** True if the process may read another upload of the same organization: the last one was harmless and needed few resources. */
  readonly reusable: boolean;
  /** Reads the upload of a claim. Never rejects. Resolves after the process has exited, unless it is reusable. */
  run(claim: IngestionClaim, onProgress: (progress: IngestionProgress) => void): Promise<IngestOutcome>;
  kill(): void;
}

const maxOpenFiles = 128;
const maxFileBytes = 2 ** 30;
/** Upper bound on the threads that decode images. */
const maxThreads = 4;
const sampleIntervalMs = 50;
/** A process is reused while its uploads are small, and for a limited number of runs, because decoders may leak memory. */
const reuseLimits = { maxRuns: 1000, maxSeconds: 5, maxMemory: 0.25 };
/** A suspicious signal counts as out of memory if the process used more than this fraction of its memory limit. */
const nearLimitFraction = 0.5;
/** V8 aborts or traps when an allocation fails; native code that does not check malloc's result crashes on a bad address. */
const suspiciousSignals: readonly string[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];
const gibibyte = 2 ** 30;

/**
 * Starts a process. Resolves when it is ready for an upload.
 * @param start `priority`: priority of the process while it starts; `hurried`: resolves when an upload waits for the process,
 *              which then gets a higher priority
 * @throws Error when the process does not start
 */
export async function startIngester(
  options: IngesterOptions,
  { priority, hurried }: { priority?: Priority | undefined; hurried?: Promise<void> } = {},
): Promise<Ingester> {
  const { sandbox, program, memoryBytes, seconds, startSeconds = 30, log } = options;
  // The CPU limit ends the process even when a frozen worker cannot. It allows for earlier uploads of the same process.
  const limits: Limits = { memoryBytes, cpuSeconds: 2 * seconds * maxThreads, maxOpenFiles, maxFileBytes };
  const child = await sandbox.start(program, limits, priority);
  void hurried?.then(child.endWork); // raises it to the priority of a process that starts for waiting work
  let isKilled = false;
  const kill = () => {
    isKilled = true; // the process exits a moment later
    child.kill();
  };
  const artifacts = serveArtifacts(child, options.artifacts);
  const messages = listen(child, kill, log);
  const stopLimit = limitWork(child.pid, startSeconds, kill);
  const first = await Promise.race([messages.next(), child.exited.then(describe)]);
  stopLimit();
  messages.close();
  if (typeof first === 'string' || first.type !== 'ready') {
    kill();
    const problem = typeof first === 'string' ? first : `its first message was "${first.type}"`;
    throw new Error(`The process that reads uploads did not start: ${problem}.`);
  }
  // What Node.js itself reserves differs by its version.
  const baselineBytes = (await readDataSegmentBytes(child.pid)) ?? 0;
  let runs = 0;
  let spentSeconds = 0;
  let isHarmless = false;
  const isAlive = () => child.alive && !isKilled;
  return {
    get alive() {
      return isAlive();
    },
    get fresh() {
      return runs === 0;
    },
    get reusable() {
      return isAlive() && isHarmless && runs < reuseLimits.maxRuns && spentSeconds < seconds;
    },
    kill,
    async run({ organizationId, artifactKey, bytes, format }, onProgress) {
      artifacts.grant({ organizationId, reads: [artifactKey], writes: [] });
      const memory = watchMemory(child.pid);
      const startedAt = performance.now();
      runs++;
      isHarmless = false;
      const allowed = seconds * Math.max(1, Math.ceil(bytes / gibibyte));
      let isLate = false;
      messages.open();
      child.beginWork('long');
      const stopLimit = limitWork(child.pid, allowed, () => {
        isLate = true;
        kill();
      });
      try {
        child.send({ type: 'ingest', artifactKey, bytes, format } satisfies IngestJob);
        const result = await Promise.race([resultOf(messages, onProgress), child.exited]);
        const elapsedSeconds = (performance.now() - startedAt) / 1000;
        spentSeconds += elapsedSeconds;
        if ('kind' in result) {
          const usedBytes = (await memory.peak()) - baselineBytes;
          const isLight = elapsedSeconds < reuseLimits.maxSeconds && usedBytes < memoryBytes * reuseLimits.maxMemory;
          isHarmless = result.kind === 'ready' && isLight;
          return result;
        }
        if (isLate) return { kind: 'time', seconds: allowed };
        return outcomeOf(result, (await memory.peak()) >= memoryBytes * nearLimitFraction);
      } finally {
        stopLimit();
        child.endWork();
        memory.stop();
        messages.close();
        artifacts.grant(null);
        if (!isHarmless) kill();
        if (isKilled) await child.exited;
      }
    },
  };
}

async function resultOf(messages: Messages, onProgress: (progress: IngestionProgress) => void): Promise<IngestResult> {
  for (;;) {
    const message = await messages.next();
    if (message.type === 'done') return message.result;
    if (message.type === 'progress') onProgress(message.progress);
  }
}

function outcomeOf(exit: Exit, wasNearLimit: boolean): IngestOutcome {
  const isSuspicious = exit.signal !== null && suspiciousSignals.includes(exit.signal);
  if (isSuspicious && wasNearLimit) return { kind: 'memory' };
  return { kind: 'crashed', reason: describe(exit) };
}

function describe({ code, signal }: Exit): string {
  return signal ? `it was killed by ${signal}` : `it exited with code ${code}`;
}

interface Messages {
  /** Accepts messages from now on, and discards earlier ones. */
  open(): void;
  /** Accepts no more messages; a later one ends the process. */
  close(): void;
  /** Returns the next message. Never resolves if the process has exited. */
  next(): Promise<FromIngester>;
}

/**
 * Validates the messages of the process, and accepts them at first. An invalid message, or one sent while none is expected, ends
 * the process.
 */
function listen(child: SandboxedProcess, endProcess: () => void, log: Logger): Messages {
  let waiting: ((message: FromIngester) => void)[] = [];
  let buffered: FromIngester[] = [];
  let isOpen = true;
  child.onMessage((value) => {
    if ((value as { type?: unknown } | null)?.type === 'artifact') return; // serveArtifacts answers
    const message = storable(fromIngesterSchema.safeParse(value).data);
    if (!message || !isOpen) {
      log.error('an ingester sent an invalid or unexpected message; ending the process');
      return endProcess();
    }
    const take = waiting.shift();
    if (take) take(message);
    else if (message.type !== 'progress') buffered.push(message);
  });
  return {
    open() {
      [waiting, buffered, isOpen] = [[], [], true];
    },
    close() {
      isOpen = false;
      if (buffered.length > 0) endProcess();
    },
    next: () =>
      new Promise((resolve) => {
        const message = buffered.shift();
        if (message) resolve(message);
        else waiting.push(resolve);
      }),
  };
}

/** Samples the memory that the process has reserved. `peak` takes another sample and returns the maximum in bytes. */
function watchMemory(pid: number) {
  let max = 0;
  const sample = async () => {
    max = Math.max(max, (await readDataSegmentBytes(pid)) ?? 0);
    return max;
  };
  const timer = setInterval(() => void sample(), sampleIntervalMs);
  return { peak: sample, stop: () => clearInterval(timer) };
}
