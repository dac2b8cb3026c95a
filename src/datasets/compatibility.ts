/** Checks a configuration against the profile of its dataset, before anything is launched. */

import { InvalidInput } from '../errors.ts';
import type { Modality, Objective, SplitOptions, TextOptions, WindowOptions } from '../learning/data.ts';
import { quoted, quotedList } from '../text.ts';
import { maxCategoryLength } from './formats/table.ts';
import type { ColumnProfile, DatasetProfile, ImagesProfile, TableProfile } from './profile.ts';

/** A numeric column with more distinct values than this is continuous, and cannot be a classification target. */
const maxNumericClasses = 100;
/** A family for both objectives classifies an integer target with at most this many distinct values. */
const maxInferredClasses = 20;

/** Bound of numeric targets: sums of squared errors must not overflow. */
const maxTargetMagnitude = 1e150;

/** Maximum edit distance to a column's name at which it is suggested. */
const maxTypos = 3;
/** Maximum number of columns, and maximum length of a name, that are compared to find a suggestion. */
const [maxCompared, maxComparedLength] = [1000, 100];

/** What a configuration requires of the data. */
export interface DataRequirements {
  family: {
    name: string;
    modalities: readonly Modality[];
    objectives: readonly Objective[];
    isSemiSupervised: boolean;
  };
  /** The result of `inferModality`. */
  modality: Modality;
  inputs: string[] | null;
  target: string | null;
  knownAhead: string[] | null;
  split: SplitOptions;
  batchSize: number;
  /** How the family tokenizes texts and windows series; null for families that do not. */
  text: ((objective: Objective) => TextOptions) | null;
  window: WindowOptions | null;
}

/** The options after every open choice was made from the profile. */
export interface ResolvedOptions {
  inputs: string[] | null;
  target: string | null;
  knownAhead: string[] | null;
  objective: Objective;
  /** Size of the training set. */
  trainSamples: number;
}

/** Returns the modality as which the family would read the dataset. @throws InvalidInput when the family cannot read it */
export function inferModality(
  profile: DatasetProfile,
  { family, inputs, target }: Pick<DataRequirements, 'family' | 'inputs' | 'target'>,
): Modality {
  if (profile.kind === 'images') {
    if (family.modalities.includes('IMAGE')) return 'IMAGE';
    throw modalityError(family, 'images', 'cnn');
  }
  const [first, ...others] = family.modalities.filter((modality) => modality !== 'IMAGE');
  if (first === undefined) throw modalityError(family, 'a table', 'mlp');
  if (others.length === 0) return first;
  // The family reads texts and series: a numeric target with a date column, and no text column, means forecasting; otherwise the
  // text column is classified.
  const chosen = new Set(inputs);
  const used = profile.columns.filter(({ name }) => inputs === null || chosen.has(name));
  const targetColumn = profile.columns.find(({ name }) => name === target);
  const has = (type: ColumnProfile['type']) => used.some((column) => column.type === type);
  return targetColumn?.type === 'numeric' && has('date') && !has('text') ? 'TIME_SERIES' : 'TEXT';
}

/** Makes every open choice from the profile. @throws InvalidInput naming the field of ConfigureModelInput and what to change */
export function resolveAgainstProfile(profile: DatasetProfile, requirements: DataRequirements): ResolvedOptions {
  if (requirements.knownAhead && requirements.modality !== 'TIME_SERIES') {
    throw new InvalidInput('input.knownAhead', 'Future covariates require a time series. Remove `knownAhead`.');
  }
  const resolved = resolveForModality(profile, requirements);
  const text = requirements.text?.(resolved.objective) ?? null;
  const { window, modality, family } = requirements;
  const { isSemiSupervised } = family;
  const samples = countSamples(profile, { ...resolved, modality, isSemiSupervised, text, window });
  return { ...resolved, trainSamples: countTrainSamples(samples, requirements) };
}

type ResolvedChoice = Omit<ResolvedOptions, 'trainSamples'>;

function resolveForModality(profile: DatasetProfile, requirements: DataRequirements): ResolvedChoice {
  if (profile.kind === 'images') return checkImages(profile, requirements);
  if (requirements.modality === 'TEXT') return checkTexts(profile, requirements);
  return requirements.modality === 'TIME_SERIES'
    ? checkSeries(profile, requirements)
    : checkTable(profile, requirements);
}

