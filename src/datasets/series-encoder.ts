/**
 * A time series as samples: `length` steps that are looked at, and the `horizon` steps after them.
 *
 *   step    what a step is told: the target and the inputs as they were at that step, the calendar of the next step, and the columns
 *           that are known ahead for the `horizon` steps after it
 *   base    the target one season before the step that is forecast: what a person would guess (the seasonal naive forecast)
 *   target  (value - base) / standard deviation of these differences: a network learns what is new
 *
 * Rows are put in order of their dates and laid on a regular grid: of months, or of the distance that is most frequent. Where
 * more than a fifth of the grid has no row, the order of the rows counts instead. A missing value is the last one that there was;
 * it is looked at, and never learned or judged by. Statistics come from the training steps alone.
 */
import { z } from 'zod';
import { InvalidData, InvalidInput } from '../errors.ts';
import type { Features, WindowOptions } from '../learning/data.ts';
import { quoted, quotedList } from '../text.ts';
import { dateFormats, dateOfDays } from './dates.ts';
import { type Moments, scaleOf } from './moments.ts';
import { cellText, isCoded, type Table } from './table.ts';
import { columnOf, encodeCell, featureSchema, fitFeature, scaledNumber, widthOf } from './table-encoder.ts';

export const seriesEncoderSchema = z.object({
  time: z.object({
    name: z.string(),
    format: z.enum(dateFormats),
    unit: z.enum(['days', 'months', 'rows']),
    /** Days or months from step to step; of rows: days in the mean. */
    every: z.number().positive(),
  }),
  target: z.object({
    name: z.string(),
    mean: z.number(),
    standardDeviation: z.number().positive(),
    /** Of the differences from the base. */
    deviation: z.number().positive(),
  }),
  inputs: z.array(featureSchema),
  ahead: z.array(featureSchema),
  length: z.number().int().positive(),
  horizon: z.number().int().positive(),
  /** Steps after which things repeat; 1: none that is known. */
  season: z.number().int().positive(),
});

export type SeriesEncoder = z.infer<typeof seriesEncoderSchema>;

export interface SeriesColumns {
  time: string;
  target: string;
  inputs: string[];
  /** Columns whose values are known before their time comes. */
  ahead: string[];
}

/** Rows in their order in time. */
interface Grid {
  unit: 'days' | 'months' | 'rows';
  every: number;
  /** Row of each step; -1: there is none. */
  rows: Int32Array;
  /** Days since 1970-01-01 of each step. */
  days: Float64Array;
}

/** A grid with more steps than this much of its rows is none. */
const mostGaps = 1.25;
const secondOfDay = 1 / 86_400;

/**
 * @param model that the series is laid out for; null: one is to be trained, and the series tells how far its steps are apart
 * @throws InvalidData naming the row or the date
 */
function arrange(table: Table, columns: SeriesColumns, model: SeriesEncoder | null): Grid {
  const time = columnOf(table, columns.time);
  if (isCoded(time) || time.type !== 'date') {
    throw new InvalidInput('input.inputs', `The column ${quoted(columns.time)} does not hold dates.`);
  }
  const missing = time.values.findIndex(Number.isNaN);
  if (missing >= 0) throw new InvalidData(`The row has no date in ${quoted(columns.time)}.`, `row ${missing + 1}`);
  const order = Array.from({ length: table.rowCount }, (_, row) => row).sort(
    (a, b) => (time.values[a] ?? 0) - (time.values[b] ?? 0) || a - b,
  );
  const rows = withoutRepetitions(table, columns, time.values, order);
  const days = Float64Array.from(rows, (row) => time.values[row] ?? 0);
  const { unit, every } = model?.time ?? spacing(days);
  const start = days[0] ?? 0;
  const place = (at: number) => (unit === 'months' ? months(at) - months(start) : at - start) / every;
  const places = unit === 'rows' ? null : Array.from(days, place);
  if (!places) return { unit, every, rows: Int32Array.from(rows), days };
  const crooked = places.findIndex((at) => Math.abs(at - Math.round(at)) > 0.01);
  if (crooked >= 0) {
    throw new InvalidData(
      `The dates are not ${lengthOf({ unit, every })} apart, as the model learned them.`,
      dateOfDays(days[crooked] ?? 0),
    );
  }
  if (model) assertFewGaps(model, places, days);
  const count = Math.round(places.at(-1) ?? 0) + 1;
  const grid = new Int32Array(count).fill(-1);
  for (const [index, row] of rows.entries()) grid[Math.round(places[index] ?? 0)] = row;
  const dayOf = (step: number) => (unit === 'months' ? addMonths(start, step * every) : start + step * every);
  return { unit, every, rows: grid, days: Float64Array.from({ length: count }, (_, step) => dayOf(step)) };
}

