/** The most recent rows of a time series, and the forecast that follows them. */
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { EngineAnswers } from '../answers/answer.tsx';
import { Forecast, type Point } from '../answers/forecast.tsx';
import { useAnswers } from '../answers/use-answer.ts';
import type { Engines } from '../engines/engines.ts';
import playgroundStyles from '../playground.module.css';
import { type Configuration, cellOf, columnsOf, examplesOf, numberOf } from '../profile.ts';
import type { Row, Sample } from '../sample.ts';
import { useLastRows } from './last-rows.ts';
import styles from './series.module.css';
import { readSeries, writeSeries } from './series-text.ts';

const waitMilliseconds = 500;
/** Maximum number of rows taken from a file: enough for a season and for every lookback window. */
const takenRows = 200;

export function SeriesPlayground({ configuration, engines }: { configuration: Configuration; engines: Engines }) {
  const say = useMessages('playground');
  const words = useMessages('modelInputs');
  const format = useFormat();
  const { inputs, futureCovariates } = configuration;
  const ahead = futureCovariates ?? [];
  const target = configuration.target ?? '';
  const length = numberOf(configuration, 'sequenceLength') ?? 1;
  const horizon = numberOf(configuration, 'horizon') ?? 1;
  const columns = useMemo(
    () => columnsOf(configuration, [...new Set([...(inputs ?? []), target, ...(futureCovariates ?? [])])]),
    [configuration, inputs, target, futureCovariates],
  );
  const header = columns.map(({ name }) => name);
  const examples = useMemo(() => examplesOf(configuration), [configuration]);
  /** With future covariates, the last rows are the ones to forecast. */
  const given = (rows: readonly Record<string, string>[]) =>
    writeSeries({
      header,
      rows: rows.map((row, index) =>
        header.map((name) =>
          name === target && ahead.length > 0 && index >= rows.length - horizon ? '' : (row[name] ?? ''),
        ),
      ),
    });
  const needed = length + (ahead.length > 0 ? horizon : 0);
  const last = useLastRows(configuration.id, Math.max(takenRows, needed), header[0] ?? '');
  /** Null while nothing was entered. */
  const [written, setText] = useState<string | null>(null);
  const text = written ?? given(last.rows ?? examples);

  const read = useMemo(() => {
    const { header: names, rows } = readSeries(text);
    const lacking = columns.filter(({ name }) => !names.includes(name)).map(({ name }) => name);
    const records = rows.map(
      (cells): Row =>
        Object.fromEntries(
          columns.map((column) => [column.name, cellOf(column, cells[names.indexOf(column.name)] ?? '')]),
        ),
    );
    return { lacking, records };
  }, [text, columns]);
  const sample = useMemo(
    (): Sample | null => (read.lacking.length > 0 || read.records.length < needed ? null : { series: read.records }),
    [read, needed],
  );
  const answers = useAnswers(engines, sample, waitMilliseconds);
  const date = header[0] ?? '';

  async function take(file: File | undefined) {
    if (!file) return;
    const { header: names, rows } = readSeries(await file.text());
    setText(writeSeries({ header: names, rows: rows.slice(-takenRows) }));
  }

  return (
    <div className={playgroundStyles.columns}>
      <div className={styles.series}>
        <TextField
          label={say.series}
          description={format.sentences([
            say.seriesHelp({ rows: needed }),
            ...(ahead.length > 0 ? [say.aheadHelp({ horizon, columns: format.list(ahead) })] : []),
          ])}
          value={text}
          onChange={setText}
          error={
            read.lacking.length > 0
              ? say.lacksColumns({ columns: format.list(read.lacking) })
              : answers.problem?.message
          }
          multiline
        />
        {last.isReading && <p className="hint">{words.readingLastRows}</p>}
        {last.hasFailed && <p className="hint">{words.lastRowsFailed}</p>}
        {last.rows && written !== null && <Button onPress={() => setText(null)}>{words.lastRows}</Button>}
        <FileButton accept={['.csv', '.tsv', 'text/csv']} onFiles={([first]) => void take(first?.file)}>
          {say.chooseCsv}
        </FileButton>
      </div>
      <EngineAnswers answers={answers} problemIsShown>
        {({ prediction, sample: asked }) =>
          prediction.forecast && (
            <Forecast target={target} past={pastOf(asked, date, target)} forecast={prediction.forecast} />
          )
        }
      </EngineAnswers>
    </div>
  );
}

function pastOf(sample: Sample, date: string, target: string): Point[] {
  if (!('series' in sample)) return [];
  return sample.series.flatMap((row) => {
    const value = row[target];
    return typeof value === 'number' ? [{ timestamp: String(row[date] ?? ''), value }] : [];
  });
}