function modalityError({ name, modalities }: DataRequirements['family'], has: string, instead: string): InvalidInput {
  return new InvalidInput(
    'input.parameters',
    `The family ${quoted(name)} requires ${modalities.join(' or ')} data, but the dataset contains ${has}. Choose a matching family, such as "${instead}".`,
  );
}

/** Counts the samples that a family gets from a dataset, as the profile shows. @throws InvalidInput for too short a series */
export function countSamples(
  profile: DatasetProfile,
  how: {
    modality: Modality;
    objective: Objective;
    inputs: string[] | null;
    target: string | null;
    isSemiSupervised: boolean;
    text: TextOptions | null;
    window: WindowOptions | null;
  },
): number {
  const { modality, objective, inputs, target, isSemiSupervised, text, window } = how;
  if (profile.kind === 'images') return profile.count;
  const column = (name: string | null) => profile.columns.find((candidate) => candidate.name === name);
  if (modality === 'TEXT' && objective === 'GENERATION') {
    const characters = column(inputs?.[0] ?? null)?.characters ?? 0;
    return Math.floor((characters + profile.rows - 2) / (text?.length ?? 1));
  }
  if (modality === 'TIME_SERIES' && window) {
    const samples = profile.rows - window.contextLength - window.horizon + 1;
    if (samples >= 1) return samples;
    throw new InvalidInput(
      'input.datasetId',
      `A sample needs ${window.contextLength} past steps and ${window.horizon} forecast steps, but the series has only ${profile.rows} rows. ` +
        'Use a longer series or a shorter window.',
    );
  }
  return profile.rows - (isSemiSupervised ? 0 : (column(target)?.missing ?? 0));
}

function checkImages(profile: ImagesProfile, { inputs, target, family }: DataRequirements): ResolvedChoice {
  if (inputs) throw new InvalidInput('input.inputs', 'Images have no columns. Remove `inputs`.');
  if (target !== null) {
    throw new InvalidInput('input.target', 'The target of images is given by their folders or boxes. Remove `target`.');
  }
  const [objective = 'CLASSIFICATION'] = family.objectives;
  const chosen = { inputs: null, target: null, knownAhead: null, objective };
  if (objective === 'DETECTION') {
    if (profile.boxes) return chosen;
    throw new InvalidInput(
      'input.datasetId',
      `"${family.name}" requires images with bounding boxes. Upload a .zip with images and a JSON file in COCO format.`,
    );
  }
  if (objective === 'GENERATION') return chosen;
  if (profile.boxes !== undefined) {
    throw new InvalidInput(
      'input.datasetId',
      'The images have bounding boxes but no classes. Choose a matching family, such as "imageDetector".',
    );
  }
  if (profile.classes.filter(({ count }) => count > 0).length < 2) {
    throw new InvalidInput('input.datasetId', 'The dataset has only one class. Classification needs at least two.');
  }
  return chosen;
}

function checkTexts(profile: TableProfile, { inputs, target, family }: DataRequirements): ResolvedChoice {
  const generates = target === null && family.objectives.includes('GENERATION');
  if (!generates && target === null) {
    throw new InvalidInput('input.target', `Set \`target\`. The columns are ${namesOf(profile)}.`);
  }
  const texts = profile.columns.filter(({ name, type }) => type === 'text' && name !== target).map(({ name }) => name);
  const [column, ...others] = inputs ?? texts;
  if (column === undefined || others.length > 0) {
    const seriesHint = family.modalities.includes('TIME_SERIES')
      ? ' To forecast a time series, it also needs a date column.'
      : '';
    throw new InvalidInput(
      'input.inputs',
      texts.length > 0
        ? `"${family.name}" uses exactly one text column. Set \`inputs\` to one of ${quotedList(texts)}.`
        : `"${family.name}" requires a text column, and none of ${namesOf(profile)} contains free text. Set \`inputs\` to the column to read.${seriesHint}`,
    );
  }
  const { type } = columnOf(profile, column, 'input.inputs.0');
  if (type !== 'text' && type !== 'categorical') {
    throw new InvalidInput('input.inputs.0', `Column ${quoted(column)} is not a text column.`);
  }
  const chosen = { inputs: [column], knownAhead: null };
  if (target === null) return { ...chosen, target, objective: 'GENERATION' };
  if (target === column)
    throw new InvalidInput('input.inputs.0', `Column ${quoted(column)} is the target and cannot be an input.`);
  // Texts are only classified, never regressed.
  const classes = { ...family, objectives: ['CLASSIFICATION'] as const };
  return { ...chosen, target, objective: inferObjective(columnOf(profile, target, 'input.target'), classes) };
}

