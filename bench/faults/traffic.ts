/** What goes on while things break: trainings are launched, and every one is recorded by a subscriber of one of the gateways. */
import { setTimeout as delay } from 'node:timers/promises';
import { successOf } from '../../src/demo/client.ts';
import * as operations from '../../src/demo/operations.ts';
import { until } from '../../test/support/until.ts';
import type { Cluster } from './cluster.ts';
import type { Launch } from './invariants.ts';
import type { Observer } from './observer.ts';
import { type Subscriber, subscribe, uuidOf } from './subscriber.ts';
import type { Workload } from './workload.ts';

export interface LaunchOptions {
  configurationId?: string;
  idempotencyKey?: string;
  /** How the task may end. Default: it succeeds. */
  ends?: readonly string[];
  /** It is not the ordinary training, so there is nothing to compare its weights with. */
  incomparable?: boolean;
}

export interface Traffic {
  /** Those that were acknowledged. */
  readonly launches: readonly Launch[];
  readonly subscribers: readonly Subscriber[];
  /** Launches a training, by default the ordinary one. */
  launch(options?: LaunchOptions): Promise<Launch>;
  /**
   * Sees to it that this many tasks are under way.
   * @param fresh each of them makes a model that is a file of its own
   */
  begin(depth: number, fresh?: boolean): void;
  /** Launches no more. @throws what a launch broke with */
  end(): Promise<void>;
}

/**
 * Launches a first training, which somebody at each gateway follows together with all that come after it.
 * @param wanted what the ordinary training makes (fingerprintOf); null: not known yet
 */
export async function startTraffic(
  { gateways }: Cluster,
  workload: Workload,
  observer: Observer,
  wanted: string | null,
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
    const { id } = successOf(launchTask);
    const earlier = launches.find(({ taskId }) => taskId === uuidOf(id));
    if (earlier?.idempotencyKey === idempotencyKey) return earlier; // one that is launched twice is one task
    const launched: Launch = {
      taskId: uuidOf(id),
      idempotencyKey,
      ends: given.ends ?? ['SUCCEEDED'],
      cancelled: false,
      wanted: given.incomparable ? null : wanted,
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
      await launch(fresh ? { configurationId: await workload.freshConfiguration() } : {});
    }
  }

  await launch();
  const first = await until('the first event', async () => subscribers[0]?.recording.events[0]);
  for (const { url, part } of gateways) {
    const stream = { organizationId: workload.organizationId, after: first.cursor, position: 1 };
    subscribers.push(subscribe(url, token, stream, `${part.name}, all tasks`));
  }
  return {
    launches,
    subscribers,
    launch,
    begin(depth, fresh = false) {
      busy = keepBusy(depth, fresh);
      busy.catch(() => undefined); // end() tells
    },
    async end() {
      ending = true;
      await busy;
    },
  };
}
