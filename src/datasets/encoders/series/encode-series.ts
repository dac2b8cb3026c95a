/** Encodes the samples of a series, for training, evaluation and forecasts. */

import type { Features } from '../../../learning/data.ts';
import { encodeCell, encodedWidth, scaledNumber } from '../../../shared/encode-rows.ts';
import { InvalidSample } from '../../../shared/invalid-sample.ts';
import { quoted, quotedList } from '../../../shared/quote.ts';
import type { Table } from '../../formats/table.ts';
import { calendarWidth, encodeCalendarFeatures } from './calendar-features.ts';
import { columnsOf, type SeriesEncoder } from './series-encoder.ts';
import { alignColumn, cellsOf, forwardFill } from './step-values.ts';
import { buildTimeGrid, dateOfStep, type TimeGrid } from './time-grid.ts';
import { type AlignedSeries, firstWindowEnd, labeledWindowEnds } from './windows.ts';

export interface SeriesSamples {
  features: Features;
  /** [count x horizon]; NaN where a value is unknown. */
  targets: Float32Array;
  /** [count x horizon]: the base of each target, in the target's unit. */
  bases: Float32Array;
  /** [count x horizon]: the forecast dates, in days since 1970-01-01. */
  days: Float64Array;
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
 * @throws InvalidSample when there are too few steps
 */
export function encodeForecastInput(encoder: SeriesEncoder, table: Table): SeriesSamples {
  const { length, horizon, season, target, ahead } = encoder;
  const grid = buildTimeGrid(table, columnsOf(encoder), encoder);
  const values = alignColumn(table, target.name, grid);
  const end = values.findLastIndex((value) => !Number.isNaN(value));
  const minSteps = firstWindowEnd(length, season) + 1;
  if (end + 1 < minSteps) {
    throw new InvalidSample(
      `The model needs ${minSteps} past steps, but the series has only ${end + 1} up to its last value.`,
    );
  }
  if (ahead.length > 0 && grid.rows.length < end + 1 + horizon) {
    const names = quotedList(ahead.map(({ name }) => name));
    throw new InvalidSample(
      `${names} are future covariates: after the last known value, add ${horizon} ${horizon === 1 ? 'row' : 'rows'} with the date and their values, and null for ${quoted(target.name)}.`,
    );
  }
  const windowEnds = Int32Array.of(end);
  return encodeSeries(encoder, table, { grid, windowEnds }, windowEnds);
}