function checkSeries(profile: TableProfile, { inputs, target, knownAhead, family }: DataRequirements): ResolvedChoice {
  if (target === null) {
    throw new InvalidInput(
      'input.target',
      `Set \`target\` to the column to forecast. The columns are ${namesOf(profile)}.`,
    );
  }
  const { type, distinct } = columnOf(profile, target, 'input.target');
  if (type !== 'numeric')
    throw new InvalidInput('input.target', `Column ${quoted(target)} is not numeric and cannot be forecast.`);
  if (distinct < 2) throw new InvalidInput('input.target', tooFewValues(target, distinct));
  assertTargetRange(columnOf(profile, target, 'input.target'));
  const ahead = new Set(knownAhead);
  const chosen = new Set(inputs);
  const dates = new Set(profile.columns.filter((column) => column.type === 'date').map(({ name }) => name));
  const [time] = [...dates].filter((name) => inputs === null || chosen.has(name));
  if (time === undefined) {
    throw new InvalidInput(
      'input.inputs',
      dates.size > 0
        ? `"${family.name}" requires a date column. Add one of ${quotedList([...dates])} to \`inputs\`.`
        : `"${family.name}" requires a date column, and the dataset has none. Write dates in the format 2026-01-31.`,
    );
  }
  const usable = defaultInputs(profile, target).filter((name) => !dates.has(name) && !ahead.has(name));
  const measured = inputs?.filter((name) => name !== time) ?? usable;
  for (const [names, field] of [
    [measured, 'input.inputs'],
    [knownAhead ?? [], 'input.knownAhead'],
  ] as const) {
    if (names.length > 0) checkInputs(profile, names, target, field);
    const second = names.find((name) => dates.has(name));
    if (second)
      throw new InvalidInput(field, `Column ${quoted(second)} is a second date column. A time series has exactly one.`);
  }
  const both = measured.find((name) => ahead.has(name));
  if (both)
    throw new InvalidInput(
      'input.knownAhead',
      `Column ${quoted(both)} is in both \`inputs\` and \`knownAhead\`. Remove it from one of them.`,
    );
  return { inputs: [time, ...measured], target, knownAhead: knownAhead ?? [], objective: 'FORECASTING' };
}

const namesOf = (profile: TableProfile) => quotedList(profile.columns.map(({ name }) => name));

const tooFewValues = (name: string, distinct: number) =>
  `Column ${quoted(name)} has ${distinct} distinct ${distinct === 1 ? 'value' : 'values'}. The target needs at least two.`;

function checkTable(profile: TableProfile, requirements: DataRequirements): ResolvedChoice {
  const { name: family, objectives } = requirements.family;
  const found = objectives.find((one) => one === 'CLUSTERING' || one === 'DIMENSIONALITY_REDUCTION');
  const predicts = objectives.some((one) => one === 'CLASSIFICATION' || one === 'REGRESSION');
  if (found && (requirements.target === null || !predicts)) {
    if (requirements.target !== null) {
      throw new InvalidInput('input.target', `"${family}" does not use a target. Remove \`target\`.`);
    }
    const inputs = requirements.inputs ?? defaultInputs(profile, null);
    checkInputs(profile, inputs, null);
    return { inputs, target: null, knownAhead: null, objective: found };
  }
  if (requirements.target === null) {
    throw new InvalidInput('input.target', `Set \`target\`. The columns are ${namesOf(profile)}.`);
  }
  const target = columnOf(profile, requirements.target, 'input.target');
  const objective = inferObjective(target, requirements.family);
  if (objective === 'REGRESSION') assertTargetRange(target);
  const inputs = requirements.inputs ?? defaultInputs(profile, target.name);
  checkInputs(profile, inputs, target.name);
  return { inputs, target: target.name, knownAhead: null, objective };
}

