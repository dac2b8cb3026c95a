/** Breaks the network between two parts in every mode of proxy.ts, for shorter or longer than a lease. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from './cluster.ts';
import type { Stage } from './fixture.ts';
import type { RunningTask } from './observer.ts';
import { type FaultProxy, faultModes } from './proxy.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import { s3UnavailableReason, storeCluster } from './s3.ts';

/** A lease lasts 2 s. */
const [minFaultMs, maxFaultMs] = [500, 6000];

type Network = (running: RunningTask, gateway: Gateway) => FaultProxy | null;

export const partitionRows: FaultRow[] = [
  {
    name: 'partition',
    description:
      'network between worker and Postgres, gateway and Postgres, clients and gateway: drop, reset, delay, slow, half-open',
    trials: 50,
    shortTrials: 3,
    cluster: ordinaryCluster,
    run: breakNetworks([({ worker }) => worker.database, (_, { database }) => database, (_, { clients }) => clients]),
  },
];

export const storePartitionRows: FaultRow[] = [
  {
    name: 'partition.store',
    description: 'network between worker and S3, gateway and S3: the same',
    trials: 20,
    shortTrials: 2,
    cluster: storeCluster,
    unavailableReason: s3UnavailableReason,
    run: breakNetworks([({ worker }) => worker.store, (_, { store }) => store]),
  },
];

function breakNetworks(networks: Network[]): (stage: Stage) => Promise<void> {
  return async (stage) => {
    stage.maintainLoad(4);
    const { gateways } = stage.cluster;
    await stage.inject(async (trial) => {
      const running = await stage.untilRunning();
      const gateway = gateways[stage.random.integer(gateways.length)];
      const mode = faultModes[Math.floor(trial / networks.length) % faultModes.length];
      const network = gateway && networks[trial % networks.length]?.(running, gateway);
      if (!network || !mode) throw new Error('The row has no network or no fault mode to choose from.');
      network.set(mode);
      await delay(minFaultMs + stage.random.next() * (maxFaultMs - minFaultMs));
      network.set('pass');
    });
  };
}
