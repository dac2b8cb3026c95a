/** The frequency of a series: the distance between its steps, and the length of its season. */

import { dateOfDays } from '../../../shared/dates.ts';
import { monthIndex, secondOfDay } from './calendar.ts';

/** The distance between two steps, in days or months. `rows` if the dates are not regular; then the mean distance in days. */
export interface Frequency {
  unit: 'days' | 'months' | 'rows';
  every: number;
}

/** Maximum ratio of steps to rows at which dates count as a regular grid. */
export const maxGridToRowRatio = 1.25;

/** Infers the frequency from the dates. @param days ascending */
export function inferFrequency(days: Float64Array): Frequency {
  const count = days.length;
  if (count < 2) return { unit: 'rows', every: 1 };
  const distances = Array.from(days.subarray(1), (day, index) => day - (days[index] ?? 0));
  const span = (days[count - 1] ?? 0) - (days[0] ?? 0);
  const dates = Array.from(days, (day) => dateOfDays(day));
  const sameDay = dates.every((date) => date.getUTCDate() === dates[0]?.getUTCDate() && date.getUTCHours() === 0);
  if (sameDay && distances.every((distance) => distance >= 28)) {
    const steps = Array.from(days.subarray(1), (day, index) => monthIndex(day) - monthIndex(days[index] ?? 0));
    const every = mode(steps);
    const fits = steps.every((step) => step % every === 0);
    if (fits && steps.reduce((sum, step) => sum + step, 0) / every + 1 <= count * maxGridToRowRatio)
      return { unit: 'months', every };
  }
  const every = mode(distances.map((distance) => Math.round(distance / secondOfDay) * secondOfDay));
  const isRegular = distances.every((distance) => Math.abs(distance / every - Math.round(distance / every)) < 0.01);
  if (isRegular && span / every + 1 <= count * maxGridToRowRatio) return { unit: 'days', every };
  return { unit: 'rows', every: span / (count - 1) };
}

function mode(values: number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
}

/** Infers the season: a week for daily steps, a day for shorter steps, a year for months or quarters. */
export function inferSeasonLength({ unit, every }: Frequency): number {
  if (unit === 'months') return 12 % every === 0 ? 12 / every : 1;
  if (unit === 'rows') return 1;
  const steps = every < 1 ? 1 / every : 7 / every;
  return Math.abs(steps - Math.round(steps)) < 0.01 ? Math.max(1, Math.round(steps)) : 1;
}

/** Formats the distance between steps in a readable unit. */
export function formatStep({ unit, every }: Frequency): string {
  if (unit !== 'days' || every >= 1) return `${every} ${unit}`;
  return `${Math.round(every / secondOfDay)} seconds`;
}
