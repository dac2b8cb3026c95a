/** Fits the encoder of a series on its training steps alone. */
import type { WindowOptions } from '../../../learning/data.ts';
import { type Moments, scaleOf } from '../../../shared/moments.ts';
import { isCoded, type Table } from '../../formats/table.ts';
import { columnOf, fitFeature } from '../table-encoder.ts';
import { inferSeasonLength } from './frequency.ts';
import type { SeriesColumns, SeriesEncoder } from './series-encoder.ts';
import { alignColumn, forwardFill } from './step-values.ts';
import type { AlignedSeries } from './windows.ts';

/** Fits the encoder on the steps up to `lastStep`, the last one of the training samples. */
export function fitSeriesEncoder(
  table: Table,
  columns: SeriesColumns,
  { contextLength, horizon }: WindowOptions,
  { grid }: AlignedSeries,
  lastStep: number,
): SeriesEncoder {
  const time = columnOf(table, columns.time);
  const rows = grid.rows.subarray(0, lastStep + 1).filter((row) => row >= 0);
  const season = inferSeasonLength(grid);
  const target = alignColumn(table, columns.target, grid).subarray(0, lastStep + 1);
  const level = meanAndStandardDeviation(target);
  const filled = forwardFill(target, level.mean);
  const changes = filled.slice(season).map((value, step) => value - (filled[step] ?? 0));
  return {
    time: {
      name: columns.time,
      format: (!isCoded(time) && time.format) || 'ISO',
      unit: grid.unit,
      every: grid.every,
    },
    target: { name: columns.target, ...level, deviation: meanAndStandardDeviation(changes).standardDeviation },
    inputs: columns.inputs.map((name) => fitFeature(columnOf(table, name), rows)),
    ahead: columns.ahead.map((name) => fitFeature(columnOf(table, name), rows)),
    length: contextLength,
    horizon,
    season,
  };
}

function meanAndStandardDeviation(values: Float64Array): Moments {
  return scaleOf((visit) => {
    for (const value of values) if (!Number.isNaN(value)) visit(value, 1);
  });
}
