/** Checks a configuration against what its dataset holds, before anything is launched. */

import { InvalidInput } from '../errors.ts';
import type { Modality, Objective, SplitOptions, TextOptions, WindowOptions } from '../learning/data.ts';
import { quoted, quotedList } from '../text.ts';
import type { ColumnProfile, DatasetProfile, ImagesProfile, TableProfile } from './profile.ts';
import { maxCategoryLength } from './table.ts';

/** More classes than this in a numeric column mean that it is a quantity. */
const mostNumericClasses = 100;
/** A family that does both takes a whole-numbered target with at most this many values for classes. */
const likelyClasses = 20;

/** Numbers to predict are at most so large: errors are squared and added up. */
const maxTargetMagnitude = 1e150;

/** A name that differs from a column's by no more is taken for a slip. */
const maxTypos = 3;
/** Columns, and characters of a name, that are compared to find the one that was meant. */
const [maxCompared, maxComparedLength] = [1000, 100];

/** What is asked of the data. */
export interface Demand {
  family: {
    name: string;
    modalities: readonly Modality[];
    objectives: readonly Objective[];
    learnsUnlabelled: boolean;
  };
  /** What modalityOf found. */
  modality: Modality;
  inputs: string[] | null;
  target: string | null;
  knownAhead: string[] | null;
  split: SplitOptions;
  batchSize: number;
  /** How the family reads texts and cuts series, if it does. */
  text: ((objective: Objective) => TextOptions) | null;
  window: WindowOptions | null;
}

/** What the data can give: every choice that was left open is made. */
export interface Agreement {
  inputs: string[] | null;
  target: string | null;
  knownAhead: string[] | null;
  objective: Objective;
  /** Samples that will be learned from. */
  trainSamples: number;
}

/** As what kind of data the family would learn from this. @throws InvalidInput when it cannot */
export function modalityOf(
  profile: DatasetProfile,
  { family, inputs, target }: Pick<Demand, 'family' | 'inputs' | 'target'>,
): Modality {
  if (profile.kind === 'images') {
    if (family.modalities.includes('IMAGE')) return 'IMAGE';
    throw wrongKind(family, 'images', 'cnn');
  }
  const [first, ...others] = family.modalities.filter((modality) => modality !== 'IMAGE');
  if (first === undefined) throw wrongKind(family, 'a table', 'mlp');
  if (others.length === 0) return first;
  // A family for texts and for series: a number that is to be forecast from dates, or something that is said of a text.
  const chosen = new Set(inputs);
  const used = profile.columns.filter(({ name }) => inputs === null || chosen.has(name));
  const wanted = profile.columns.find(({ name }) => name === target);
  const has = (type: ColumnProfile['type']) => used.some((column) => column.type === type);
  return wanted?.type === 'numeric' && has('date') && !has('text') ? 'TIME_SERIES' : 'TEXT';
}

/** @throws InvalidInput naming the field of ConfigureModelInput and what would be right */
export function checkAgainstProfile(profile: DatasetProfile, demand: Demand): Agreement {
  if (demand.knownAhead && demand.modality !== 'TIME_SERIES') {
    throw new InvalidInput(
      'input.knownAhead',
      'Only the columns of a time series can be known ahead. Leave `knownAhead` out.',
    );
  }
  const agreed = choose(profile, demand);
  const text = demand.text?.(agreed.objective) ?? null;
  const { window, modality, family } = demand;
  const { learnsUnlabelled } = family;
  const samples = countSamples(profile, { ...agreed, modality, learnsUnlabelled, text, window });
  return { ...agreed, trainSamples: trainSamples(samples, demand) };
}

type Choice = Omit<Agreement, 'trainSamples'>;

function choose(profile: DatasetProfile, demand: Demand): Choice {
  if (profile.kind === 'images') return checkImages(profile, demand);
  if (demand.modality === 'TEXT') return checkTexts(profile, demand);
  return demand.modality === 'TIME_SERIES' ? checkSeries(profile, demand) : checkTable(profile, demand);
}