/**
 * A few rows of a long series may lack as many steps as the model looks back; else what was looked at would be filled in.
 * @throws InvalidData naming the widest gap, before memory is taken for its steps
 */
function assertFewGaps({ time, length, season }: SeriesEncoder, places: number[], days: Float64Array): void {
  const count = Math.round(places.at(-1) ?? 0) + 1;
  if (count <= places.length * mostGaps + Math.max(length, season)) return;
  const widths = places.slice(1).map((place, index) => place - (places[index] ?? 0));
  const at = widths.reduce((widest, width, index) => (width > (widths[widest] ?? 0) ? index : widest), 0);
  const [from, to] = [dateOfDays(days[at] ?? 0), dateOfDays(days[at + 1] ?? 0)];
  throw new InvalidData(
    `Too many steps have no row: ${count - places.length} of ${count}, ${Math.round(widths[at] ?? 0) - 1} of them between ${from} ` +
      `and ${to}. The model learned steps of ${lengthOf(time)}. Give the rows that are missing, or only those after the gap.`,
    to,
  );
}

/** Rows in order; one that says the same as the one before it is left out. */
function withoutRepetitions(table: Table, columns: SeriesColumns, days: Float64Array, order: number[]): number[] {
  const used = [columns.target, ...columns.inputs, ...columns.ahead].map((name) => columnOf(table, name));
  const kept: number[] = [];
  for (const row of order) {
    const last = kept.at(-1);
    if (last !== undefined && days[last] === days[row]) {
      const other = used.find((column) => cellText(column, last) !== cellText(column, row));
      if (!other) continue;
      throw new InvalidData(
        `There are two rows of this date, and they differ in ${quoted(other.name)}. Each date may stand once; several series are several datasets.`,
        dateOfDays(days[row] ?? 0),
      );
    }
    kept.push(row);
  }
  return kept;
}

/** How far steps are apart, in a unit that a person would choose. */
function lengthOf({ unit, every }: Pick<Grid, 'unit' | 'every'>): string {
  if (unit !== 'days' || every >= 1) return `${every} ${unit}`;
  return `${Math.round(every / secondOfDay)} seconds`;
}

/** @param days ascending */
function spacing(days: Float64Array): Pick<Grid, 'unit' | 'every'> {
  const count = days.length;
  if (count < 2) return { unit: 'rows', every: 1 };
  const apart = Array.from(days.subarray(1), (day, index) => day - (days[index] ?? 0));
  const span = (days[count - 1] ?? 0) - (days[0] ?? 0);
  const dates = Array.from(days, (day) => new Date(Math.round(day * 86_400_000)));
  const sameDay = dates.every((date) => date.getUTCDate() === dates[0]?.getUTCDate() && date.getUTCHours() === 0);
  if (sameDay && apart.every((distance) => distance >= 28)) {
    const steps = Array.from(days.subarray(1), (day, index) => months(day) - months(days[index] ?? 0));
    const every = mostFrequent(steps);
    const fits = steps.every((step) => step % every === 0);
    if (fits && steps.reduce((sum, step) => sum + step, 0) / every + 1 <= count * mostGaps)
      return { unit: 'months', every };
  }
  const every = mostFrequent(apart.map((distance) => Math.round(distance / secondOfDay) * secondOfDay));
  const regular = apart.every((distance) => Math.abs(distance / every - Math.round(distance / every)) < 0.01);
  if (regular && span / every + 1 <= count * mostGaps) return { unit: 'days', every };
  return { unit: 'rows', every: span / (count - 1) };
}

