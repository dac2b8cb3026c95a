/** Checks of texts: one text column, which is classified, or continued when there is no target. */

import type { TableProfile } from '../../datasets/profile.ts';
import { fitTexts } from '../../shared/fit.ts';
import { quoted, quotedList } from '../../shared/quote.ts';
import { columnNames, findColumn } from './columns.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns } from './requirements.ts';
import { inferObjective } from './target.ts';

/** @throws IncompatibleOption unless there is one text column, and a target if the family needs one */
export function resolveTexts(profile: TableProfile, { inputs, target, family }: DataRequirements): ResolvedColumns {
  if (target === null && 'reason' in fitTexts(family.objectives, null)) {
    throw new IncompatibleOption('target', `Set \`target\`. The columns are ${columnNames(profile)}.`);
  }
  const texts = profile.columns.filter(({ name, type }) => type === 'text' && name !== target).map(({ name }) => name);
  const [column, ...others] = inputs ?? texts;
  if (column === undefined || others.length > 0) {
    const seriesHint = family.modalities.includes('TIME_SERIES')
      ? ' To forecast a time series, it also needs a date column.'
      : '';
    throw new IncompatibleOption(
      'inputs',
      texts.length > 0
        ? `"${family.name}" uses exactly one text column. Set \`inputs\` to one of ${quotedList(texts)}.`
        : `"${family.name}" requires a text column, and none of ${columnNames(profile)} contains free text. Set \`inputs\` to the column to read.${seriesHint}`,
    );
  }
  const { type } = findColumn(profile, column, 'inputs', 0);
  if (type !== 'text' && type !== 'categorical') {
    throw new IncompatibleOption('inputs', `Column ${quoted(column)} is not a text column.`, 0);
  }
  const chosen = { inputs: [column], futureCovariates: null };
  if (target === null) return { ...chosen, target, objective: 'GENERATION' };
  if (target === column)
    throw new IncompatibleOption('inputs', `Column ${quoted(column)} is the target and cannot be an input.`, 0);
  return { ...chosen, target, objective: inferObjective(findColumn(profile, target, 'target'), family, fitTexts) };
}
