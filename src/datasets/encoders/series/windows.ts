/** Locates the samples in a series: windows of past steps whose next steps are known. */
import type { WindowOptions } from '../../../learning/data.ts';
import type { Table } from '../../formats/table.ts';
import { inferSeasonLength } from './frequency.ts';
import type { SeriesColumns } from './series-encoder.ts';
import { alignColumn } from './step-values.ts';
import { buildTimeGrid, type TimeGrid } from './time-grid.ts';

/** A series aligned to its time grid, with its windows located but not yet encoded. */
export interface AlignedSeries {
  grid: TimeGrid;
  /** Last past step of each sample, ascending. Only windows whose `horizon` targets are all known are included. */
  windowEnds: Int32Array;
}

/** Aligns a series for training. @throws InvalidData naming the row or the date */
export function alignSeries(
  table: Table,
  columns: SeriesColumns,
  { contextLength, horizon }: WindowOptions,
): AlignedSeries {
  const grid = buildTimeGrid(table, columns, null);
  return {
    grid,
    windowEnds: labeledWindowEnds(
      table,
      columns.target,
      grid,
      firstWindowEnd(contextLength, inferSeasonLength(grid)),
      horizon,
    ),
  };
}

/** Returns the first step that can end a window: the season before it must be known too. */
export const firstWindowEnd = (length: number, season: number) => Math.max(length, season) - 1;

/** Returns the last past step of every window whose targets are all known. @param first step of the first window's end */
export function labeledWindowEnds(
  table: Table,
  target: string,
  grid: TimeGrid,
  first: number,
  horizon: number,
): Int32Array {
  const values = alignColumn(table, target, grid);
  const ends: number[] = [];
  for (let end = first; end + horizon < values.length; end++) {
    if (values.subarray(end + 1, end + 1 + horizon).every((value) => !Number.isNaN(value))) ends.push(end);
  }
  return Int32Array.from(ends);
}
