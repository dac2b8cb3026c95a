/** The rows of the matrix in the order in which they run; rows with the same kind of cluster are adjacent. */
import { clockRows } from './clocks.ts';
import { databaseRows } from './databases.ts';
import { diskRows } from './disks.ts';
import { gatewayRows } from './gateways.ts';
import { killRows } from './kills.ts';
import { mutationRows } from './mutations.ts';
import { partitionRows, storePartitionRows } from './partitions.ts';
import { poisonRows } from './poison.ts';
import type { FaultRow } from './row.ts';
import { stepRows } from './steps.ts';
import { storeRows } from './stores.ts';
import { stormRows } from './storm.ts';
import { zombieRows } from './zombies.ts';

export const rows: FaultRow[] = [
  ...killRows,
  ...databaseRows,
  ...zombieRows,
  ...mutationRows,
  ...clockRows,
  ...partitionRows,
  ...gatewayRows,
  ...stepRows,
  ...poisonRows,
  ...diskRows,
  ...storePartitionRows,
  ...storeRows,
  ...stormRows,
];
