/** Parses the JSON rows of a time series for a forecast. */

import { parseDate } from '../../../shared/dates.ts';
import { parseCell } from '../../../shared/encode-rows.ts';
import { InvalidSample } from '../../../shared/invalid-sample.ts';
import { quoted } from '../../../shared/quote.ts';
import { type Column, codedColumn, type Table } from '../../formats/table.ts';
import { columnsOf, type SeriesEncoder } from './series-encoder.ts';

/**
 * Parses rows, which are objects by column name with the date, the target and every other column of the encoder. Null means an
 * unknown value.
 * @throws InvalidSample at the row and column
 */
export function parseSeriesRows(encoder: SeriesEncoder, rows: readonly unknown[]): Table {
  const names = Object.values(columnsOf(encoder)).flat();
  const records = rows.map((row, index) => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row))
      return new Map<string, unknown>(Object.entries(row));
    throw new InvalidSample('Each row must be an object: {"column": value, ...}.', [index]);
  });
  for (const [index, record] of records.entries()) {
    const missing = names.find((name) => !record.has(name));
    if (missing !== undefined) {
      throw new InvalidSample(
        `Column ${quoted(missing)} is missing from the row. Add a value, or null if it is unknown.`,
        [index, missing],
      );
    }
  }
  const cells = (name: string) => records.map((record) => record.get(name));
  const features = [...encoder.inputs, ...encoder.ahead].map((feature): Column => {
    const values = cells(feature.name).map((value, row) => parseCell(feature, value, [row, feature.name]));
    if (feature.type !== 'categorical') {
      return { name: feature.name, type: 'numeric', values: Float64Array.from(values, Number) };
    }
    const texts = [...new Set(values.filter((value) => value !== null).map(String))];
    const codes = values.map((value) => (value === null ? -1 : texts.indexOf(String(value))));
    return { ...codedColumn(feature.name, codes, texts), type: 'categorical' };
  });
  return {
    columns: [
      timeColumn(encoder, cells(encoder.time.name)),
      targetColumn(encoder, cells(encoder.target.name)),
      ...features,
    ],
    rowCount: rows.length,
  };
}

function timeColumn({ time: { name, format } }: SeriesEncoder, cells: unknown[]): Column {
  const values = cells.map((value, row) => {
    const text = typeof value === 'string' ? value : '';
    const days = [parseDate(text), parseDate(text, format)].find(Number.isFinite);
    if (days !== undefined) return days;
    throw new InvalidSample(`Column ${quoted(name)} is the date of the row. Use the format 2026-01-31.`, [row, name]);
  });
  return { name, type: 'date', format, values: Float64Array.from(values) };
}

function targetColumn({ target: { name } }: SeriesEncoder, cells: unknown[]): Column {
  const values = cells.map((value, row) => {
    if (value === null) return Number.NaN;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new InvalidSample(`Column ${quoted(name)} must be a number, or null if it is unknown.`, [row, name]);
  });
  return { name, type: 'numeric', values: Float64Array.from(values) };
}
