/** What a configuration requires of its dataset, and what is resolved from the profile. */
import type { TextOptions, WindowOptions } from '../../learning/data.ts';
import type { Modality, Objective } from '../../shared/objectives.ts';
import type { SplitOptions } from '../../shared/split.ts';

export interface FamilyCapabilities {
  name: string;
  modalities: readonly Modality[];
  objectives: readonly Objective[];
  isSemiSupervised: boolean;
}

/** What a configuration requires of the data. */
export interface DataRequirements {
  family: FamilyCapabilities;
  /** The result of `inferModality`. */
  modality: Modality;
  inputs: string[] | null;
  target: string | null;
  futureCovariates: string[] | null;
  split: SplitOptions;
  batchSize: number;
  /** How the family tokenizes texts and windows series; null for families that do not. */
  text: ((objective: Objective) => TextOptions) | null;
  window: WindowOptions | null;
}

/** The columns and the objective, after every open choice was made from the profile. */
export interface ResolvedColumns {
  inputs: string[] | null;
  target: string | null;
  futureCovariates: string[] | null;
  objective: Objective;
}

/** The options after every open choice was made from the profile. */
export interface ResolvedOptions extends ResolvedColumns {
  /** Size of the training set. */
  trainSamples: number;
}
