/** Parses the JSON rows of a time series for a forecast. */
import { InvalidInput } from '../../../errors.ts';
import { quoted } from '../../../text.ts';
import { parseDate } from '../../formats/dates.ts';
import { type Column, codedColumn, type Table } from '../../formats/table.ts';
import { parseCell } from '../encode-rows.ts';
import { columnsOf, type SeriesEncoder } from './series-encoder.ts';

/**
 * Parses rows, which are objects by column name with the date, the target and every other column of the encoder. Null means an
 * unknown value.
 * @throws InvalidInput naming the cell, such as `input.series.0.date`
 */
export function parseSeriesRows(encoder: SeriesEncoder, rows: readonly unknown[], path: string): Table {
  const names = Object.values(columnsOf(encoder)).flat();
  const records = rows.map((row, index) => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row))
      return new Map<string, unknown>(Object.entries(row));
    throw new InvalidInput(`${path}.${index}`, 'Each row must be an object: {"column": value, ...}.');
  });
  for (const [index, record] of records.entries()) {
    const missing = names.find((name) => !record.has(name));
    if (missing !== undefined) {
      throw new InvalidInput(
        `${path}.${index}.${missing}`,
        `Column ${quoted(missing)} is missing from the row. Add a value, or null if it is unknown.`,
      );
    }
  }
  const cells = (name: string) => records.map((record) => record.get(name));
  const features = [...encoder.inputs, ...encoder.ahead].map((feature): Column => {
    const values = cells(feature.name).map((value, row) => parseCell(feature, value, `${path}.${row}.${feature.name}`));
    if (feature.type !== 'categorical') {
      return { name: feature.name, type: 'numeric', values: Float64Array.from(values, Number) };
    }
    const texts = [...new Set(values.filter((value) => value !== null).map(String))];
    const codes = values.map((value) => (value === null ? -1 : texts.indexOf(String(value))));
    return { ...codedColumn(feature.name, codes, texts), type: 'categorical' };
  });
  return {
    columns: [
      timeColumn(encoder, cells(encoder.time.name), path),
      targetColumn(encoder, cells(encoder.target.name), path),
      ...features,
    ],
    rowCount: rows.length,
  };
}

function timeColumn({ time: { name, format } }: SeriesEncoder, cells: unknown[], path: string): Column {
  const values = cells.map((value, row) => {
    const text = typeof value === 'string' ? value : '';
    const days = [parseDate(text), parseDate(text, format)].find(Number.isFinite);
    if (days !== undefined) return days;
    throw new InvalidInput(
      `${path}.${row}.${name}`,
      `Column ${quoted(name)} is the date of the row. Use the format 2026-01-31.`,
    );
  });
  return { name, type: 'date', format, values: Float64Array.from(values) };
}

function targetColumn({ target: { name } }: SeriesEncoder, cells: unknown[], path: string): Column {
  const values = cells.map((value, row) => {
    if (value === null) return Number.NaN;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new InvalidInput(
      `${path}.${row}.${name}`,
      `Column ${quoted(name)} must be a number, or null if it is unknown.`,
    );
  });
  return { name, type: 'numeric', values: Float64Array.from(values) };
}
