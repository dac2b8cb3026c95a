/** What models learn from, and what for. */

export const objectives = [
  'REGRESSION',
  'CLASSIFICATION',
  'FORECASTING',
  'CLUSTERING',
  'DIMENSIONALITY_REDUCTION',
  'GENERATION',
  'DETECTION',
] as const;
export type Objective = (typeof objectives)[number];

export const modalities = ['TABULAR', 'IMAGE', 'TEXT', 'TIME_SERIES'] as const;
export type Modality = (typeof modalities)[number];

const supervised: readonly Objective[] = ['REGRESSION', 'CLASSIFICATION', 'FORECASTING', 'DETECTION'];

/** Returns whether training for the objective requires targets (or boxes, for detection). */
export function isSupervised(objective: Objective): boolean {
  return supervised.includes(objective);
}
