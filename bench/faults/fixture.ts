/** The fixture of a row: a cluster, an organization that keeps it busy, and a record of what happened. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../src/learning/random.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import type { Cluster } from './cluster.ts';
import { checkInvariants, type Violation, type Violations } from './invariants.ts';
import { createObserver, type Disturbance, type Observer, type RunningTask } from './observer.ts';
import { uuidOf } from './subscriber.ts';
import { startTraffic, type Traffic } from './traffic.ts';
import { createWorkload, type Workload } from './workload.ts';

/** A task that has not ended this long after the last fault counts as lost. */
const endMs = 600_000;
const catchUpMs = 40_000;

export interface StageOptions {
  name: string;
  cluster: Cluster;
  random: Random;
  /** Number of faults to inject. */
  trials: number;
  short: boolean;
  /** Fingerprint of the baseline training (fingerprintOf); null if not known yet. */
  expectedFingerprint: string | null;
}

export interface Stage extends Workload, Pick<Traffic, 'launch' | 'subscribers'> {
  readonly cluster: Cluster;
  readonly observer: Observer;
  readonly random: Random;
  readonly short: boolean;
  /** Keeps this many tasks unfinished until the row ends. `fresh`: each task's model is a file of its own. */
  maintainLoad(depth: number, fresh?: boolean): void;
  /** Resolves with a random task that runs on a healthy worker. */
  untilRunning(): Promise<RunningTask>;
  /** Injects a fault that takes the task from its worker, and measures the time until another worker claims it. */
  disruptTask(victim: RunningTask, fault: () => unknown): Promise<void>;
  /** Injects all faults at random moments, in this many parallel lanes. Default: 1. */
  inject(fault: (trial: number) => Promise<void>, lanes?: number): Promise<void>;
  /** Records a measurement of the row, in milliseconds. */
  measure(name: string, ms: number): void;
  /** Adds a note to the row's report. */
  note(text: string): void;
  /** Reports a violation that the row itself detected. */
  reportViolation(name: Violation, sentence: string): void;
}

export interface RowResult {
  trials: number;
  findings: Violations;
  /** Measurements in milliseconds, by name. */
  figures: Map<string, number[]>;
  notes: string[];
}

/** Runs a row in its own fixture, waits for all tasks to end, and checks the invariants. An error of the row counts as lost. */
export async function runRow(options: StageOptions, row: (stage: Stage) => Promise<void>): Promise<RowResult> {
  const { cluster, random, trials } = options;
  const workload = await createWorkload(cluster, options.name);
  const organizationId = uuidOf(workload.organizationId);
  const observer = createObserver(cluster, organizationId);
  const traffic = await startTraffic(cluster, workload, observer, options.expectedFingerprint);
  const disturbances: Disturbance[] = [];
  const figures = new Map<string, number[]>();
  const notes: string[] = [];
  const own: [Violation, string][] = [];
  let injected = 0;

  function measure(name: string, ...ms: number[]): void {
    figures.set(name, figures.get(name) ?? []);
    for (const value of ms) figures.get(name)?.push(value);
  }

  const stage: Stage = {
    ...workload,
    ...traffic,
    cluster,
    observer,
    random,
    short: options.short,
    maintainLoad: traffic.start,
    untilRunning() {
      const any = async () => {
        const all = await observer.running();
        return all[random.integer(all.length)];
      };
      return waitFor('a running task', any, endMs);
    },
    async disruptTask({ taskId, attempt }, fault) {
      disturbances.push({ taskId, attempt, at: Date.now() });
      await fault();
    },
    async inject(fault, lanes = 1) {
      let next = 0;
      const lane = async () => {
        for (let trial = next++; trial < trials; trial = next++) {
          await delay(200 + random.next() * 1000);
          await fault(trial);
          injected++;
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
    measure,
    note: (text) => void notes.push(text),
    reportViolation: (name, sentence) => void own.push([name, sentence]),
  };

  /** Waits for a condition. A timeout only adds a note, because the invariants decide. */
  async function waitAndNote(what: string, condition: () => Promise<boolean>, milliseconds: number): Promise<void> {
    await waitFor(what, condition, milliseconds).catch((error: Error) => notes.push(error.message));
  }

  async function settle(): Promise<void> {
    await waitAndNote('all tasks to end', async () => (await observer.unfinished()) === 0, endMs);
    const last = await observer.events();
    const hasAll = ({ ended, recording: { stream, events } }: Traffic['subscribers'][number]) =>
      'taskId' in stream ? ended : events.length >= last - stream.position;
    await waitAndNote('subscribers to catch up', async () => traffic.subscribers.every(hasAll), catchUpMs);
  }

  const reportLost = (error: unknown) => own.push(['lost', `The row failed: ${error}`]);
  await row(stage).catch(reportLost);
  await cluster.heal();
  await traffic.stop().catch(reportLost);
  await settle();
  if (disturbances.length > 0) measure('takeover', ...(await observer.takeovers(disturbances)));
  await Promise.all(traffic.subscribers.map((subscriber) => subscriber.close()));
  const { launches } = traffic;
  const recordings = traffic.subscribers.map(({ recording }) => recording);
  const findings = await cluster.ask((sql) =>
    checkInvariants({
      sql,
      store: cluster.observerStore,
      organizationId,
      launches,
      recordings,
      temporary: cluster.temporary,
    }),
  );
  for (const [name, sentence] of own) findings[name].push(sentence);
  return { trials: injected, findings, figures, notes };
}
