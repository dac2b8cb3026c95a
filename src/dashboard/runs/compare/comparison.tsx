/** The parts of a comparison: overlaid curves, and settings and metrics side by side. */
import { useMemo, useState } from 'react';
import chartStyles from '../../charts/chart.module.css';
import { ChartControls, useChartOptions } from '../../charts/chart-controls.tsx';
import { type ChartSeries, LineChart, Swatch } from '../../charts/line-chart.tsx';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Switch } from '../../ui/controls/switch.tsx';
import { compareSettings, parametersOf, type Setting } from '../settings.ts';
import { useTrainingSettings } from '../training-settings.ts';
import styles from './comparison.module.css';
import { type ScoreName, scoresOf } from './scores.ts';
import type { ComparedRun } from './use-compared.ts';

interface Props {
  runs: readonly ComparedRun[];
  /** The name of each run. All names are different. */
  names: readonly string[];
}

/** One chart per metric. A run has the same color everywhere on the page. */
export function ComparedCurves({ runs, names }: Props) {
  const words = useMessages('runs');
  const say = useMessages('comparison');
  const catalogue = useCatalogue();
  const [options, setOptions] = useChartOptions();
  const charts = useMemo(() => {
    const metrics = [...new Set(runs.flatMap((run) => run.metrics.map(({ name }) => name)))].sort();
    return metrics.map((metric) => ({
      metric,
      series: runs.flatMap((run, place): ChartSeries[] => {
        const found = run.metrics.find(({ name }) => name === metric);
        return found ? [{ name: names[place] ?? run.id, points: found.points, color: place }] : [];
      }),
    }));
  }, [runs, names]);
  return (
    <Card title={words.curves} actions={charts.length > 0 && <ChartControls options={options} onChange={setOptions} />}>
      {charts.length === 0 && <p className="hint">{say.noMetrics}</p>}
      <div className={chartStyles.grid}>
        {charts.map(({ metric, series }) => (
          <LineChart key={metric} title={catalogue.metricOf(metric)} series={series} options={options} />
        ))}
      </div>
    </Card>
  );
}

function Head({ first, names, areNumbers = false }: { first: string; names: readonly string[]; areNumbers?: boolean }) {
  return (
    <thead>
      <tr>
        <th scope="col">{first}</th>
        {names.map((name, place) => (
          <th key={name} scope="col" className={areNumbers ? 'number' : undefined}>
            <Swatch place={place} /> {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

export function ComparedSettings({ runs, names }: Props) {
  const words = useMessages('runs');
  const say = useMessages('comparison');
  const details = useMessages('runDetails');
  const { trainingOf, splitOf } = useTrainingSettings();
  const catalogue = useCatalogue();
  const format = useFormat();
  const [onlyDiffering, setOnlyDiffering] = useState(false);
  const all = compareSettings(
    runs.map(({ configuration }): Setting[] => {
      if (!configuration) return [];
      const { family, datasetVersion, target, inputs, parameters, training, split } = configuration;
      return [
        [words.family, catalogue.titleOf(family)],
        [words.dataset, words.datasetVersion({ name: datasetVersion.dataset.name, version: datasetVersion.version })],
        ...(target === null ? [] : [[details.target, target] satisfies Setting]),
        ...(inputs ? [[say.inputs, inputs.join(', ')] satisfies Setting] : []),
        ...parametersOf(parameters, family.name, catalogue, format.number),
        ...trainingOf(training),
        ...splitOf(split),
      ];
    }),
  );
  const shown = onlyDiffering ? all.filter(({ differs }) => differs) : all;
  return (
    <Card
      title={say.settings}
      actions={<Switch label={say.onlyDiffering} isSelected={onlyDiffering} onChange={setOnlyDiffering} />}
    >
      {shown.length === 0 ? (
        <p className="hint">{say.allAlike}</p>
      ) : (
        <div className="scroll">
          <table>
            <Head first={say.setting} names={names} />
            <tbody>
              {shown.map(({ name, values, differs }) => (
                <tr key={name} className={differs ? styles.differs : undefined}>
                  <th scope="row">
                    {name}
                    {differs && <span className="visually-hidden"> {say.differs}</span>}
                  </th>
                  {values.map((value, place) => (
                    <td key={names[place]}>{value ?? '–'}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  );
}

export function ComparedScores({ runs, names }: Props) {
  const words = useMessages('runs');
  const say = useMessages('comparison');
  const titles = useMessages('scores');
  const format = useFormat();
  const scores = runs.map(
    ({ outputModelVersion }) => new Map(outputModelVersion?.evaluation ? scoresOf(outputModelVersion.evaluation) : []),
  );
  const rows = [...new Set(scores.flatMap((own): ScoreName[] => [...own.keys()]))];
  return (
    <Card title={say.finalScores}>
      {rows.length === 0 ? (
        <p className="hint">{say.scoresNotYet}</p>
      ) : (
        <>
          <p className="hint">{say.scoresHelp}</p>
          <div className="scroll">
            <table>
              <Head first={words.score} names={names} areNumbers />
              <tbody>
                {rows.map((row) => (
                  <tr key={row}>
                    <th scope="row">{titles[row]}</th>
                    {scores.map((own, place) => {
                      const value = own.get(row);
                      return (
                        <td key={names[place]} className="number">
                          {value === undefined ? '–' : format.short(value)}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </Card>
  );
}
