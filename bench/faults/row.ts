/** One kind of fault: a row of the matrix. */
import type { ClusterOptions } from './cluster.ts';
import type { Stage } from './stage.ts';

export interface FaultRow {
  name: string;
  /** What is done, for the table. */
  fault: string;
  /** Faults injected by a whole run, and by a short one. */
  trials: number;
  short: number;
  cluster: ClusterOptions;
  /** Why it cannot be done on this machine; null: it can. Absent: it can everywhere. */
  lacks?: () => string | null;
  run(stage: Stage): Promise<void>;
}

/** What most rows break. */
export const ordinaryCluster: ClusterOptions = { gateways: 2, workers: 3, store: 'folder' };
