/**
 * Determines which families can be trained on a dataset, well enough to sort the catalogue and to explain what does not fit. The
 * server makes the final decision (src/configurations/compatibility).
 */
import type { DatasetToLearnQuery, Modality, ModelFamiliesQuery, Objective, SplitMethod } from '../api/generated.ts';

export type Family = ModelFamiliesQuery['modelFamilies'][number];
type Dataset = Extract<DatasetToLearnQuery['node'], { __typename: 'Dataset' }>;
export type Profile = NonNullable<NonNullable<Dataset['version']>['profile']>;
export type Table = Extract<Profile, { __typename: 'TableProfile' }>;
export type Column = Table['columns'][number];

/** Same limit as in src/configurations/compatibility/target.ts. */
const maxNumericClasses = 100;
const likelyClasses = 20;
/** With fewer samples, families with few weights perform better. */
const fewRows = 500;
const fewTexts = 5000;

export type Reason =
  | 'needsImages'
  | 'needsColumns'
  | 'needsTable'
  | 'needsTexts'
  | 'needsDates'
  | 'needsTarget'
  | 'needsNoTarget'
  | 'needsNumber'
  | 'needsClasses'
  | 'needsBoxes'
  | 'needsNoBoxes'
  | 'needsTwoClasses';

export interface Use {
  modality: Modality;
  objective: Objective;
}

export type Fit = { use: Use } | { reason: Reason };

/** Columns that can be a target: not constant and not free text. */
export const targetsOf = ({ columns }: Table): Column[] =>
  columns.filter(({ type, distinct }) => type !== 'TEXT' && distinct > 1);

/** Default target: the last categorical column of a table, or the last numeric column of a time series. */
export function likelyTarget(table: Table): string | null {
  const targets = targetsOf(table);
  const last = (...types: Column['type'][]) => targets.findLast(({ type }) => types.includes(type))?.name;
  if (table.columns.some(({ type }) => type === 'DATE')) return last('NUMERIC') ?? last('CATEGORICAL') ?? null;
  return last('CATEGORICAL') ?? last('NUMERIC') ?? null;
}

export function fitOf(family: Family, profile: Profile, target: string | null): Fit {
  if (profile.__typename === 'ImagesProfile') return fitImages(family, profile);
  const wanted = profile.columns.find(({ name }) => name === target) ?? null;
  const others = profile.columns.filter(({ name }) => name !== target);
  const has = (type: Column['type']) => others.some((column) => column.type === type);
  const fits: Fit[] = family.modalities.map((modality) => {
    if (modality === 'IMAGE') return { reason: 'needsImages' };
    if (modality === 'TIME_SERIES') return fitSeries(wanted, has('DATE'));
    if (modality === 'TEXT') return fitTexts(family, wanted, has('TEXT'));
    if (others.every(({ type }) => type === 'TEXT')) return { reason: 'needsColumns' };
    return fitTable(family, wanted);
  });
  // A family for both texts and time series forecasts when the dataset allows it.
  return (
    fits.find((fit) => 'use' in fit && fit.use.modality === 'TIME_SERIES') ??
    fits.find((fit) => 'use' in fit) ??
    fits[0] ?? { reason: 'needsTable' }
  );
}

function fitImages(
  { modalities, objectives }: Family,
  profile: Extract<Profile, { __typename: 'ImagesProfile' }>,
): Fit {
  if (!modalities.includes('IMAGE')) return { reason: modalities.includes('TEXT') ? 'needsTexts' : 'needsTable' };
  const [objective = 'CLASSIFICATION'] = objectives;
  if (objective === 'DETECTION' && !profile.boxes) return { reason: 'needsBoxes' };
  if (objective === 'CLASSIFICATION') {
    if (profile.boxes !== null) return { reason: 'needsNoBoxes' };
    if (profile.classes.filter(({ count }) => count > 0).length < 2) return { reason: 'needsTwoClasses' };
  }
  return { use: { modality: 'IMAGE', objective } };
}

function fitSeries(target: Column | null, hasDates: boolean): Fit {
  if (!hasDates) return { reason: 'needsDates' };
  if (!target) return { reason: 'needsTarget' };
  return target.type === 'NUMERIC'
    ? { use: { modality: 'TIME_SERIES', objective: 'FORECASTING' } }
    : { reason: 'needsNumber' };
}

function fitTexts({ objectives }: Family, target: Column | null, hasTexts: boolean): Fit {
  if (!hasTexts) return { reason: 'needsTexts' };
  if (!target) {
    return objectives.includes('GENERATION')
      ? { use: { modality: 'TEXT', objective: 'GENERATION' } }
      : { reason: 'needsTarget' };
  }
  return isClasses(target) ? { use: { modality: 'TEXT', objective: 'CLASSIFICATION' } } : { reason: 'needsClasses' };
}

function fitTable({ objectives }: Family, target: Column | null): Fit {
  const to = (objective: Objective): Fit => ({ use: { modality: 'TABULAR', objective } });
  const found = objectives.find((one) => one === 'CLUSTERING' || one === 'DIMENSIONALITY_REDUCTION');
  if (!target) return found ? to(found) : { reason: 'needsTarget' };
  const [numbers, classes] = [objectives.includes('REGRESSION'), objectives.includes('CLASSIFICATION')];
  const isNumber = target.type !== 'CATEGORICAL';
  if (numbers && classes) {
    return to(isClasses(target) && (!isNumber || target.distinct <= likelyClasses) ? 'CLASSIFICATION' : 'REGRESSION');
  }
  if (numbers) return isNumber ? to('REGRESSION') : { reason: 'needsNumber' };
  if (classes) return isClasses(target) ? to('CLASSIFICATION') : { reason: 'needsClasses' };
  return { reason: 'needsNoTarget' };
}

const isClasses = ({ type, whole, distinct }: Column) =>
  type === 'CATEGORICAL' || (type === 'NUMERIC' && whole && distinct <= maxNumericClasses);

/** The recommended family. */
export function goodStart({ modality, objective }: Use, profile: Profile): string {
  const samples = profile.__typename === 'TableProfile' ? profile.rows : profile.count;
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

export const isSupervised = (objective: Objective): boolean =>
  objective === 'CLASSIFICATION' ||
  objective === 'REGRESSION' ||
  objective === 'FORECASTING' ||
  objective === 'DETECTION';

/** Time series are always split chronologically. */
export const isInTime = ({ modality, objective }: Use): boolean =>
  modality === 'TIME_SERIES' || (modality === 'TEXT' && objective === 'GENERATION');

interface UsualSplit {
  method: SplitMethod;
  validation: number;
  test: number;
  seed: number;
}

/** Defaults of the server (src/configurations/options.ts). */
export function usualSplit(use: Use): UsualSplit {
  const finds = use.modality === 'TABULAR' && !isSupervised(use.objective);
  return {
    method: isInTime(use) ? 'CHRONOLOGICAL' : 'STRATIFIED',
    validation: finds ? 0 : 0.1,
    test: finds ? 0 : 0.2,
    seed: 0,
  };
}

/** The objectives that a target column allows. */
export function goalOf(target: Column | undefined): 'found' | 'number' | 'classes' | 'both' {
  if (!target) return 'found';
  if (target.type === 'CATEGORICAL') return 'classes';
  return isClasses(target) ? 'both' : 'number';
}
