/** Infers as which kind of data a family reads a dataset. */
import type { ColumnProfile, DatasetProfile } from '../../datasets/profile.ts';
import type { Modality } from '../../shared/objectives.ts';
import { quoted } from '../../shared/quote.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, FamilyCapabilities } from './requirements.ts';

/** Returns the modality as which the family would read the dataset. @throws IncompatibleOption when the family cannot read it */
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

function modalityError({ name, modalities }: FamilyCapabilities, has: string, instead: string): IncompatibleOption {
  return new IncompatibleOption(
    'family',
    `The family ${quoted(name)} requires ${modalities.join(' or ')} data, but the dataset contains ${has}. Choose a matching family, such as "${instead}".`,
  );
}
