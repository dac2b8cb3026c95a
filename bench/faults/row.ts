/** A row of the fault matrix: one kind of fault. */
import type { ClusterOptions } from './cluster.ts';
import type { Stage } from './fixture.ts';

export interface FaultRow {
  name: string;
  /** Describes the fault in the table. */
  description: string;
  /** Number of faults in a full run, and in a short one. */
  trials: number;
  shortTrials: number;
  cluster: ClusterOptions;
  /** Returns why the row cannot run on this machine, or null. Absent if it runs everywhere. */
  unavailableReason?: () => string | null;
  run(stage: Stage): Promise<void>;
}

/** The cluster of most rows. */
export const ordinaryCluster: ClusterOptions = { gateways: 2, workers: 3, store: 'folder' };