function wrongKind({ name, modalities }: Demand['family'], has: string, instead: string): InvalidInput {
  return new InvalidInput(
    'input.parameters',
    `The family ${quoted(name)} learns from ${modalities.join(' or ')} data, but the dataset holds ${has}. Choose a family for it, such as "${instead}".`,
  );
}

/** Samples that a family has of a dataset, as far as the profile tells. */
export function countSamples(
  profile: DatasetProfile,
  how: {
    modality: Modality;
    objective: Objective;
    inputs: string[] | null;
    target: string | null;
    learnsUnlabelled: boolean;
    text: TextOptions | null;
    window: WindowOptions | null;
  },
): number {
  const { modality, objective, inputs, target, learnsUnlabelled, text, window } = how;
  if (profile.kind === 'images') return profile.count;
  const column = (name: string | null) => profile.columns.find((candidate) => candidate.name === name);
  if (modality === 'TEXT' && objective === 'GENERATION') {
    const characters = column(inputs?.[0] ?? null)?.characters ?? 0;
    return Math.floor((characters + profile.rows - 2) / (text?.length ?? 1));
  }
  if (modality === 'TIME_SERIES' && window) {
    const samples = profile.rows - window.length - window.horizon + 1;
    if (samples >= 1) return samples;
    throw new InvalidInput(
      'input.datasetId',
      `A sample takes ${window.length} steps to look at and ${window.horizon} to forecast; the series has ${profile.rows} rows. ` +
        'Give a longer series, or a shorter window.',
    );
  }
  return profile.rows - (learnsUnlabelled ? 0 : (column(target)?.missing ?? 0));
}

function checkImages(profile: ImagesProfile, { inputs, target, family }: Demand): Choice {
  if (inputs) throw new InvalidInput('input.inputs', 'Images have no columns. Leave `inputs` out.');
  if (target !== null) {
    throw new InvalidInput('input.target', 'What images show is told by their folders or boxes. Leave `target` out.');
  }
  const [objective = 'CLASSIFICATION'] = family.objectives;
  const chosen = { inputs: null, target: null, knownAhead: null, objective };
  if (objective === 'DETECTION') {
    if (profile.boxes) return chosen;
    throw new InvalidInput(
      'input.datasetId',
      `"${family.name}" learns where things are, and the dataset has no boxes. Upload a zip with images and a JSON file in the COCO format.`,
    );
  }
  if (objective === 'GENERATION') return chosen;
  if (profile.boxes !== undefined) {
    throw new InvalidInput(
      'input.datasetId',
      `The images of the dataset have boxes and no classes. Choose a family for it, such as "imageDetector".`,
    );
  }
  if (profile.classes.filter(({ count }) => count > 0).length < 2) {
    throw new InvalidInput('input.datasetId', 'The dataset has only one class; there is nothing to tell apart.');
  }
  return chosen;
}

function checkTexts(profile: TableProfile, { inputs, target, family }: Demand): Choice {
  const writes = target === null && family.objectives.includes('GENERATION');
  if (!writes && target === null) {
    throw new InvalidInput('input.target', `Name the column to learn. The columns are ${namesOf(profile)}.`);
  }
  const texts = profile.columns.filter(({ name, type }) => type === 'text' && name !== target).map(({ name }) => name);
  const [column, ...others] = inputs ?? texts;
  if (column === undefined || others.length > 0) {
    const series = family.modalities.includes('TIME_SERIES')
      ? ' To forecast a series, it needs a column of dates too.'
      : '';
    throw new InvalidInput(
      'input.inputs',
      texts.length > 0
        ? `"${family.name}" reads one column of texts. Name one of ${quotedList(texts)}.`
        : `"${family.name}" reads one column of texts, and none of ${namesOf(profile)} holds free text. Name the one to read.${series}`,
    );
  }
  const { type } = columnOf(profile, column, 'input.inputs.0');
  if (type !== 'text' && type !== 'categorical') {
    throw new InvalidInput('input.inputs.0', `${quoted(column)} does not hold texts.`);
  }
  const chosen = { inputs: [column], knownAhead: null };
  if (target === null) return { ...chosen, target, objective: 'GENERATION' };
  if (target === column)
    throw new InvalidInput('input.inputs.0', `${quoted(column)} is the target; it cannot be an input too.`);
  // Texts are told apart; numbers are not read off them.
  const classes = { ...family, objectives: ['CLASSIFICATION'] as const };
  return { ...chosen, target, objective: objectiveOf(columnOf(profile, target, 'input.target'), classes) };
}

