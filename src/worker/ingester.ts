/**
 * A worker's handle of one sandboxed process that reads uploads of one organisation, one after the other. The process may run out
 * of memory, loop for ever, crash in a decoder, or say anything: each is an outcome here.
 */

import type { IngestionProgress } from '../datasets/ingestion.ts';
import type { IngestionClaim } from '../datasets/ingestion-queue.ts';
import type { Logger } from '../log.ts';
import { serveArtifacts } from '../sandbox/artifact-server.ts';
import type { Limits } from '../sandbox/limits.ts';
import type { Priority } from '../sandbox/priority.ts';
import type { Exit, Program, Sandbox, SandboxedProcess } from '../sandbox/sandbox.ts';
import { limitWork } from '../sandbox/work-limit.ts';
import { storable } from '../text.ts';
import { type FromIngester, fromIngesterSchema, type IngestJob, type IngestResult } from './ingester-protocol.ts';
import { privateMemory } from './memory-limit.ts';

export interface IngesterOptions {
  sandbox: Sandbox;
  program: Program;
  artifacts: Parameters<typeof serveArtifacts>[1];
  /** What one reader may take. */
  memoryBytes: number;
  /** For each GiB of an upload that was begun; see work-limit.ts. */
  seconds: number;
  log: Logger;
}

export type IngestOutcome =
  | IngestResult
  /** It took longer than this. */
  | { kind: 'time'; seconds: number }
  /** The process ended before it answered. */
  | { kind: 'crashed'; reason: string };

export interface Ingester {
  readonly alive: boolean;
  /** It has read nothing yet: how it ends is its upload's doing. */
  readonly fresh: boolean;
  /** It may read another upload of the same organisation: what it has read so far was harmless, and cost little. */
  readonly reusable: boolean;
  /** Reads the upload of a claim. Always resolves; unless the process is reusable, when it is gone. */
  run(claim: IngestionClaim, onProgress: (progress: IngestionProgress) => void): Promise<IngestOutcome>;
  kill(): void;
}

const maxOpenFiles = 128;
const maxFileBytes = 2 ** 30;
/** Images are decoded on this many threads at most. */
const maxThreads = 4;
const lookMilliseconds = 50;
/** A process is used again as long as its reads are small, and not for ever: what a decoder loses stays lost. */
const reuse = { maxRuns: 1000, maxSeconds: 5, maxMemory: 0.25 };
/** Of the memory that it may take: a process that had more than this when it died of a refused allocation died of that. */
const nearLimit = 0.5;
/** V8 aborts, or stops at a trap, when it gets no memory; a library that does not look at what it got meets a bad address. */
const suspiciousSignals: readonly string[] = ['SIGABRT', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGTRAP'];
const gibibyte = 2 ** 30;

/**
 * Starts a process. Resolves when it is ready for an upload.
 * @param start its `priority` while it starts; `hurried` resolves when an upload waits for it
 * @throws Error when it does not start
 */
export async function startIngester(
  options: IngesterOptions,
  { priority, hurried }: { priority?: Priority | undefined; hurried?: Promise<void> } = {},
): Promise<Ingester> {
  const { sandbox, program, memoryBytes, seconds, log } = options;
  // The system ends the process when a frozen worker cannot. Earlier uploads may have used as much time as one may.
  const limits: Limits = { memoryBytes, cpuSeconds: 2 * seconds * maxThreads, maxOpenFiles, maxFileBytes };
  const child = await sandbox.start(program, limits, priority);
  void hurried?.then(child.endWork); // as one that starts for work
  let isKilled = false;
  const kill = () => {
    isKilled = true; // it takes a moment to be gone
    child.kill();
  };
  const artifacts = serveArtifacts(child, options.artifacts);
  const messages = listen(child, kill, log);
  const first = await Promise.race([messages.next(), child.exited.then(describe)]);
  messages.close();
  if (typeof first === 'string' || first.type !== 'ready') {
    kill();
    throw new Error(`The process that reads uploads did not start: ${typeof first === 'string' ? first : first.type}.`);
  }
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
      return isAlive() && isHarmless && runs < reuse.maxRuns && spentSeconds < seconds;
    },
    kill,
    async run({ organizationId, artifactKey, bytes, format }, onProgress) {
      artifacts.grant({ organizationId, reads: [artifactKey], writes: [] });
      const memory = watchMemory(child.pid);
      const began = performance.now();
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
        const took = (performance.now() - began) / 1000;
        spentSeconds += took;
        if ('kind' in result) {
          const isLight = took < reuse.maxSeconds && (await memory.peak()) < memoryBytes * reuse.maxMemory;
          isHarmless = result.kind === 'ready' && isLight;
          return result;
        }
        if (isLate) return { kind: 'time', seconds: allowed };
        return outcomeOf(result, (await memory.peak()) >= memoryBytes * nearLimit);
      } finally {
        stopLimit();
        child.endWork();
        memory.end();
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
  return signal ? `it was ended by ${signal}` : `it exited with code ${code}`;
}

interface Messages {
  /** From now on it is to say something. What it said before is forgotten. */
  open(): void;
  /** It has nothing to say any more. */
  close(): void;
  /** Never resolves when the process is gone. */
  next(): Promise<FromIngester>;
}

/** What the process says, checked; open at first. One that says something else, or speaks unasked, is ended. */
function listen(child: SandboxedProcess, end: () => void, log: Logger): Messages {
  let waiting: ((message: FromIngester) => void)[] = [];
  let said: FromIngester[] = [];
  let isOpen = true;
  child.onMessage((value) => {
    if ((value as { type?: unknown } | null)?.type === 'artifact') return; // serveArtifacts answers
    const message = storable(fromIngesterSchema.safeParse(value).data);
    if (!message || !isOpen) {
      log.error('a process that reads an upload said something that ours never do; it is ended');
      return end();
    }
    const take = waiting.shift();
    if (take) take(message);
    else if (message.type !== 'progress') said.push(message);
  });
  return {
    open() {
      [waiting, said, isOpen] = [[], [], true];
    },
    close() {
      isOpen = false;
      if (said.length > 0) end();
    },
    next: () =>
      new Promise((resolve) => {
        const message = said.shift();
        if (message) resolve(message);
        else waiting.push(resolve);
      }),
  };
}

/** Looks again and again at what the process has reserved; `peak` looks once more, and gives the most that was seen. */
function watchMemory(pid: number) {
  let most = 0;
  const look = async () => {
    most = Math.max(most, (await privateMemory(pid)) ?? 0);
    return most;
  };
  const looking = setInterval(() => void look(), lookMilliseconds);
  return { peak: look, end: () => clearInterval(looking) };
}
