/** What a row of the matrix works with: a cluster, one organisation that keeps it busy, and a book of what happened. */
import { setTimeout as delay } from 'node:timers/promises';
import { successOf } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import type { Random } from '../../src/learning/random.ts';
import { until } from '../../test/support/until.ts';
import type { Cluster, Member } from './cluster.ts';
import { type Findings, judge, type Launch, type Violation } from './invariants.ts';
import { type Subscriber, subscribe, uuidOf } from './subscriber.ts';
import { createWorkload, type Workload } from './workload.ts';

/** A task that has not ended within this time after the last fault counts as lost. */
const endMilliseconds = 120_000;
const catchUpMilliseconds = 20_000;

/** A task, and the worker process that runs it. */
export interface Running {
  taskId: string;
  attempt: number;
  worker: Member;
}

interface LaunchOptions {
  configurationId?: string;
  idempotencyKey?: string;
  /** How the task may end. Default: it succeeds. */
  ends?: readonly string[];
  /** It is not the ordinary training, so there is nothing to compare its weights with. */
  incomparable?: boolean;
}

export interface Stage extends Workload {
  readonly cluster: Cluster;
  readonly random: Random;
  /** Faults to inject. */
  readonly trials: number;
  readonly short: boolean;
  /** Launches a training, and has a subscriber of one gateway record it. */
  launch(options?: LaunchOptions): Promise<Launch>;
  /** Sees to it that this many tasks are under way, until the returned function is called. */
  keepBusy(depth: number, fresh?: boolean): () => Promise<void>;
  /** Resolves with a task that runs on a worker that serves, any of them. */
  untilRunning(): Promise<Running>;
  /** Injects a fault that takes its worker from each of `victims`: how soon another has it is measured. */
  disturb(victims: Running[], fault: () => unknown): Promise<void>;
  /** Injects `trials` faults, each at a moment that chance decides, in so many lanes side by side: one after the other by itself. */
  inject(fault: (trial: number) => Promise<void>, lanes?: number): Promise<void>;
  /** A figure that the row is about, in milliseconds. */
  measure(name: string, milliseconds: number): void;
  note(text: string): void;
  /** What the row itself found that must not be. */
  violate(name: Violation, sentence: string): void;
  /** Recorders, for whoever looks at arrivals. */
  readonly subscribers: readonly Subscriber[];
  /** Waits for everything to end, and judges. */
  conclude(): Promise<Conclusion>;
}

export interface Conclusion {
  trials: number;
  findings: Findings;
  /** Milliseconds. */
  figures: Map<string, number[]>;
  notes: string[];
}

export interface StageOptions {
  name: string;
  cluster: Cluster;
  random: Random;
  trials: number;
  short: boolean;
  /** What the ordinary training makes (fingerprintOf); null: not known yet. */
  wanted: string | null;
}