function checkSeries(profile: TableProfile, { inputs, target, knownAhead, family }: Demand): Choice {
  if (target === null) {
    throw new InvalidInput('input.target', `Name the column to forecast. The columns are ${namesOf(profile)}.`);
  }
  const { type, distinct } = columnOf(profile, target, 'input.target');
  if (type !== 'numeric')
    throw new InvalidInput('input.target', `${quoted(target)} does not hold numbers to forecast.`);
  if (distinct < 2)
    throw new InvalidInput('input.target', `${quoted(target)} has ${distinct} distinct value(s): nothing to learn.`);
  assertSquares(columnOf(profile, target, 'input.target'));
  const ahead = new Set(knownAhead);
  const chosen = new Set(inputs);
  const dates = new Set(profile.columns.filter((column) => column.type === 'date').map(({ name }) => name));
  const [time] = [...dates].filter((name) => inputs === null || chosen.has(name));
  if (time === undefined) {
    throw new InvalidInput(
      'input.inputs',
      dates.size > 0
        ? `"${family.name}" needs the dates of the series: name one of ${quotedList([...dates])} too.`
        : `"${family.name}" forecasts a series, and no column holds dates. Write them like 2026-01-31.`,
    );
  }
  const usable = usableInputs(profile, target).filter((name) => !dates.has(name) && !ahead.has(name));
  const measured = inputs?.filter((name) => name !== time) ?? usable;
  for (const [names, field] of [
    [measured, 'input.inputs'],
    [knownAhead ?? [], 'input.knownAhead'],
  ] as const) {
    if (names.length > 0) checkInputs(profile, names, target, field);
    const second = names.find((name) => dates.has(name));
    if (second) throw new InvalidInput(field, `${quoted(second)} holds dates too; a series has one column of them.`);
  }
  const both = measured.find((name) => ahead.has(name));
  if (both) throw new InvalidInput('input.knownAhead', `${quoted(both)} is an input already; name it once.`);
  return { inputs: [time, ...measured], target, knownAhead: knownAhead ?? [], objective: 'FORECASTING' };
}

const namesOf = (profile: TableProfile) => quotedList(profile.columns.map(({ name }) => name));

function checkTable(profile: TableProfile, demand: Demand): Choice {
  const { name: family, objectives } = demand.family;
  const found = objectives.find((one) => one === 'CLUSTERING' || one === 'DIMENSIONALITY_REDUCTION');
  const predicts = objectives.some((one) => one === 'CLASSIFICATION' || one === 'REGRESSION');
  if (found && (demand.target === null || !predicts)) {
    if (demand.target !== null) {
      throw new InvalidInput(
        'input.target',
        `"${family}" finds something new; there is no target. Leave \`target\` out.`,
      );
    }
    const inputs = demand.inputs ?? usableInputs(profile, null);
    checkInputs(profile, inputs, null);
    return { inputs, target: null, knownAhead: null, objective: found };
  }
  if (demand.target === null) {
    throw new InvalidInput('input.target', `Name the column to learn. The columns are ${namesOf(profile)}.`);
  }
  const target = columnOf(profile, demand.target, 'input.target');
  const objective = objectiveOf(target, demand.family);
  if (objective === 'REGRESSION') assertSquares(target);
  const inputs = demand.inputs ?? usableInputs(profile, target.name);
  checkInputs(profile, inputs, target.name);
  return { inputs, target: target.name, knownAhead: null, objective };
}