function mostFrequent(values: number[]): number {
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

/** A week of days, a day of hours, a year of months or quarters. */
function seasonOf({ unit, every }: Pick<Grid, 'unit' | 'every'>): number {
  if (unit === 'months') return 12 % every === 0 ? 12 / every : 1;
  if (unit === 'rows') return 1;
  const steps = every < 1 ? 1 / every : 7 / every;
  return Math.abs(steps - Math.round(steps)) < 0.01 ? Math.max(1, Math.round(steps)) : 1;
}

export interface SeriesSamples {
  features: Features;
  /** [count x horizon]; NaN where a value is not known. */
  targets: Float32Array;
  /** The base of each, in the target's own unit. */
  bases: Float32Array;
  /** The dates that are forecast, in days: [count x horizon]. */
  days: Float64Array;
}

/** A series in order, with its samples found and nothing encoded yet. */
export interface ArrangedSeries {
  grid: Grid;
  /** The last step that each sample looks at: those whose `horizon` values are all known, ascending. */
  ends: Int32Array;
}

/** @throws InvalidData naming the row or the date */
export function arrangeSeries(
  table: Table,
  columns: SeriesColumns,
  { length, horizon }: WindowOptions,
): ArrangedSeries {
  const grid = arrange(table, columns, null);
  return { grid, ends: knownEnds(table, columns.target, grid, firstEnd(length, seasonOf(grid)), horizon) };
}

const firstEnd = (length: number, season: number) => Math.max(length, season) - 1;

function knownEnds(table: Table, target: string, grid: Grid, first: number, horizon: number): Int32Array {
  const values = onGrid(table, target, grid);
  const ends: number[] = [];
  for (let end = first; end + horizon < values.length; end++) {
    if (values.subarray(end + 1, end + 1 + horizon).every((value) => !Number.isNaN(value))) ends.push(end);
  }
  return Int32Array.from(ends);
}

/** Values of a column of numbers, step after step; NaN where there is none. */
function onGrid(table: Table, name: string, { rows }: Grid): Float64Array {
  const column = columnOf(table, name);
  if (isCoded(column)) throw new InvalidInput('input.target', `The column ${quoted(name)} does not hold numbers.`);
  return Float64Array.from(rows, (row) => (row < 0 ? Number.NaN : (column.values[row] ?? Number.NaN)));
}

/** @param lastStep the last one whose values may be looked at: that of the training samples */
export function fitSeriesEncoder(
  table: Table,
  columns: SeriesColumns,
  { length, horizon }: WindowOptions,
  { grid }: ArrangedSeries,
  lastStep: number,
): SeriesEncoder {
  const time = columnOf(table, columns.time);
  const rows = grid.rows.subarray(0, lastStep + 1).filter((row) => row >= 0);
  const season = seasonOf(grid);
  const target = onGrid(table, columns.target, grid).subarray(0, lastStep + 1);
  const level = moments(target);
  const filled = fillForward(target, level.mean);
  const changes = filled.slice(season).map((value, step) => value - (filled[step] ?? 0));
  return {
    time: {
      name: columns.time,
      format: (!isCoded(time) && time.format) || 'ISO',
      unit: grid.unit,
      every: grid.every,
    },
    target: { name: columns.target, ...level, deviation: moments(changes).standardDeviation },
    inputs: columns.inputs.map((name) => fitFeature(columnOf(table, name), rows)),
    ahead: columns.ahead.map((name) => fitFeature(columnOf(table, name), rows)),
    length,
    horizon,
    season,
  };
}

function moments(values: Float64Array): Moments {
  return scaleOf((visit) => {
    for (const value of values) if (!Number.isNaN(value)) visit(value, 1);
  });
}

function fillForward(values: Float64Array, start: number): Float64Array {
  let last = start;
  return values.map((value) => {
    if (!Number.isNaN(value)) last = value;
    return last;
  });
}

/** Numbers that one step is told. */
function stepWidth({ inputs, ahead, horizon, time }: Pick<SeriesEncoder, 'inputs' | 'ahead' | 'horizon' | 'time'>) {
  const width = (features: SeriesEncoder['inputs']) => features.reduce((sum, feature) => sum + widthOf(feature), 0);
  return 1 + width(inputs) + horizon * width(ahead) + calendarWidth(time);
}

/** Of the widest calendar. */
export const mostCalendarWidth = 12;

function calendarWidth({ unit, every }: SeriesEncoder['time']): number {
  if (unit === 'months') return 12;
  return every < 7 ? 11 : 2;
}

/** What the date says: of months which one; of days the time of the year, of the day, and the day of the week. */
function writeCalendar(time: SeriesEncoder['time'], days: number, values: Float32Array, at: number): void {
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

/** Samples that end at the given steps. */
export function encodeSeries(
  encoder: SeriesEncoder,
  table: Table,
  { grid }: ArrangedSeries,
  ends: Int32Array,
): SeriesSamples {
  const { length, horizon, season, target } = encoder;
  const width = stepWidth(encoder);
  const raw = onGrid(table, target.name, grid);
  const level = fillForward(raw, target.mean);
  const steps = encodeSteps(encoder, table, grid, level);
  const values = new Float32Array(ends.length * length * width);
  const outputs = ends.length * horizon;
  const [targets, bases, days] = [new Float32Array(outputs), new Float32Array(outputs), new Float64Array(outputs)];
  for (const [index, end] of ends.entries()) {
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
      days[at] = dayOf(grid, end + ahead);
    }
  }
  return { features: { values, sampleShape: [length, width], count: ends.length }, targets, bases, days };
}

/** Of a step that may lie after the last one. */
function dayOf({ days, unit, every }: Grid, step: number): number {
  const known = days[step];
  if (known !== undefined) return known;
  const [last, beyond] = [days.at(-1) ?? 0, step - days.length + 1];
  return unit === 'months' ? addMonths(last, beyond * every) : last + beyond * every;
}

function encodeSteps(encoder: SeriesEncoder, table: Table, grid: Grid, level: Float64Array): Float32Array {
  const { inputs, ahead, horizon, time, target } = encoder;
  const width = stepWidth(encoder);
  const count = grid.rows.length;
  const steps = new Float32Array(count * width);
  const cells = new Map([...inputs, ...ahead].map((feature) => [feature.name, cellsOf(table, grid, feature)]));
  const put = (feature: SeriesEncoder['inputs'][number], step: number, at: number) => {
    const cell = cells.get(feature.name)?.[step];
    if (cell !== undefined) encodeCell(feature, cell, steps, at);
    return at + widthOf(feature);
  };
  for (let step = 0; step < count; step++) {
    let at = step * width;
    steps[at++] = scaledNumber(level[step] ?? 0, target);
    for (const feature of inputs) at = put(feature, step, at);
    for (let later = 1; later <= horizon; later++) for (const feature of ahead) at = put(feature, step + later, at);
    writeCalendar(time, dayOf(grid, step + 1), steps, at);
  }
  return steps;
}

/** A column step after step; where there is no row, what the last one had. */
function cellsOf(table: Table, { rows }: Grid, feature: SeriesEncoder['inputs'][number]): (string | number | null)[] {
  const column = columnOf(table, feature.name);
  if (feature.type !== 'categorical' && isCoded(column)) {
    throw new InvalidInput('dataset', `The column ${quoted(feature.name)} does not hold numbers in this data.`);
  }
  let last: string | number | null = isCoded(column) ? null : Number.NaN;
  return Array.from(rows, (row) => {
    const cell =
      row < 0
        ? null
        : feature.type === 'categorical' || isCoded(column)
          ? cellText(column, row)
          : (column.values[row] ?? Number.NaN);
    if (cell !== null && !Number.isNaN(cell)) last = cell;
    return last;
  });
}

/** The columns that the encoder reads. */
export function columnsOf({ time, target, inputs, ahead }: SeriesEncoder): SeriesColumns {
  const names = (features: SeriesEncoder['inputs']) => features.map(({ name }) => name);
  return { time: time.name, target: target.name, inputs: names(inputs), ahead: names(ahead) };
}

/** Every sample of another series of the same kind whose values are known. */
export function encodeKnownSeries(encoder: SeriesEncoder, table: Table): SeriesSamples {
  const grid = arrange(table, columnsOf(encoder), encoder);
  const ends = knownEnds(table, encoder.target.name, grid, firstEnd(encoder.length, encoder.season), encoder.horizon);
  return encodeSeries(encoder, table, { grid, ends }, ends);
}

/**
 * The one sample at the end of a series: what comes after its last known value. With columns that are known ahead, the `horizon`
 * steps that are to be forecast follow as rows without a target.
 * @throws InvalidInput naming `field` when there are too few steps
 */
export function encodeLatest(encoder: SeriesEncoder, table: Table, field: string): SeriesSamples {
  const { length, horizon, season, target, ahead } = encoder;
  const grid = arrange(table, columnsOf(encoder), encoder);
  const values = onGrid(table, target.name, grid);
  const end = values.findLastIndex((value) => !Number.isNaN(value));
  const least = firstEnd(length, season) + 1;
  if (end + 1 < least) {
    throw new InvalidInput(
      field,
      `The model looks back ${least} steps; the series has ${end + 1} up to its last value.`,
    );
  }
  if (ahead.length > 0 && grid.rows.length < end + 1 + horizon) {
    const names = quotedList(ahead.map(({ name }) => name));
    throw new InvalidInput(
      field,
      `${names} are known ahead: after the last value give ${horizon} more row(s) with the date and them, and null for ${quoted(target.name)}.`,
    );
  }
  const ends = Int32Array.of(end);
  return encodeSeries(encoder, table, { grid, ends }, ends);
}
