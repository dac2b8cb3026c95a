/**
 * Determines which families can be trained on a dataset, to sort the catalogue and to explain what does not fit. The rules are
 * the server's, which checks further options (src/configurations/compatibility).
 */
import {
  canBeClasses,
  fitImages,
  fitSeries,
  fitTable,
  fitTexts,
  isVaried,
  type Misfit,
  type ObjectiveFit,
  type Target,
} from '../../shared/fit.ts';
import { isSupervised } from '../../shared/objectives.ts';
import { defaultSplit, isSequential, type SplitOptions } from '../../shared/split.ts';
import type { DatasetToLearnQuery, Modality, ModelFamiliesQuery, Objective } from '../api/generated.ts';

export type Family = ModelFamiliesQuery['modelFamilies'][number];
type Dataset = Extract<DatasetToLearnQuery['node'], { __typename: 'Dataset' }>;
export type Profile = NonNullable<NonNullable<Dataset['version']>['profile']>;
export type Table = Extract<Profile, { __typename: 'TableProfile' }>;
export type Column = Table['columns'][number];

/** With fewer samples, families with few weights perform better. */
const fewRows = 500;
const fewTexts = 5000;

export type Reason = Misfit | 'needsImages' | 'needsColumns' | 'needsTable' | 'needsTexts' | 'needsDates';

export interface Use {
  modality: Modality;
  objective: Objective;
}

export type Fit = { use: Use } | { reason: Reason };

const columnTypes = { NUMERIC: 'numeric', CATEGORICAL: 'categorical', TEXT: 'text', DATE: 'date' } as const;
const targetOf = ({ type, distinctCount, isInteger }: Column): Target => ({
  type: columnTypes[type],
  distinctCount,
  isInteger,
});

/** Columns that can be a target: not constant and not free text. */
export const targetsOf = ({ columns }: Table): Column[] =>
  columns.filter((column) => column.type !== 'TEXT' && isVaried(column));

/** Default target: the last categorical column of a table, or the last numeric column of a time series. */
export function likelyTarget(table: Table): string | null {
  const targets = targetsOf(table);
  const last = (...types: Column['type'][]) => targets.findLast(({ type }) => types.includes(type))?.name;
  if (table.columns.some(({ type }) => type === 'DATE')) return last('NUMERIC') ?? last('CATEGORICAL') ?? null;
  return last('CATEGORICAL') ?? last('NUMERIC') ?? null;
}

export function fitOf(family: Family, profile: Profile, target: string | null): Fit {
  const { modalities, objectives } = family;
  if (profile.__typename === 'ImageProfile') {
    if (modalities.includes('IMAGE'))
      return asUse('IMAGE', fitImages(objectives, { boxes: profile.boxCount, classes: profile.classes }));
    return { reason: modalities.includes('TEXT') ? 'needsTexts' : 'needsTable' };
  }
  const column = profile.columns.find(({ name }) => name === target);
  const wanted = column ? targetOf(column) : null;
  const others = profile.columns.filter(({ name }) => name !== target);
  const has = (type: Column['type']) => others.some((other) => other.type === type);
  const fits: Fit[] = modalities.map((modality) => {
    if (modality === 'IMAGE') return { reason: 'needsImages' };
    if (modality === 'TIME_SERIES') return has('DATE') ? asUse(modality, fitSeries(wanted)) : { reason: 'needsDates' };
    if (modality === 'TEXT')
      return has('TEXT') ? asUse(modality, fitTexts(objectives, wanted)) : { reason: 'needsTexts' };
    if (others.every(({ type }) => type === 'TEXT')) return { reason: 'needsColumns' };
    return asUse(modality, fitTable(objectives, wanted));
  });
  // A family for both texts and time series forecasts when the dataset allows it.
  return (
    fits.find((fit) => 'use' in fit && fit.use.modality === 'TIME_SERIES') ??
    fits.find((fit) => 'use' in fit) ??
    fits[0] ?? { reason: 'needsTable' }
  );
}

const asUse = (modality: Modality, fit: ObjectiveFit): Fit =>
  'objective' in fit ? { use: { modality, objective: fit.objective } } : fit;

/** The recommended family. */
export function goodStart({ modality, objective }: Use, profile: Profile): string {
  const samples = profile.__typename === 'TableProfile' ? profile.rowCount : profile.imageCount;
  const starts: Record<Modality, Partial<Record<Objective, string>>> = {
    TABULAR: {
      CLASSIFICATION: samples < fewRows ? 'logisticRegression' : 'gradientBoosting',
      REGRESSION: samples < fewRows ? 'linearRegression' : 'gradientBoosting',
      CLUSTERING: 'kMeans',
      DIMENSIONALITY_REDUCTION: 'pca',
    },
    IMAGE: { CLASSIFICATION: 'cnn', DETECTION: 'imageDetector', GENERATION: 'vae' },
    TEXT: { CLASSIFICATION: samples < fewTexts ? 'rnn' : 'transformer', GENERATION: 'transformer' },
    TIME_SERIES: { FORECASTING: 'rnn' },
  };
  return starts[modality][objective] ?? '';
}

/** Time series are always split chronologically. */
export const isInTime = ({ modality, objective }: Use): boolean => isSequential(modality, isSupervised(objective));

/** Returns the split that the server uses by default. */
export const usualSplit = ({ modality, objective }: Use): SplitOptions =>
  defaultSplit(modality, isSupervised(objective));

/** The objectives that a target column allows. */
export function goalOf(target: Column | undefined): 'found' | 'number' | 'classes' | 'both' {
  if (!target) return 'found';
  if (target.type === 'CATEGORICAL') return 'classes';
  return canBeClasses(targetOf(target)) ? 'both' : 'number';
}