/** @throws InvalidInput when the errors of predictions could not be squared */
function assertSquares({ name, minimum, maximum }: ColumnProfile): void {
  if (Math.max(-(minimum ?? 0), maximum ?? 0) <= maxTargetMagnitude) return;
  throw new InvalidInput(
    'input.target',
    `${quoted(name)} holds numbers beyond ${maxTargetMagnitude}, too large for errors to be squared and added up. Divide the column by a constant.`,
  );
}

function checkInputs(profile: TableProfile, inputs: string[], target: string | null, path = 'input.inputs'): void {
  if (inputs.length === 0) throw new InvalidInput('input.inputs', 'Name at least one column to learn from.');
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const named = new Set<string>();
  for (const [index, name] of inputs.entries()) {
    const field = `${path}.${index}`;
    const column = columns.get(name) ?? columnOf(profile, name, field);
    if (name === target) throw new InvalidInput(field, `${quoted(name)} is the target; it cannot be an input too.`);
    if (named.has(name)) throw new InvalidInput(field, `${quoted(name)} is named twice.`);
    named.add(name);
    if (column.type === 'text') {
      throw new InvalidInput(field, `${quoted(name)} holds free text, which this family cannot read. Leave it out.`);
    }
  }
}

/** Every column but the target that a table family can read and that could tell anything. */
function usableInputs(profile: TableProfile, target: string | null): string[] {
  return profile.columns.filter(({ name, type }) => name !== target && type !== 'text').map(({ name }) => name);
}

function objectiveOf(target: ColumnProfile, family: Demand['family']): Objective {
  const { name, type, distinct, whole } = target;
  if (distinct < 2)
    throw new InvalidInput('input.target', `${quoted(name)} has ${distinct} distinct value(s): nothing to learn.`);
  if (type === 'text') {
    throw new InvalidInput(
      'input.target',
      `${quoted(name)} holds free text; a target is a number or one of a few classes, of at most ${maxCategoryLength} characters each.`,
    );
  }
  const numeric = type !== 'categorical';
  const classes = !numeric || (whole && distinct <= mostNumericClasses);
  const wants = (objective: Objective) => family.objectives.includes(objective);
  if (wants('REGRESSION') && wants('CLASSIFICATION')) {
    return !numeric || (classes && distinct <= likelyClasses) ? 'CLASSIFICATION' : 'REGRESSION';
  }
  if (wants('REGRESSION')) {
    if (numeric) return 'REGRESSION';
    throw new InvalidInput('input.target', `${quoted(name)} holds categories; "${family.name}" predicts numbers.`);
  }
  if (classes) return 'CLASSIFICATION';
  throw new InvalidInput(
    'input.target',
    `${quoted(name)} holds ${distinct} different numbers, so it is a quantity; "${family.name}" predicts classes. ` +
      'Choose a family for regression, such as "linearRegression".',
  );
}

function trainSamples(total: number, { split, batchSize }: Demand): number {
  const samples = total - Math.round(total * split.test) - Math.round(total * split.validation);
  if (samples < 1) throw new InvalidInput('input.split', `Of ${total} samples the split leaves none to learn from.`);
  if (batchSize > samples) {
    throw new InvalidInput(
      'input.training.batchSize',
      `A batch of ${batchSize} is larger than the ${samples} training samples. Give at most ${samples}.`,
    );
  }
  return samples;
}

function columnOf(profile: TableProfile, name: string, field: string): ColumnProfile {
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const names = profile.columns.map((candidate) => candidate.name);
  // Comparing takes as long as both names together: names that differ in length by more are not alike anyway.
  const [nearest] = names
    .filter(
      (other) =>
        Math.max(name.length, other.length) <= maxComparedLength && Math.abs(name.length - other.length) <= maxTypos,
    )
    .slice(0, maxCompared)
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .sort((a, b) => a.distance - b.distance);
  const hint = nearest && nearest.distance <= maxTypos ? ` Did you mean ${quoted(nearest.other)}?` : '';
  throw new InvalidInput(field, `There is no column ${quoted(name)}.${hint} The columns are ${quotedList(names)}.`);
}

/** Levenshtein distance, ignoring case. */
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