/** @throws InvalidInput when squared errors of predictions could overflow */
function assertTargetRange({ name, minimum, maximum }: ColumnProfile): void {
  if (Math.max(-(minimum ?? 0), maximum ?? 0) <= maxTargetMagnitude) return;
  throw new InvalidInput(
    'input.target',
    `Column ${quoted(name)} has numbers beyond ${maxTargetMagnitude}, too large for sums of squared errors. Divide the column by a constant.`,
  );
}

function checkInputs(profile: TableProfile, inputs: string[], target: string | null, path = 'input.inputs'): void {
  if (inputs.length === 0) throw new InvalidInput('input.inputs', 'Select at least one input column.');
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const named = new Set<string>();
  for (const [index, name] of inputs.entries()) {
    const field = `${path}.${index}`;
    const column = columns.get(name) ?? columnOf(profile, name, field);
    if (name === target) throw new InvalidInput(field, `Column ${quoted(name)} is the target and cannot be an input.`);
    if (named.has(name)) throw new InvalidInput(field, `Column ${quoted(name)} is listed twice.`);
    named.add(name);
    if (column.type === 'text') {
      throw new InvalidInput(
        field,
        `Column ${quoted(name)} is a text column, which this family does not support. Remove it.`,
      );
    }
  }
}

/** Returns every column except the target and the text columns. */
function defaultInputs(profile: TableProfile, target: string | null): string[] {
  return profile.columns.filter(({ name, type }) => name !== target && type !== 'text').map(({ name }) => name);
}

function inferObjective(target: ColumnProfile, family: DataRequirements['family']): Objective {
  const { name, type, distinct, whole } = target;
  if (distinct < 2) throw new InvalidInput('input.target', tooFewValues(name, distinct));
  if (type === 'text') {
    throw new InvalidInput(
      'input.target',
      `Column ${quoted(name)} is a text column. The target must be numeric or categorical, with classes of at most ${maxCategoryLength} characters.`,
    );
  }
  const numeric = type !== 'categorical';
  const classes = !numeric || (whole && distinct <= maxNumericClasses);
  const supports = (objective: Objective) => family.objectives.includes(objective);
  if (supports('REGRESSION') && supports('CLASSIFICATION')) {
    return !numeric || (classes && distinct <= maxInferredClasses) ? 'CLASSIFICATION' : 'REGRESSION';
  }
  if (supports('REGRESSION')) {
    if (numeric) return 'REGRESSION';
    throw new InvalidInput(
      'input.target',
      `Column ${quoted(name)} is categorical, but "${family.name}" predicts numbers.`,
    );
  }
  if (classes) return 'CLASSIFICATION';
  throw new InvalidInput(
    'input.target',
    `Column ${quoted(name)} has ${distinct} distinct numbers, so it is treated as continuous, but "${family.name}" predicts classes. ` +
      'Choose a regression family, such as "linearRegression".',
  );
}

function countTrainSamples(total: number, { split, batchSize }: DataRequirements): number {
  const samples = total - Math.round(total * split.test) - Math.round(total * split.validation);
  if (samples < 1) {
    const count = `${total} ${total === 1 ? 'sample' : 'samples'}`;
    throw new InvalidInput('input.split', `The split leaves no training samples: the dataset has ${count}.`);
  }
  if (batchSize > samples) {
    throw new InvalidInput(
      'input.training.batchSize',
      `The batch size ${batchSize} exceeds the ${samples} training samples. Use at most ${samples}.`,
    );
  }
  return samples;
}

function columnOf(profile: TableProfile, name: string, field: string): ColumnProfile {
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const names = profile.columns.map((candidate) => candidate.name);
  // The time of a comparison grows with both lengths, so long names, and pairs whose lengths differ too much, are skipped.
  const [nearest] = names
    .filter(
      (other) =>
        Math.max(name.length, other.length) <= maxComparedLength && Math.abs(name.length - other.length) <= maxTypos,
    )
    .slice(0, maxCompared)
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .sort((a, b) => a.distance - b.distance);
  const hint = nearest && nearest.distance <= maxTypos ? ` Did you mean ${quoted(nearest.other)}?` : '';
  throw new InvalidInput(field, `Column ${quoted(name)} not found.${hint} The columns are ${quotedList(names)}.`);
}

/** Returns the Levenshtein distance, ignoring case. */
function editDistance(from: string, to: string): number {
  const [a, b] = [from.toLowerCase(), to.toLowerCase()];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[j] ?? 0) + 1, (current[j - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
