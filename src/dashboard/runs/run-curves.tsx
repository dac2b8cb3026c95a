/** The curves of a run. Training and validation values of a metric share a chart. */
import { memo, useMemo } from 'react';
import chartStyles from '../charts/chart.module.css';
import { ChartControls, useChartOptions } from '../charts/chart-controls.tsx';
import { type Curve, chartsOf } from '../charts/curves.ts';
import { LineChart } from '../charts/line-chart.tsx';
import { useCatalogue } from '../i18n/catalogue/use-catalogue.ts';
import { useMessages } from '../i18n/language.tsx';
import { Card } from '../ui/content/card.tsx';

interface Props {
  curves: readonly Curve[];
  /** The epoch whose weights the model has. Null while it is not known, and when it is the last one anyway. */
  bestEpoch: number | null;
  isOver: boolean;
}

export const RunCurves = memo(function RunCurves({ curves, bestEpoch, isOver }: Props) {
  const say = useMessages('runs');
  const [options, setOptions] = useChartOptions();
  const { metricOf } = useCatalogue();
  const charts = useMemo(
    () =>
      chartsOf(curves).map(({ group, name, curves: own }) => ({
        group,
        name,
        series: own.map((curve) => ({ ...curve, label: metricOf(curve.name) })),
      })),
    [curves, metricOf],
  );
  return (
    <Card title={say.curves} actions={charts.length > 0 && <ChartControls options={options} onChange={setOptions} />}>
      {charts.length === 0 ? (
        <p className="hint">{isOver ? say.noCurves : say.noCurvesYet}</p>
      ) : (
        <div className={chartStyles.grid}>
          {charts.map(({ group, name, series }) => (
            <LineChart
              key={name}
              title={group === 'other' ? metricOf(name) : say[group]}
              series={series}
              options={options}
              bestEpoch={bestEpoch}
            />
          ))}
        </div>
      )}
    </Card>
  );
});
