/** Aligns the rows of a series to a regular grid in time. */
import { InvalidData } from '../../../errors.ts';
import { formatDate } from '../../../shared/dates.ts';
import { InvalidSample } from '../../../shared/invalid-sample.ts';
import { quoted } from '../../../shared/quote.ts';
import { formatCell, isCoded, type Table } from '../../formats/table.ts';
import { columnOf } from '../table-encoder.ts';
import { addMonths, monthIndex } from './calendar.ts';
import { type Frequency, formatStep, inferFrequency, maxGridToRowRatio } from './frequency.ts';
import type { SeriesColumns, SeriesEncoder } from './series-encoder.ts';

/** Rows aligned to a regular grid in time. */
export interface TimeGrid extends Frequency {
  /** Row of each step, -1 where there is none. */
  rows: Int32Array;
  /** Date of each step in days since 1970-01-01. */
  days: Float64Array;
}

/**
 * Builds the grid of a series.
 * @param model encoder whose time step to use; null when fitting: the step is inferred from the dates
 * @throws InvalidData naming the row or the date
 */
export function buildTimeGrid(table: Table, columns: SeriesColumns, model: SeriesEncoder | null): TimeGrid {
  const time = columnOf(table, columns.time);
  if (isCoded(time) || time.type !== 'date') {
    throw new InvalidSample(`Column ${quoted(columns.time)} is not a date column.`);
  }
  const missing = time.values.findIndex(Number.isNaN);
  if (missing >= 0)
    throw new InvalidData(`The date in column ${quoted(columns.time)} is missing.`, `row ${missing + 1}`);
  const order = Array.from({ length: table.rowCount }, (_, row) => row).sort(
    (a, b) => (time.values[a] ?? 0) - (time.values[b] ?? 0) || a - b,
  );
  const rows = dropDuplicateRows(table, columns, time.values, order);
  const days = Float64Array.from(rows, (row) => time.values[row] ?? 0);
  const { unit, every } = model?.time ?? inferFrequency(days);
  const start = days[0] ?? 0;
  const positionOf = (at: number) => (unit === 'months' ? monthIndex(at) - monthIndex(start) : at - start) / every;
  const positions = unit === 'rows' ? null : Array.from(days, positionOf);
  if (!positions) return { unit, every, rows: Int32Array.from(rows), days };
  const offGrid = positions.findIndex((at) => Math.abs(at - Math.round(at)) > 0.01);
  if (offGrid >= 0) {
    throw new InvalidData(
      `The dates are not ${formatStep({ unit, every })} apart like in the training data.`,
      formatDate(days[offGrid] ?? 0),
    );
  }
  if (model) assertFewGaps(model, positions, days);
  const count = Math.round(positions.at(-1) ?? 0) + 1;
  const grid = new Int32Array(count).fill(-1);
  for (const [index, row] of rows.entries()) grid[Math.round(positions[index] ?? 0)] = row;
  const dayOf = (step: number) => (unit === 'months' ? addMonths(start, step * every) : start + step * every);
  return { unit, every, rows: grid, days: Float64Array.from({ length: count }, (_, step) => dayOf(step)) };
}

/**
 * Limits the steps without a row, so that the model's context does not consist of filled-in values alone.
 * @throws InvalidData naming the widest gap, before memory is allocated for its steps
 */
function assertFewGaps({ time, length, season }: SeriesEncoder, positions: number[], days: Float64Array): void {
  const count = Math.round(positions.at(-1) ?? 0) + 1;
  if (count <= positions.length * maxGridToRowRatio + Math.max(length, season)) return;
  const widths = positions.slice(1).map((position, index) => position - (positions[index] ?? 0));
  const at = widths.reduce((widest, width, index) => (width > (widths[widest] ?? 0) ? index : widest), 0);
  const [from, to] = [formatDate(days[at] ?? 0), formatDate(days[at + 1] ?? 0)];
  throw new InvalidData(
    `Too many steps have no row: ${count - positions.length} of ${count}, ${Math.round(widths[at] ?? 0) - 1} of them between ${from} ` +
      `and ${to}. The model was trained with steps of ${formatStep(time)}. Add the missing rows, or remove the rows before the gap.`,
    to,
  );
}

/** Returns the rows in order, without those that repeat the row before. @throws InvalidData when two rows of a date differ */
function dropDuplicateRows(table: Table, columns: SeriesColumns, days: Float64Array, order: number[]): number[] {
  const used = [columns.target, ...columns.inputs, ...columns.ahead].map((name) => columnOf(table, name));
  const unique: number[] = [];
  for (const row of order) {
    const last = unique.at(-1);
    if (last !== undefined && days[last] === days[row]) {
      const other = used.find((column) => formatCell(column, last) !== formatCell(column, row));
      if (!other) continue;
      throw new InvalidData(
        `Duplicate date: two rows have this date but differ in ${quoted(other.name)}. Each date can occur once. Upload several series as separate datasets.`,
        formatDate(days[row] ?? 0),
      );
    }
    unique.push(row);
  }
  return unique;
}

/** Returns the date of a step; steps after the last one continue the grid. */
export function dateOfStep({ days, unit, every }: TimeGrid, step: number): number {
  const known = days[step];
  if (known !== undefined) return known;
  const [last, beyond] = [days.at(-1) ?? 0, step - days.length + 1];
  return unit === 'months' ? addMonths(last, beyond * every) : last + beyond * every;
}
