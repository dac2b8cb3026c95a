/** How the errors of a regression are distributed: two charts and the samples with the largest residuals. */
import type { ReportPointsFragment } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { ScrollRegion } from '../../ui/content/scroll-region.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import partStyles from '../part.module.css';
import { SampleList } from '../report/sample-list.tsx';
import type { ReportSource } from '../source.ts';
import plotFrameStyles from './plot-frame.module.css';
import { PlotFrame } from './plot-frame.tsx';
import { spanOf } from './scale.ts';
import { useReportPoints } from './use-points.ts';

type Regression = Extract<ReportPointsFragment, { __typename: 'RegressionReport' }>;
type Point = Regression['points'][number];

const height = 300;

export function RegressionSamples({ source, samples }: { source: ReportSource; samples: number }) {
  const say = useMessages('reportSamples');
  const { report, error, again } = useReportPoints(source);
  if (error) return <QueryProblem error={error} onRetry={again} />;
  if (report === undefined) return <Loading />;
  if (report?.__typename !== 'RegressionReport' || report.points.length === 0) {
    return <p className="hint">{say.noPoints}</p>;
  }
  return (
    <>
      <div className="columns">
        <PredictedVsActual points={report.points} samples={samples} />
        <Residuals points={report.points} />
      </div>
      <PointTable points={report.points} />
      <Largest list={report.largestResiduals} target={source.target} />
    </>
  );
}

function PredictedVsActual({ points, samples }: { points: readonly Point[]; samples: number }) {
  const say = useMessages('reportSamples');
  const span = spanOf(points.flatMap(({ actual, predicted }) => [actual, predicted]));
  return (
    <section className={partStyles.part}>
      <h3>{say.predictedVsActual}</h3>
      <p className="hint">
        {say.predictedVsActualHelp} {points.length < samples && say.drawn({ shown: points.length, all: samples })}
      </p>
      <PlotFrame
        label={say.chartLabel({ title: say.predictedVsActual, description: say.pointsLabel({ count: points.length }) })}
        height={height}
        x={span}
        y={span}
        xTitle={say.actual}
        yTitle={say.predicted}
      >
        {({ x, y }) => (
          <>
            <line
              className={plotFrameStyles.ideal}
              x1={x(span.min)}
              y1={y(span.min)}
              x2={x(span.max)}
              y2={y(span.max)}
            />
            <Dots points={points} x={({ actual }) => x(actual)} y={({ predicted }) => y(predicted)} />
          </>
        )}
      </PlotFrame>
    </section>
  );
}

function Residuals({ points }: { points: readonly Point[] }) {
  const say = useMessages('reportSamples');
  const xSpan = spanOf(points.map(({ predicted }) => predicted));
  const ySpan = spanOf([0, ...points.map(residualOf)]);
  return (
    <section className={partStyles.part}>
      <h3>{say.residuals}</h3>
      <p className="hint">{say.residualsHelp}</p>
      <PlotFrame
        label={say.chartLabel({ title: say.residuals, description: say.pointsLabel({ count: points.length }) })}
        height={height}
        x={xSpan}
        y={ySpan}
        xTitle={say.predicted}
        yTitle={say.residual}
      >
        {({ x, y }) => (
          <>
            <line className={plotFrameStyles.ideal} x1={x(xSpan.min)} y1={y(0)} x2={x(xSpan.max)} y2={y(0)} />
            <Dots points={points} x={({ predicted }) => x(predicted)} y={(point) => y(residualOf(point))} />
          </>
        )}
      </PlotFrame>
    </section>
  );
}

function Dots({ points, x, y }: { points: readonly Point[]; x(point: Point): number; y(point: Point): number }) {
  const say = useMessages('reportSamples');
  const format = useFormat();
  return points.map((point) => (
    <circle key={point.index} className={plotFrameStyles.dot} cx={x(point)} cy={y(point)} r={3}>
      <title>
        {`${say.row} ${format.number(point.index + 1)}: ${say.actual} ${format.short(point.actual)}, ${say.predicted} ${format.short(point.predicted)}`}
      </title>
    </circle>
  ));
}

function PointTable({ points }: { points: readonly Point[] }) {
  const say = useMessages('reportSamples');
  const format = useFormat();
  const columns = [say.actual, say.predicted, say.residual];
  return (
    <details className={plotFrameStyles.table}>
      <summary>{say.asTable}</summary>
      <ScrollRegion label={say.predictedVsActual}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.row}</th>
              {columns.map((column) => (
                <th key={column} scope="col" className="number">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <tr key={point.index}>
                <th scope="row">{format.number(point.index + 1)}</th>
                <td className="number">{exact(format, point.actual)}</td>
                <td className="number">{exact(format, point.predicted)}</td>
                <td className="number">{exact(format, residualOf(point))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </details>
  );
}

function Largest({ list, target }: { list: Regression['largestResiduals']; target: string | null }) {
  const say = useMessages('reportSamples');
  const format = useFormat();
  return (
    <section className={partStyles.part}>
      <h3>{say.largest}</h3>
      <p className="hint">{say.largestHelp}</p>
      <SampleList
        label={say.largest}
        columns={[say.actual, say.predicted, say.residual]}
        target={null}
        without={target}
        samples={list.map((one) => ({
          index: one.index,
          sample: one.sample,
          values: [one.actual, one.predicted, residualOf(one)].map((value) => exact(format, value)),
        }))}
      />
    </section>
  );
}

const residualOf = ({ actual, predicted }: Pick<Point, 'actual' | 'predicted'>) => predicted - actual;
const exact = (format: ReturnType<typeof useFormat>, value: number) =>
  format.number(value, { maximumSignificantDigits: 6 });