export async function createStage(options: StageOptions): Promise<Stage> {
  const { cluster, random, name } = options;
  const workload = await createWorkload(cluster, name);
  const { api, token, configurationId } = workload;
  const organizationUuid = uuidOf(workload.organizationId);
  const launches: Launch[] = [];
  const subscribers: Subscriber[] = [];
  const disturbed: { taskId: string; attempt: number; at: number }[] = [];
  const figures = new Map<string, number[]>();
  const notes: string[] = [];
  const own: [Violation, string][] = [];
  const rests: (() => Promise<void>)[] = [];
  let injected = 0;

  async function launch(given: LaunchOptions = {}): Promise<Launch> {
    const idempotencyKey = given.idempotencyKey ?? crypto.randomUUID();
    const input = { train: { configurationId: given.configurationId ?? configurationId, idempotencyKey } };
    const { launchTask } = await api.request<{ launchTask: { id: string } }>(operations.launchTask, { input });
    const { id } = successOf(launchTask);
    const launched: Launch = {
      taskId: uuidOf(id),
      idempotencyKey,
      ends: given.ends ?? ['SUCCEEDED'],
      cancelled: false,
      wanted: given.incomparable ? null : options.wanted,
    };
    // One that was launched twice is one task.
    if (launches.some(({ taskId }) => taskId === launched.taskId)) return launched;
    launches.push(launched);
    const gateway = cluster.gateways[launches.length % cluster.gateways.length];
    subscribers.push(
      subscribe(gateway?.url ?? '', token, { taskId: id }, `${gateway?.part.name}, task ${launches.length}`),
    );
    return launched;
  }

  /** Every gateway has somebody who follows all tasks, from the first event of the first one. */
  async function followAll(): Promise<void> {
    await launch();
    const first = await until('the first event', async () => subscribers[0]?.recording.events[0]);
    for (const { url, part } of cluster.gateways) {
      const stream = { organizationId: workload.organizationId, after: first.cursor, position: 1 };
      subscribers.push(subscribe(url, token, stream, `${part.name}, all tasks`));
    }
  }

  const unfinished = () =>
    cluster.ask(async (sql) => {
      const [row] = await sql`
        select count(*)::int as count from tasks where organization_id = ${organizationUuid}
        and state in ('QUEUED', 'RUNNING', 'PAUSED')`;
      return Number(row?.count);
    });

  async function running(): Promise<Running[]> {
    const rows = await cluster.ask(
      (sql) => sql<{ taskId: string; attempt: number; pid: number }[]>`
      select t.id as "taskId", t.attempt, w.pid from tasks t join workers w on w.id = t.worker_id
      where t.state = 'RUNNING' and t.organization_id = ${organizationUuid}`,
    );
    return rows.flatMap(({ pid, ...task }) => {
      const worker = cluster.workers.find(({ part }) => part.serving && part.pid === pid);
      return worker ? [{ ...task, worker }] : [];
    });
  }

  /** Of every task that was taken from its worker and went on: how long that took. */
  async function takeovers(): Promise<number[]> {
    const claims = await cluster.ask(
      (sql) => sql<{ taskId: string; attempt: number; at: Date }[]>`
      select task_id as "taskId", attempt, at from task_events
      where organization_id = ${organizationUuid} and payload->>'to' = 'RUNNING' order by attempt`,
    );
    return disturbed.flatMap(({ taskId, attempt, at }) => {
      const next = claims.find((claim) => claim.taskId === taskId && claim.attempt > attempt);
      return next ? [next.at.getTime() - at] : [];
    });
  }

  async function settle(): Promise<void> {
    await inTime('tasks to end', async () => (await unfinished()) === 0, endMilliseconds);
    const all = await cluster.ask(
      (sql) => sql`select event_seq::int as last from organizations where id = ${organizationUuid}`,
    );
    await inTime(
      'subscribers to catch up',
      async () =>
        subscribers.every(({ ended, recording: { stream, events } }) =>
          'taskId' in stream ? ended : events.length >= all[0]?.last - stream.position,
        ),
      catchUpMilliseconds,
    );
  }

  /** What does not come is for the judge to say. */
  async function inTime(what: string, look: () => Promise<boolean>, milliseconds: number): Promise<void> {
    await until(what, look, milliseconds).catch((error: Error) => notes.push(error.message));
  }

  await followAll();
  return {
    ...workload,
    cluster,
    random,
    trials: options.trials,
    short: options.short,
    subscribers,
    launch,
    keepBusy(depth, fresh = false) {
      let busy = true;
      const launching = (async () => {
        for (; busy; await delay(100)) {
          if ((await unfinished()) < depth)
            await launch(fresh ? { configurationId: await workload.freshConfiguration() } : {});
        }
      })();
      launching.catch((error) => own.push(['lost', String(error)]));
      const rest = async () => {
        busy = false;
        await Promise.allSettled([launching]);
      };
      rests.push(rest); // should the row be given up
      return rest;
    },
    async untilRunning() {
      const found = await until(
        'a running task',
        async () => {
          const all = await running();
          return all[random.integer(all.length)];
        },
        endMilliseconds,
      );
      return found;
    },
    async disturb(victims, fault) {
      for (const { taskId, attempt } of victims) disturbed.push({ taskId, attempt, at: Date.now() });
      await fault();
    },
    async inject(fault, lanes = 1) {
      let next = 0;
      const lane = async () => {
        for (let trial = next++; trial < options.trials; trial = next++) {
          await delay(200 + random.next() * 1000);
          await fault(trial);
          injected++;
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
    measure(figure, milliseconds) {
      const values = figures.get(figure) ?? [];
      values.push(milliseconds);
      figures.set(figure, values);
    },
    note: (text) => void notes.push(text),
    violate: (name, sentence) => void own.push([name, sentence]),
    async conclude() {
      await cluster.heal();
      for (const rest of rests) await rest();
      await settle();
      const taken = await takeovers();
      if (taken.length > 0) figures.set('takeover', taken);
      await Promise.all(subscribers.map((subscriber) => subscriber.close()));
      const recordings = subscribers.map(({ recording }) => recording);
      const findings = await cluster.ask((sql) =>
        judge({ sql, store: cluster.storage, organizationId: organizationUuid, launches, recordings }),
      );
      for (const [name, sentence] of own) findings[name].push(sentence);
      return { trials: injected, findings, figures, notes };
    },
  };
}
