/** The columns of a table that a configuration names, and those that it uses by default. */
import type { ColumnProfile, TableProfile } from '../../datasets/profile.ts';
import { quoted, quotedList } from '../../shared/quote.ts';
import { type CheckedOption, IncompatibleOption } from './incompatible-option.ts';
import { nearestName } from './nearest-name.ts';

/** Returns the names of all columns, for messages. */
export const columnNames = (profile: TableProfile) => quotedList(profile.columns.map(({ name }) => name));

/** @throws IncompatibleOption with a suggestion when there is no such column */
export function findColumn(
  profile: TableProfile,
  name: string,
  option: CheckedOption,
  index: number | null = null,
): ColumnProfile {
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const nearest = nearestName(
    name,
    profile.columns.map((candidate) => candidate.name),
  );
  const hint = nearest === null ? '' : ` Did you mean ${quoted(nearest)}?`;
  throw new IncompatibleOption(
    option,
    `Column ${quoted(name)} not found.${hint} The columns are ${columnNames(profile)}.`,
    index,
  );
}

/** Returns every column except the target and the text columns. */
export function defaultInputs(profile: TableProfile, target: string | null): string[] {
  return profile.columns.filter(({ name, type }) => name !== target && type !== 'text').map(({ name }) => name);
}

/** @throws IncompatibleOption when there are no inputs, or when one of them is unknown, repeated, a text, or the target */
export function assertInputs(
  profile: TableProfile,
  inputs: readonly string[],
  target: string | null,
  option: 'inputs' | 'futureCovariates',
): void {
  if (inputs.length === 0) throw new IncompatibleOption(option, 'Select at least one input column.');
  const columns = new Map(profile.columns.map((column) => [column.name, column]));
  const named = new Set<string>();
  for (const [index, name] of inputs.entries()) {
    const column = columns.get(name) ?? findColumn(profile, name, option, index);
    if (name === target) {
      throw new IncompatibleOption(option, `Column ${quoted(name)} is the target and cannot be an input.`, index);
    }
    if (named.has(name)) throw new IncompatibleOption(option, `Column ${quoted(name)} is listed twice.`, index);
    named.add(name);
    if (column.type === 'text') {
      throw new IncompatibleOption(
        option,
        `Column ${quoted(name)} is a text column, which this family does not support. Remove it.`,
        index,
      );
    }
  }
}
