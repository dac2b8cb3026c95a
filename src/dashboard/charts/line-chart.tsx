/** A chart of curves by step or epoch, with a legend, a table, and a CSV download. */
import 'uplot/dist/uPlot.min.css';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Button } from '../ui/controls/button.tsx';
import { bandOf } from './band.ts';
import chartStyles from './chart.module.css';
import type { ChartOptions } from './chart-controls.tsx';
import { type Curve, lineOf, smooth, toCsv } from './curves.ts';
import { colorName, dashOf } from './palette.ts';
import { createPlot, extentOf, moved, type Plot, type Range, valueAt, zoomed } from './plot.ts';
import './palette.css';

export interface ChartSeries extends Curve {
  /** Index in the palette, if it differs from the index in the chart. */
  color?: number;
  /** Display name, if it differs from `name`. */
  label?: string;
}

interface Props {
  title: string;
  series: readonly ChartSeries[];
  options: ChartOptions;
  /** Marked by a line, if given. */
  bestEpoch?: number | null;
}

export function LineChart({ title, series, options, bestEpoch = null }: Props) {
  const say = useMessages('charts');
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<Plot>(null);
  const [cursor, setCursor] = useState<number | null>(null);
  const [range, setRange] = useState<Range | null>(null);
  const heading = useId();
  const { x, smoothing, logarithmic } = options;

  const labelX = say[x];

  const lines = useMemo(
    () =>
      series.map(({ points }) => {
        const { xs, ys } = lineOf(points, x);
        return { xs, ys: smoothing > 0 ? smooth(ys, smoothing) : ys, band: bandOf(points, x) };
      }),
    [series, x, smoothing],
  );
  const all = extentOf(lines);
  const mark = bestEpoch === null ? null : positionOf(bestEpoch, series, x);
  const banded = lines.some(({ band }) => band !== null);
  // Switching between steps and epochs resets the zoom.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => setRange(null), [x]);

  const palette = series.map(({ color }, index) => color ?? index).join();
  useEffect(() => {
    if (!place.current) return;
    const made = createPlot(place.current, {
      palette: palette === '' ? [] : palette.split(',').map(Number),
      banded,
      logarithmic,
      labelX,
      formatX: format.number,
      formatY: format.short,
      onCursor: setCursor,
      onZoom: setRange,
    });
    plot.current = made;
    return () => made.destroy();
  }, [palette, banded, logarithmic, labelX, format]);
  // Also runs after the effect above has created a new plot.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(
    () => plot.current?.show(lines, range, mark),
    [lines, range, mark, palette, banded, logarithmic, labelX, format],
  );

  const seen = range ?? all;
  const zoom = (factor: number) => seen && all && setRange(zoomed(seen, all, factor));
  const move = (share: number) => range && all && setRange(moved(range, all, share));
  return (
    <figure className={chartStyles.chart} aria-labelledby={heading}>
      <figcaption>
        <h3 id={heading}>{title}</h3>
        <fieldset className={chartStyles.tools} aria-label={say.zoom}>
          <Button kind="quiet" aria-label={say.zoomIn} isDisabled={!all} onPress={() => zoom(0.5)}>
            +
          </Button>
          <Button kind="quiet" aria-label={say.zoomOut} isDisabled={!range} onPress={() => zoom(2)}>
            −
          </Button>
          <Button kind="quiet" aria-label={say.earlier} isDisabled={!range} onPress={() => move(-0.25)}>
            ←
          </Button>
          <Button kind="quiet" aria-label={say.later} isDisabled={!range} onPress={() => move(0.25)}>
            →
          </Button>
          <Button kind="quiet" isDisabled={!range} onPress={() => setRange(null)}>
            {say.resetZoom}
          </Button>
        </fieldset>
      </figcaption>
      {/* The table below has the same values. */}
      <div ref={place} className={chartStyles.plot} aria-hidden="true">
        {!all && <span className={chartStyles.empty}>{say.noPointsYet}</span>}
      </div>
      <ul className={chartStyles.legend} aria-label={say.legend}>
        {series.map(({ name, label = name, points, color }, index) => {
          const value = cursor === null ? points.at(-1)?.value : valueAt(lines[index] ?? { xs: [], ys: [] }, cursor);
          return (
            <li key={name}>
              <Swatch place={color ?? index} />
              {label} <output>{value === undefined ? '–' : format.short(value)}</output>
            </li>
          );
        })}
      </ul>
      {mark !== null && bestEpoch !== null && <p className="hint">{say.bestEpoch({ epoch: bestEpoch })}</p>}
      <Values title={title} series={series} />
    </figure>
  );
}

/** Returns where an epoch ended on the x-axis. Null when no curve has it. */
function positionOf(epoch: number, series: readonly Curve[], x: ChartOptions['x']): number | null {
  const points = series.flatMap(({ points: own }) => own.filter((point) => point.epoch === epoch));
  return points.length > 0 ? Math.max(...points.map((point) => point[x])) : null;
}

export function Swatch({ place }: { place: number }) {
  return (
    <svg width="28" height="8" aria-hidden="true">
      <line
        x1="0"
        x2="28"
        y1="4"
        y2="4"
        strokeWidth="2.5"
        strokeDasharray={dashOf(place).join(' ')}
        style={{ stroke: `var(${colorName(place)})` }}
      />
    </svg>
  );
}

function Values({ title, series }: Pick<Props, 'title' | 'series'>) {
  const say = useMessages('charts');
  const format = useFormat();
  const download = () => {
    const url = URL.createObjectURL(new Blob([toCsv(series)], { type: 'text/csv' }));
    const link = Object.assign(document.createElement('a'), { href: url, download: `${title}.csv` });
    link.click();
    URL.revokeObjectURL(url);
  };
  return (
    <details className={chartStyles.values}>
      <summary>{say.asTable}</summary>
      <div className="scroll">
        <table>
          <caption className="visually-hidden">{say.lastValuesOf({ title })}</caption>
          <thead>
            <tr>
              <th scope="col">{say.metric}</th>
              <th scope="col" className="number">
                {say.step}
              </th>
              <th scope="col" className="number">
                {say.epoch}
              </th>
              <th scope="col" className="number">
                {say.lastValue}
              </th>
              <th scope="col" className="number">
                {say.min}
              </th>
              <th scope="col" className="number">
                {say.max}
              </th>
            </tr>
          </thead>
          <tbody>
            {series.map(({ name, label = name, points }) => {
              const last = points.at(-1);
              return (
                <tr key={name}>
                  <th scope="row">{label}</th>
                  <td className="number">{last && format.number(last.step)}</td>
                  <td className="number">{last && format.number(last.epoch)}</td>
                  <td className="number">{last && format.short(last.value)}</td>
                  <td className="number">
                    {last &&
                      format.short(
                        extreme(
                          points.map(({ min }) => min),
                          Math.min,
                        ),
                      )}
                  </td>
                  <td className="number">
                    {last &&
                      format.short(
                        extreme(
                          points.map(({ max }) => max),
                          Math.max,
                        ),
                      )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <Button onPress={download}>{say.downloadCsv}</Button>
    </details>
  );
}

const extreme = (values: number[], of: (one: number, other: number) => number) =>
  values.reduce((one, other) => of(one, other));
