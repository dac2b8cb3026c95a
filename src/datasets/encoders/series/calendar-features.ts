/** Encodes the date of a step as features. */
import { monthIndex, secondOfDay } from './calendar.ts';
import type { SeriesEncoder } from './series-encoder.ts';

/** Maximum number of calendar features per step. */
export const maxCalendarWidth = 12;

/** Returns the number of calendar features per step. */
export function calendarWidth({ unit, every }: SeriesEncoder['time']): number {
  if (unit === 'months') return 12;
  return every < 7 ? 11 : 2;
}

/** Encodes a date. Months: one-hot month. Days: time of year and, below weekly steps, time of day and one-hot day of week. */
export function encodeCalendarFeatures(
  time: SeriesEncoder['time'],
  days: number,
  values: Float32Array,
  at: number,
): void {
  if (time.unit === 'months') {
    values[at + (((monthIndex(days) % 12) + 12) % 12)] = 1;
    return;
  }
  const year = (2 * Math.PI * days) / 365.2425;
  values.set([Math.sin(year), Math.cos(year)], at);
  if (time.every >= 7) return;
  const hour = 2 * Math.PI * (days - Math.floor(days));
  values.set([Math.sin(hour), Math.cos(hour)], at + 2);
  values[at + 4 + ((Math.floor(days + secondOfDay / 2) + 3) % 7)] = 1; // 1970-01-01 was a Thursday; Monday is 0
}
