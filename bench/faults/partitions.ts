/** The network between two parts breaks in every way that proxy.ts knows, for longer or shorter than a lease. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Gateway } from './cluster.ts';
import type { Running } from './observer.ts';
import { type FaultProxy, faultModes } from './proxy.ts';
import { type FaultRow, ordinaryCluster } from './row.ts';
import { storeCluster, withoutS3 } from './s3.ts';
import type { Stage } from './stage.ts';

/** A lease is 2 s long. */
const [shortestMilliseconds, longestMilliseconds] = [500, 6000];

type Network = (running: Running, gateway: Gateway) => FaultProxy | null;

export const partitionRows: FaultRow[] = [
  {
    name: 'partition',
    fault:
      'network between worker and Postgres, gateway and Postgres, clients and gateway: drop, reset, delay, slow, half-open',
    trials: 50,
    short: 3,
    cluster: ordinaryCluster,
    run: breakNetworks([({ worker }) => worker.database, (_, { database }) => database, (_, { clients }) => clients]),
  },
];

export const storePartitionRows: FaultRow[] = [
  {
    name: 'partition.store',
    fault: 'network between worker and S3, gateway and S3: the same',
    trials: 20,
    short: 2,
    cluster: storeCluster,
    lacks: withoutS3,
    run: breakNetworks([({ worker }) => worker.store, (_, { store }) => store]),
  },
];

function breakNetworks(networks: Network[]): (stage: Stage) => Promise<void> {
  return async (stage) => {
    stage.keepBusy(4);
    const { gateways } = stage.cluster;
    await stage.inject(async (trial) => {
      const running = await stage.untilRunning();
      const gateway = gateways[stage.random.integer(gateways.length)];
      const mode = faultModes[Math.floor(trial / networks.length) % faultModes.length];
      const network = gateway && networks[trial % networks.length]?.(running, gateway);
      if (!network || !mode) throw new Error('There is nothing to break.');
      network.set(mode);
      await delay(shortestMilliseconds + stage.random.next() * (longestMilliseconds - shortestMilliseconds));
      network.set('pass');
    });
  };
}
