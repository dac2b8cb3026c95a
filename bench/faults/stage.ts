/** What a row of the matrix works with: a cluster, one organisation that keeps it busy, and a book of what happened. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '../../src/learning/random.ts';
import { until } from '../../test/support/until.ts';
import type { Cluster } from './cluster.ts';
import { type Findings, judge, type Violation } from './invariants.ts';
import { createObserver, type Disturbance, type Observer, type Running } from './observer.ts';
import { uuidOf } from './subscriber.ts';
import { startTraffic, type Traffic } from './traffic.ts';
import { createWorkload, type Workload } from './workload.ts';

/** A task that has not ended within this time after the last fault counts as lost. */
const endMilliseconds = 600_000;
const catchUpMilliseconds = 40_000;

export interface StageOptions {
  name: string;
  cluster: Cluster;
  random: Random;
  /** Faults to inject. */
  trials: number;
  short: boolean;
  /** What the ordinary training makes (fingerprintOf); null: not known yet. */
  wanted: string | null;
}

export interface Stage extends Workload, Pick<Traffic, 'launch' | 'subscribers'> {
  readonly cluster: Cluster;
  readonly observer: Observer;
  readonly random: Random;
  readonly short: boolean;
  /** Sees to it that this many tasks are under way, until the row is over; `fresh`: each with a file of its own as its model. */
  keepBusy(depth: number, fresh?: boolean): void;
  /** Resolves with a task that runs on a worker that serves, any of them. */
  untilRunning(): Promise<Running>;
  /** Injects a fault that takes the task from its worker: how soon another has it is measured. */
  disturb(victim: Running, fault: () => unknown): Promise<void>;
  /** Injects all faults, each at a moment that chance decides, in so many lanes side by side: one after the other by itself. */
  inject(fault: (trial: number) => Promise<void>, lanes?: number): Promise<void>;
  /** A figure that the row is about, in milliseconds. */
  measure(name: string, milliseconds: number): void;
  /** For the reader. */
  note(text: string): void;
  /** What the row itself found that must not be. */
  violate(name: Violation, sentence: string): void;
}

export interface Conclusion {
  trials: number;
  findings: Findings;
  /** By name, in milliseconds. */
  figures: Map<string, number[]>;
  notes: string[];
}

/** Runs a row on a stage of its own, waits for everything to end, and judges. What the row throws counts as a loss. */
export async function perform(options: StageOptions, row: (stage: Stage) => Promise<void>): Promise<Conclusion> {
  const { cluster, random, trials } = options;
  const workload = await createWorkload(cluster, options.name);
  const organizationId = uuidOf(workload.organizationId);
  const observer = createObserver(cluster, organizationId);
  const traffic = await startTraffic(cluster, workload, observer, options.wanted);
  const disturbances: Disturbance[] = [];
  const figures = new Map<string, number[]>();
  const notes: string[] = [];
  const own: [Violation, string][] = [];
  let injected = 0;

  function measure(name: string, ...milliseconds: number[]): void {
    figures.set(name, figures.get(name) ?? []);
    for (const value of milliseconds) figures.get(name)?.push(value);
  }

  const stage: Stage = {
    ...workload,
    ...traffic,
    cluster,
    observer,
    random,
    short: options.short,
    keepBusy: traffic.begin,
    untilRunning() {
      const any = async () => {
        const all = await observer.running();
        return all[random.integer(all.length)];
      };
      return until('a running task', any, endMilliseconds);
    },
    async disturb({ taskId, attempt }, fault) {
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
    violate: (name, sentence) => void own.push([name, sentence]),
  };

  /** What does not come in time is for the judge to say. */
  async function inTime(what: string, look: () => Promise<boolean>, milliseconds: number): Promise<void> {
    await until(what, look, milliseconds).catch((error: Error) => notes.push(error.message));
  }

  async function settle(): Promise<void> {
    await inTime('all tasks to end', async () => (await observer.unfinished()) === 0, endMilliseconds);
    const last = await observer.events();
    const hasAll = ({ ended, recording: { stream, events } }: Traffic['subscribers'][number]) =>
      'taskId' in stream ? ended : events.length >= last - stream.position;
    await inTime('subscribers to catch up', async () => traffic.subscribers.every(hasAll), catchUpMilliseconds);
  }

  const giveUp = (error: unknown) => own.push(['lost', `The row was given up: ${error}`]);
  await row(stage).catch(giveUp);
  await cluster.heal();
  await traffic.end().catch(giveUp);
  await settle();
  if (disturbances.length > 0) measure('takeover', ...(await observer.takeovers(disturbances)));
  await Promise.all(traffic.subscribers.map((subscriber) => subscriber.close()));
  const { launches } = traffic;
  const recordings = traffic.subscribers.map(({ recording }) => recording);
  const findings = await cluster.ask((sql) =>
    judge({ sql, store: cluster.storage, organizationId, launches, recordings, temporary: cluster.temporary }),
  );
  for (const [name, sentence] of own) findings[name].push(sentence);
  return { trials: injected, findings, figures, notes };
}
