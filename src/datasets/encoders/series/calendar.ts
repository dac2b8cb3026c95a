/** Arithmetic with days since 1970-01-01 and calendar months, in UTC. */
import { dateOfDays, dayMs } from '../../../shared/dates.ts';

/** One second, in days. */
export const secondOfDay = 1 / 86_400;

/** Returns the number of calendar months since the year 0. */
export function monthIndex(days: number): number {
  const date = dateOfDays(days);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export function addMonths(days: number, count: number): number {
  const date = dateOfDays(days);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, date.getUTCDate()) / dayMs;
}
