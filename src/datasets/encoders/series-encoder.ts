/**
 * Encodes a time series as samples: windows of `length` past steps, and the `horizon` steps after them.
 *
 *   step    the features of one time step: the target and inputs at that step, the calendar of the next step, and the future
 *           covariates of the `horizon` steps after it
 *   base    the seasonal naive forecast, that is, the target one season before the forecast step
 *   target  (value - base) / standard deviation of these differences: the network learns the residual
 *
 * Rows are sorted by date and aligned to a regular grid of months, or of the most frequent distance between two rows. If more
 * than a fifth of the grid has no row, the rows are used in order instead. Missing values are forward-filled as inputs; they are
 * never used as training or test targets. Statistics are fitted on the training steps alone.
 */
import { z } from 'zod';
import { InvalidData, InvalidInput } from '../../errors.ts';
import type { Features, WindowOptions } from '../../learning/data.ts';
import { quoted, quotedList } from '../../text.ts';
import { dateFormats, formatDate } from '../formats/dates.ts';
import { formatCell, isCoded, type Table } from '../formats/table.ts';
import { type Moments, scaleOf } from '../moments.ts';
import { columnOf, encodeCell, encodedWidth, featureSchema, fitFeature, scaledNumber } from './table-encoder.ts';

export const seriesEncoderSchema = z.object({
  time: z.object({
    name: z.string(),
    format: z.enum(dateFormats),
    unit: z.enum(['days', 'months', 'rows']),
    /** Days or months from step to step; for rows, the mean distance in days. */
    every: z.number().positive(),
  }),
  target: z.object({
    name: z.string(),
    mean: z.number(),
    standardDeviation: z.number().positive(),
    /** Standard deviation of the differences from the base. */
    deviation: z.number().positive(),
  }),
  inputs: z.array(featureSchema),
  ahead: z.array(featureSchema),
  length: z.number().int().positive(),
  horizon: z.number().int().positive(),
  /** Season length in steps; 1 if no seasonality is known. */
  season: z.number().int().positive(),
});

export type SeriesEncoder = z.infer<typeof seriesEncoderSchema>;

export interface SeriesColumns {
  time: string;
  target: string;
  inputs: string[];
  /** Future covariates: columns whose values are known for future steps. */
  ahead: string[];
}

/** Rows aligned to a regular grid in time. */
interface TimeGrid {
  unit: 'days' | 'months' | 'rows';
  every: number;
  /** Row of each step, -1 where there is none. */
  rows: Int32Array;
  /** Date of each step in days since 1970-01-01. */
  days: Float64Array;
}

/** Maximum ratio of steps to rows at which dates count as a regular grid. */
const maxGridToRowRatio = 1.25;
const secondOfDay = 1 / 86_400;

/**
 * @param model encoder whose time step to use; null when fitting: the step is inferred from the dates
 * @throws InvalidData naming the row or the date
 */
