/** The values of the columns at each step of a time grid. */
import { InvalidSample } from '../../../shared/invalid-sample.ts';
import type { FeatureEncoder } from '../../../shared/model-input.ts';
import { quoted } from '../../../shared/quote.ts';
import { formatCell, isCoded, type Table } from '../../formats/table.ts';
import { columnOf } from '../table-encoder.ts';
import type { TimeGrid } from './time-grid.ts';

/** Returns the values of a numeric column per step, NaN where there is none. */
export function alignColumn(table: Table, name: string, { rows }: TimeGrid): Float64Array {
  const column = columnOf(table, name);
  if (isCoded(column)) throw new InvalidSample(`Column ${quoted(name)} is not numeric.`);
  return Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : (column.values[row] ?? Number.NaN)));
}

/** Replaces unknown values by the last known one, and by `start` before the first one. */
export function forwardFill(values: Float64Array, start: number): Float64Array {
  let last = start;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** Returns a column per step, forward-filled where there is no row. */
export function cellsOf(table: Table, { rows }: TimeGrid, feature: FeatureEncoder): (string | number | null)[] {
  const column = columnOf(table, feature.name);
  if (feature.type !== 'categorical' && isCoded(column)) {
    throw new InvalidSample(`Column ${quoted(feature.name)} is not numeric in this data.`);
  }
  let last: string | number | null = isCoded(column) ? null : Number.NaN;
  return Array.from(rows, (row) => {
    const cell =
      row < 0
        ? null
        : feature.type === 'categorical' || isCoded(column)
          ? formatCell(column, row)
          : (column.values[row] ?? Number.NaN);
    if (cell !== null && !Number.isNaN(cell)) last = cell;
    return last;
  });
}
