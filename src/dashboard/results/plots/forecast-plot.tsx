/** Forecast and actual values at the end of the test set. */
import type { ReportPointsFragment } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { ScrollRegion } from '../../ui/content/scroll-region.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import partStyles from '../part.module.css';
import type { ReportSource } from '../source.ts';
import styles from './forecast-plot.module.css';
import plotFrameStyles from './plot-frame.module.css';
import { PlotFrame } from './plot-frame.tsx';
import { spanOf } from './scale.ts';
import { useReportPoints } from './use-points.ts';

type Step = Extract<ReportPointsFragment, { __typename: 'ForecastingReport' }>['points'][number];

const lines = ['naiveForecast', 'actual', 'forecast'] as const;
const height = 280;

export function ForecastSamples({ source }: { source: ReportSource }) {
  const say = useMessages('reportSamples');
  const { report, error, again } = useReportPoints(source);
  if (error) return <QueryProblem error={error} onRetry={again} />;
  if (report === undefined) return <Loading />;
  if (report?.__typename !== 'ForecastingReport' || report.points.length === 0) {
    return <p className="hint">{say.noPoints}</p>;
  }
  return (
    <section className={partStyles.part}>
      <h3>{say.forecastChart}</h3>
      <p className="hint">{say.forecastChartHelp}</p>
      <Chart steps={report.points} target={source.target ?? say.actual} />
      <ul className={styles.legend}>
        {(['actual', 'forecast', 'naiveForecast'] as const).map((line) => (
          <li key={line}>
            <svg width="28" height="8" aria-hidden="true">
              <line className={`${styles.series} ${styles[line]}`} x1="0" x2="28" y1="4" y2="4" />
            </svg>
            {say[line]}
          </li>
        ))}
      </ul>
      <StepTable steps={report.points} />
    </section>
  );
}

function Chart({ steps, target }: { steps: readonly Step[]; target: string }) {
  const say = useMessages('reportSamples');
  const last = steps.length - 1;
  // A date is about 80 pixels wide: three of them fit on a phone.
  const ticks = [...new Set([0, Math.floor(last / 2), last])].map((at) => ({
    at,
    text: steps[at]?.timestamp.slice(0, 10) ?? '',
  }));
  return (
    <PlotFrame
      label={say.chartLabel({ title: say.forecastChart, description: say.forecastLabel({ count: steps.length }) })}
      height={height}
      x={{ min: -last * 0.06 - 0.5, max: last * 1.06 + 0.5 }}
      y={spanOf(steps.flatMap(({ actual, forecast, naiveForecast }) => [actual, forecast, naiveForecast]))}
      xTitle={say.date}
      yTitle={target}
      xTicks={ticks}
    >
      {({ x, y }) =>
        lines.map((line) => (
          <polyline
            key={line}
            className={`${styles.series} ${styles[line]}`}
            points={steps.map((step, at) => `${x(at)},${y(step[line])}`).join(' ')}
          />
        ))
      }
    </PlotFrame>
  );
}

function StepTable({ steps }: { steps: readonly Step[] }) {
  const say = useMessages('reportSamples');
  const format = useFormat();
  const columns = ['actual', 'forecast', 'naiveForecast'] as const;
  return (
    <details className={plotFrameStyles.table}>
      <summary>{say.asTable}</summary>
      <ScrollRegion label={say.forecastChart}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.date}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {say[column]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {steps.map((step) => (
              <tr key={step.timestamp}>
                <th scope="row">{step.timestamp}</th>
                {columns.map((column) => (
                  <td key={column} className="number">
                    {format.number(step[column], { maximumSignificantDigits: 6 })}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}