function buildTimeGrid(table: Table, columns: SeriesColumns, model: SeriesEncoder | null): TimeGrid {
  const time = columnOf(table, columns.time);
  if (isCoded(time) || time.type !== 'date') {
    throw new InvalidInput('input.inputs', `Column ${quoted(columns.time)} is not a date column.`);
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
  const positionOf = (at: number) => (unit === 'months' ? months(at) - months(start) : at - start) / every;
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

/** Formats the distance between steps in a readable unit. */
function formatStep({ unit, every }: Pick<TimeGrid, 'unit' | 'every'>): string {
  if (unit !== 'days' || every >= 1) return `${every} ${unit}`;
  return `${Math.round(every / secondOfDay)} seconds`;
}

/** @param days ascending */
function inferFrequency(days: Float64Array): Pick<TimeGrid, 'unit' | 'every'> {
  const count = days.length;
  if (count < 2) return { unit: 'rows', every: 1 };
  const distances = Array.from(days.subarray(1), (day, index) => day - (days[index] ?? 0));
  const span = (days[count - 1] ?? 0) - (days[0] ?? 0);
  const dates = Array.from(days, (day) => new Date(Math.round(day * 86_400_000)));
  const sameDay = dates.every((date) => date.getUTCDate() === dates[0]?.getUTCDate() && date.getUTCHours() === 0);
  if (sameDay && distances.every((distance) => distance >= 28)) {
    const steps = Array.from(days.subarray(1), (day, index) => months(day) - months(days[index] ?? 0));
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

function months(days: number): number {
  const date = new Date(Math.round(days * 86_400_000));
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

function addMonths(days: number, count: number): number {
  const date = new Date(Math.round(days * 86_400_000));
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + count, date.getUTCDate()) / 86_400_000;
}

/** Infers the season: a week for daily steps, a day for shorter steps, a year for months or quarters. */
function inferSeasonLength({ unit, every }: Pick<TimeGrid, 'unit' | 'every'>): number {
  if (unit === 'months') return 12 % every === 0 ? 12 / every : 1;
  if (unit === 'rows') return 1;
  const steps = every < 1 ? 1 / every : 7 / every;
  return Math.abs(steps - Math.round(steps)) < 0.01 ? Math.max(1, Math.round(steps)) : 1;
}

export interface SeriesSamples {
  features: Features;
  /** [count x horizon]; NaN where a value is unknown. */
  targets: Float32Array;
  /** [count x horizon]: the base of each target, in the target's unit. */
  bases: Float32Array;
  /** [count x horizon]: the forecast dates, in days since 1970-01-01. */
  days: Float64Array;
}

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

const firstWindowEnd = (length: number, season: number) => Math.max(length, season) - 1;

function labeledWindowEnds(table: Table, target: string, grid: TimeGrid, first: number, horizon: number): Int32Array {
  const values = alignColumn(table, target, grid);
  const ends: number[] = [];
  for (let end = first; end + horizon < values.length; end++) {
    if (values.subarray(end + 1, end + 1 + horizon).every((value) => !Number.isNaN(value))) ends.push(end);
  }
  return Int32Array.from(ends);
}

/** Returns the values of a numeric column per step, NaN where there is none. */
function alignColumn(table: Table, name: string, { rows }: TimeGrid): Float64Array {
  const column = columnOf(table, name);
  if (isCoded(column)) throw new InvalidInput('input.target', `Column ${quoted(name)} is not numeric.`);
  return Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : (column.values[row] ?? Number.NaN)));
}

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

function forwardFill(values: Float64Array, start: number): Float64Array {
  let last = start;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** Returns the number of features per step. */
function featuresPerStep({
  inputs,
  ahead,
  horizon,
  time,
}: Pick<SeriesEncoder, 'inputs' | 'ahead' | 'horizon' | 'time'>) {
  const width = (features: SeriesEncoder['inputs']) =>
    features.reduce((sum, feature) => sum + encodedWidth(feature), 0);
  return 1 + width(inputs) + horizon * width(ahead) + calendarWidth(time);
}

/** Maximum number of calendar features per step. */
export const maxCalendarWidth = 12;

function calendarWidth({ unit, every }: SeriesEncoder['time']): number {
  if (unit === 'months') return 12;
  return every < 7 ? 11 : 2;
}

/** Encodes a date. Months: one-hot month. Days: time of year and, below weekly steps, time of day and one-hot day of week. */
function encodeCalendarFeatures(time: SeriesEncoder['time'], days: number, values: Float32Array, at: number): void {
  if (time.unit === 'months') {
    values[at + (((months(days) % 12) + 12) % 12)] = 1;
    return;
  }
  const year = (2 * Math.PI * days) / 365.2425;
  values.set([Math.sin(year), Math.cos(year)], at);
  if (time.every >= 7) return;
  const hour = 2 * Math.PI * (days - Math.floor(days));
  values.set([Math.sin(hour), Math.cos(hour)], at + 2);
  values[at + 4 + ((Math.floor(days + secondOfDay / 2) + 3) % 7)] = 1; // 1970-01-01 was a Thursday; Monday is 0
}

/** Encodes the samples whose past steps end at `windowEnds`. */
export function encodeSeries(
  encoder: SeriesEncoder,
  table: Table,
  { grid }: AlignedSeries,
  windowEnds: Int32Array,
): SeriesSamples {
  const { length, horizon, season, target } = encoder;
  const width = featuresPerStep(encoder);
  const raw = alignColumn(table, target.name, grid);
  const level = forwardFill(raw, target.mean);
  const steps = encodeSteps(encoder, table, grid, level);
  const values = new Float32Array(windowEnds.length * length * width);
  const outputs = windowEnds.length * horizon;
  const [targets, bases, days] = [new Float32Array(outputs), new Float32Array(outputs), new Float64Array(outputs)];
  for (const [index, end] of windowEnds.entries()) {
    values.set(steps.subarray((end + 1 - length) * width, (end + 1) * width), index * length * width);
    for (let ahead = 1; ahead <= horizon; ahead++) {
      const at = index * horizon + ahead - 1;
      const base = level[end + ahead - season * Math.ceil(ahead / season)] ?? target.mean;
      bases[at] = base;
      targets[at] = scaledNumber(raw[end + ahead] ?? Number.NaN, {
        name: target.name,
        mean: base,
        standardDeviation: target.deviation,
      });
      days[at] = dateOfStep(grid, end + ahead);
    }
  }
  return { features: { values, sampleShape: [length, width], count: windowEnds.length }, targets, bases, days };
}

/** Returns the date of a step; steps after the last one continue the grid. */
function dateOfStep({ days, unit, every }: TimeGrid, step: number): number {
  const known = days[step];
  if (known !== undefined) return known;
  const [last, beyond] = [days.at(-1) ?? 0, step - days.length + 1];
  return unit === 'months' ? addMonths(last, beyond * every) : last + beyond * every;
}

function encodeSteps(encoder: SeriesEncoder, table: Table, grid: TimeGrid, level: Float64Array): Float32Array {
  const { inputs, ahead, horizon, time, target } = encoder;
  const width = featuresPerStep(encoder);
  const count = grid.rows.length;
  const steps = new Float32Array(count * width);
  const cells = new Map([...inputs, ...ahead].map((feature) => [feature.name, cellsOf(table, grid, feature)]));
  const put = (feature: SeriesEncoder['inputs'][number], step: number, at: number) => {
    const cell = cells.get(feature.name)?.[step];
    if (cell !== undefined) encodeCell(feature, cell, steps, at);
    return at + encodedWidth(feature);
  };
  for (let step = 0; step < count; step++) {
    let at = step * width;
    steps[at++] = scaledNumber(level[step] ?? 0, target);
    for (const feature of inputs) at = put(feature, step, at);
    for (let later = 1; later <= horizon; later++) for (const feature of ahead) at = put(feature, step + later, at);
    encodeCalendarFeatures(time, dateOfStep(grid, step + 1), steps, at);
  }
  return steps;
}

/** Returns a column per step, forward-filled where there is no row. */
function cellsOf(
  table: Table,
  { rows }: TimeGrid,
  feature: SeriesEncoder['inputs'][number],
): (string | number | null)[] {
  const column = columnOf(table, feature.name);
  if (feature.type !== 'categorical' && isCoded(column)) {
    throw new InvalidInput('dataset', `Column ${quoted(feature.name)} is not numeric in this data.`);
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

/** Returns the columns that the encoder reads. */
export function columnsOf({ time, target, inputs, ahead }: SeriesEncoder): SeriesColumns {
  const names = (features: SeriesEncoder['inputs']) => features.map(({ name }) => name);
  return { time: time.name, target: target.name, inputs: names(inputs), ahead: names(ahead) };
}

/** Encodes every sample with known targets of another series with the same columns, for evaluation. */
export function encodeLabelledSeries(encoder: SeriesEncoder, table: Table): SeriesSamples {
  const grid = buildTimeGrid(table, columnsOf(encoder), encoder);
  const windowEnds = labeledWindowEnds(
    table,
    encoder.target.name,
    grid,
    firstWindowEnd(encoder.length, encoder.season),
    encoder.horizon,
  );
  return encodeSeries(encoder, table, { grid, windowEnds }, windowEnds);
}

/**
 * Encodes the sample at the end of a series, to forecast the steps after its last known value. With future covariates, the
 * `horizon` forecast steps must follow as rows without a target.
 * @throws InvalidInput naming `field` when there are too few steps
 */
export function encodeForecastInput(encoder: SeriesEncoder, table: Table, field: string): SeriesSamples {
  const { length, horizon, season, target, ahead } = encoder;
  const grid = buildTimeGrid(table, columnsOf(encoder), encoder);
  const values = alignColumn(table, target.name, grid);
  const end = values.findLastIndex((value) => !Number.isNaN(value));
  const minSteps = firstWindowEnd(length, season) + 1;
  if (end + 1 < minSteps) {
    throw new InvalidInput(
      field,
      `The model needs ${minSteps} past steps, but the series has only ${end + 1} up to its last value.`,
    );
  }
  if (ahead.length > 0 && grid.rows.length < end + 1 + horizon) {
    const names = quotedList(ahead.map(({ name }) => name));
    throw new InvalidInput(
      field,
      `${names} are future covariates: after the last known value, add ${horizon} ${horizon === 1 ? 'row' : 'rows'} with the date and their values, and null for ${quoted(target.name)}.`,
    );
  }
  const windowEnds = Int32Array.of(end);
  return encodeSeries(encoder, table, { grid, windowEnds }, windowEnds);
}
