/** Checks a configuration against what its dataset holds, before anything is launched. */
import { InvalidInput } from '../errors.ts';
import type { Modality, Objective, SplitOptions } from '../learning/data.ts';
import type { ColumnProfile, DatasetProfile, ImagesProfile, TableProfile } from './profile.ts';

/** More classes than this in a numeric column mean that it is a quantity. */
const mostNumericClasses = 100;
/** A family that does both takes a whole-numbered target with at most this many values for classes. */
const likelyClasses = 20;

/** What is asked of the data. */
export interface Demand {
  family: { name: string; modality: Modality; objectives: readonly Objective[]; learnsUnlabelled: boolean };
  inputs: string[] | null;
  target: string | null;
  split: SplitOptions;
  batchSize: number;
}

/** What the data can give: every choice that was left open is made. */
export interface Agreement {
  inputs: string[] | null;
  target: string | null;
  objective: Objective;
  /** Rows or images that will be learned from. */
  trainSamples: number;
}

/** @throws InvalidInput naming the field of ConfigureModelInput and what would be right */
export function checkAgainstProfile(profile: DatasetProfile, demand: Demand): Agreement {
  const { name, modality } = demand.family;
  if (profile.kind === 'images') {
    if (modality !== 'IMAGE') throw wrongKind(name, modality, 'images', 'cnn');
    return checkImages(profile, demand);
  }
  if (modality !== 'TABULAR') throw wrongKind(name, modality, 'a table', 'mlp');
  return checkTable(profile, demand);
}

function wrongKind(family: string, modality: Modality, has: string, instead: string): InvalidInput {
  return new InvalidInput(
    'input.parameters',
    `The family "${family}" learns from ${modality} data, but the dataset holds ${has}. Choose a family for it, such as "${instead}".`,
  );
}

function checkImages(profile: ImagesProfile, demand: Demand): Agreement {
  if (demand.inputs) throw new InvalidInput('input.inputs', 'Images have no columns. Leave `inputs` out.');
  if (demand.target !== null) {
    throw new InvalidInput('input.target', 'The classes of images are their folders. Leave `target` out.');
  }
  if (profile.classes.filter(({ count }) => count > 0).length < 2) {
    throw new InvalidInput('input.datasetId', 'The dataset has only one class; there is nothing to tell apart.');
  }
  return { inputs: null, target: null, objective: 'CLASSIFICATION', trainSamples: trainSamples(profile.count, demand) };
}

function checkTable(profile: TableProfile, demand: Demand): Agreement {
  const { name: family, objectives, learnsUnlabelled } = demand.family;
  const names = profile.columns.map(({ name }) => name);
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
    return { inputs, target: null, objective: found, trainSamples: trainSamples(profile.rows, demand) };
  }
  if (demand.target === null) {
    throw new InvalidInput('input.target', `Name the column to learn. The columns are ${names.join(', ')}.`);
  }
  const target = columnOf(profile, demand.target, 'input.target');
  const objective = objectiveOf(target, demand.family);
  const inputs = demand.inputs ?? usableInputs(profile, target.name);
  checkInputs(profile, inputs, target.name);
  const usable = profile.rows - (learnsUnlabelled ? 0 : target.missing);
  return { inputs, target: target.name, objective, trainSamples: trainSamples(usable, demand) };
}

function checkInputs(profile: TableProfile, inputs: string[], target: string | null): void {
  if (inputs.length === 0) throw new InvalidInput('input.inputs', 'Name at least one column to learn from.');
  for (const [index, name] of inputs.entries()) {
    const field = `input.inputs.${index}`;
    const column = columnOf(profile, name, field);
    if (name === target) throw new InvalidInput(field, `"${name}" is the target; it cannot be an input too.`);
    if (inputs.indexOf(name) !== index) throw new InvalidInput(field, `"${name}" is named twice.`);
    if (column.type === 'text') {
      throw new InvalidInput(field, `"${name}" holds free text, which this family cannot read. Leave it out.`);
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
    throw new InvalidInput('input.target', `"${name}" has ${distinct} distinct value(s): nothing to learn.`);
  if (type === 'text') {
    throw new InvalidInput('input.target', `"${name}" holds free text; a target is a number or one of a few classes.`);
  }
  const numeric = type !== 'categorical';
  const classes = !numeric || (whole && distinct <= mostNumericClasses);
  const wants = (objective: Objective) => family.objectives.includes(objective);
  if (wants('REGRESSION') && wants('CLASSIFICATION')) {
    return !numeric || (classes && distinct <= likelyClasses) ? 'CLASSIFICATION' : 'REGRESSION';
  }
  if (wants('REGRESSION')) {
    if (numeric) return 'REGRESSION';
    throw new InvalidInput('input.target', `"${name}" holds categories; "${family.name}" predicts numbers.`);
  }
  if (classes) return 'CLASSIFICATION';
  throw new InvalidInput(
    'input.target',
    `"${name}" holds ${distinct} different numbers, so it is a quantity; "${family.name}" predicts classes. ` +
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
  const [nearest] = names
    .map((other) => ({ other, distance: editDistance(name, other) }))
    .sort((a, b) => a.distance - b.distance);
  const hint = nearest && nearest.distance <= 3 ? ` Did you mean "${nearest.other}"?` : '';
  throw new InvalidInput(
    field,
    `There is no column "${name}".${hint} The columns are ${names.slice(0, 50).join(', ')}.`,
  );
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
