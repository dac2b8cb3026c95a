/** The load during a fault: trainings are launched, and a subscriber of one of the gateways records each of them. */
import { setTimeout as delay } from 'node:timers/promises';
import { unwrapResult } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { waitFor } from '../../test/support/wait-for.ts';
import type { Cluster } from './cluster.ts';
import type { Launch } from './invariants.ts';
import type { Observer } from './observer.ts';
import { type Subscriber, subscribe, uuidOf } from './subscriber.ts';
import type { Workload } from './workload.ts';

export interface LaunchOptions {
  configurationId?: string;
  idempotencyKey?: string;
  /** States in which the task may end. Default: SUCCEEDED. */
  ends?: readonly string[];
  /** Skips the comparison of weights, for trainings other than the baseline. */
  skipComparison?: boolean;
}

export interface Traffic {
  /** Acknowledged launches. */
  readonly launches: readonly Launch[];
  readonly subscribers: readonly Subscriber[];
  /** Launches a training; by default the baseline training. */
  launch(options?: LaunchOptions): Promise<Launch>;
  /**
   * Keeps this many tasks unfinished.
   * @param fresh each task's model is a file of its own
   */
  start(depth: number, fresh?: boolean): void;
  /** Stops launching. @throws the error of a failed launch */
  stop(): Promise<void>;
}

/**
 * Launches a first training. At each gateway, one subscriber follows its events and those of all later tasks.
 * @param expectedFingerprint fingerprint of the baseline training (fingerprintOf); null if not known yet
 */
export async function startTraffic(
  { gateways }: Cluster,
  workload: Workload,
  observer: Observer,
  expectedFingerprint: string | null,
): Promise<Traffic> {
  const { api, token } = workload;
  const launches: Launch[] = [];
  const subscribers: Subscriber[] = [];
  let busy: Promise<void> | null = null;
  let ending = false;

  async function launch(given: LaunchOptions = {}): Promise<Launch> {
    const idempotencyKey = given.idempotencyKey ?? crypto.randomUUID();
    const train = { configurationId: given.configurationId ?? workload.configurationId, idempotencyKey };
    const { launchTask } = await api.request<{ launchTask: { id: string } }>(operations.launchTask, {
      input: { train },
    });
    const { id } = unwrapResult(launchTask);
    const earlier = launches.find(({ taskId }) => taskId === uuidOf(id));
    if (earlier?.idempotencyKey === idempotencyKey) return earlier; // the key was used before, so it is the same task
    const launched: Launch = {
      taskId: uuidOf(id),
      idempotencyKey,
      allowedStates: given.ends ?? ['SUCCEEDED'],
      cancelled: false,
      expectedFingerprint: given.skipComparison ? null : expectedFingerprint,
    };
    launches.push(launched);
    const gateway = gateways[launches.length % gateways.length];
    const name = `${gateway?.part.name}, task ${launches.length}`;
    subscribers.push(subscribe(gateway?.url ?? '', token, { taskId: id }, name));
    return launched;
  }

  async function keepBusy(depth: number, fresh: boolean): Promise<void> {
    for (; !ending; await delay(100)) {
      if ((await observer.unfinished()) >= depth) continue;
      await launch(fresh ? { configurationId: await workload.uniqueConfiguration() } : {});
    }
  }

  await launch();
  const first = await waitFor('the first event', async () => subscribers[0]?.recording.events[0]);
  for (const { url, part } of gateways) {
    const stream = { organizationId: workload.organizationId, after: first.cursor, position: 1 };
    subscribers.push(subscribe(url, token, stream, `${part.name}, all tasks`));
  }
  return {
    launches,
    subscribers,
    launch,
    start(depth, fresh = false) {
      busy = keepBusy(depth, fresh);
      busy.catch(() => undefined); // stop() throws it
    },
    async stop() {
      ending = true;
      await busy;
    },
  };
}
