/** Rows of a series that came as JSON, for a forecast. */
import { InvalidInput } from '../errors.ts';
import { quoted } from '../text.ts';
import { daysOfDate } from './dates.ts';
import { cellOf } from './encode-rows.ts';
import { columnsOf, type SeriesEncoder } from './series-encoder.ts';
import { type Column, codedColumn, type Table } from './table.ts';

/**
 * Rows are objects by column name: the date, the target and every other column that the model looks at. Null is a value that is
 * not known.
 * @throws InvalidInput naming the cell, such as `input.series.0.date`
 */
export function seriesOf(encoder: SeriesEncoder, rows: readonly unknown[], path: string): Table {
  const names = Object.values(columnsOf(encoder)).flat();
  const records = rows.map((row, index) => {
    if (typeof row === 'object' && row !== null && !Array.isArray(row))
      return new Map<string, unknown>(Object.entries(row));
    throw new InvalidInput(`${path}.${index}`, 'A row is an object: {"column": value, ...}.');
  });
  for (const [index, record] of records.entries()) {
    const lacking = names.find((name) => !record.has(name));
    if (lacking !== undefined) {
      throw new InvalidInput(`${path}.${index}.${lacking}`, `The row lacks ${quoted(lacking)}. Give a value, or null.`);
    }
  }
  const cells = (name: string) => records.map((record) => record.get(name));
  const features = [...encoder.inputs, ...encoder.ahead].map((feature): Column => {
    const values = cells(feature.name).map((value, row) => cellOf(feature, value, `${path}.${row}.${feature.name}`));
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
    const days = [daysOfDate(text), daysOfDate(text, format)].find(Number.isFinite);
    if (days !== undefined) return days;
    throw new InvalidInput(
      `${path}.${row}.${name}`,
      `${quoted(name)} is the date of the row: give it as "2026-01-31".`,
    );
  });
  return { name, type: 'date', format, values: Float64Array.from(values) };
}

function targetColumn({ target: { name } }: SeriesEncoder, cells: unknown[], path: string): Column {
  const values = cells.map((value, row) => {
    if (value === null) return Number.NaN;
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    throw new InvalidInput(`${path}.${row}.${name}`, `${quoted(name)} is a number, or null where it is not known.`);
  });
  return { name, type: 'numeric', values: Float64Array.from(values) };
}
