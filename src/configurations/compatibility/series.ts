/** Checks of time series: one date column, a numeric target to forecast, measured inputs and future covariates. */

import type { TableProfile } from '../../datasets/profile.ts';
import { fitSeries } from '../../shared/fit.ts';
import { quoted, quotedList } from '../../shared/quote.ts';
import { assertInputs, columnNames, defaultInputs, findColumn } from './columns.ts';
import { IncompatibleOption } from './incompatible-option.ts';
import type { DataRequirements, ResolvedColumns } from './requirements.ts';
import { assertTargetRange, assertTargetVaries } from './target.ts';

/** Returns the date column as the first input. @throws IncompatibleOption when the columns are not those of a time series */
export function resolveSeries(profile: TableProfile, requirements: DataRequirements): ResolvedColumns {
  const { inputs, futureCovariates } = requirements;
  const target = resolveForecastTarget(profile, requirements.target);
  const ahead = new Set(futureCovariates);
  const dates = new Set(profile.columns.filter((column) => column.type === 'date').map(({ name }) => name));
  const time = resolveTime(dates, requirements);
  const usable = defaultInputs(profile, target).filter((name) => !dates.has(name) && !ahead.has(name));
  const measured = inputs?.filter((name) => name !== time) ?? usable;
  for (const [names, option] of [
    [measured, 'inputs'],
    [futureCovariates ?? [], 'futureCovariates'],
  ] as const) {
    if (names.length > 0) assertInputs(profile, names, target, option);
    const second = names.find((name) => dates.has(name));
    if (second)
      throw new IncompatibleOption(
        option,
        `Column ${quoted(second)} is a second date column. A time series has exactly one.`,
      );
  }
  const both = measured.find((name) => ahead.has(name));
  if (both)
    throw new IncompatibleOption(
      'futureCovariates',
      `Column ${quoted(both)} is in both \`inputs\` and \`futureCovariates\`. Remove it from one of them.`,
    );
  return { inputs: [time, ...measured], target, futureCovariates: futureCovariates ?? [], objective: 'FORECASTING' };
}

function resolveForecastTarget(profile: TableProfile, target: string | null): string {
  if (target === null) {
    throw new IncompatibleOption(
      'target',
      `Set \`target\` to the column to forecast. The columns are ${columnNames(profile)}.`,
    );
  }
  const column = findColumn(profile, target, 'target');
  if ('reason' in fitSeries(column))
    throw new IncompatibleOption('target', `Column ${quoted(target)} is not numeric and cannot be forecast.`);
  assertTargetVaries(column);
  assertTargetRange(column);
  return target;
}

/** Returns the date column: the first one among the inputs, or of the table. */
function resolveTime(dates: Set<string>, { family, inputs }: DataRequirements): string {
  const chosen = new Set(inputs);
  const [time] = [...dates].filter((name) => inputs === null || chosen.has(name));
  if (time !== undefined) return time;
  throw new IncompatibleOption(
    'inputs',
    dates.size > 0
      ? `"${family.name}" requires a date column. Add one of ${quotedList([...dates])} to \`inputs\`.`
      : `"${family.name}" requires a date column, and the dataset has none. Write dates in the format 2026-01-31.`,
  );
}
