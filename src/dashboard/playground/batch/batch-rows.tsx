/** Predictions for the rows of a CSV file. */
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import type { Engines } from '../engines/engines.ts';
import { readSeries } from '../inputs/series-text.ts';
import playgroundStyles from '../playground.module.css';
import { type Column, cellOf } from '../profile.ts';
import { BatchAnswers } from './batch-answers.tsx';
import type { Batch } from './use-batch.ts';

/** Maximum number of rows. Larger files need a prediction run. */
const maxRows = 1000;
const rowsPerRequest = 250;

export function BatchRows({ columns, engines }: { columns: readonly Column[]; engines: Engines }) {
  const say = useMessages('playground');
  const format = useFormat();
  const [batch, setBatch] = useState<Batch | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    const { header, rows } = readSeries(await file.text());
    const missing = columns.filter(({ name }) => !header.includes(name)).map(({ name }) => name);
    setProblem(
      missing.length > 0 ? say.lacksColumns({ columns: format.list(missing) }) : rows.length === 0 ? say.noRows : null,
    );
    setBatch(
      missing.length > 0 || rows.length === 0
        ? null
        : batchOf(columns, header, rows.slice(0, maxRows), (number) => say.row({ number })),
    );
  }

  return (
    <div className={playgroundStyles.wide}>
      <FileButton accept={['.csv', '.tsv', 'text/csv']} onFiles={([first]) => void take(first?.file)}>
        {say.predictCsv}
      </FileButton>
      <p className="hint">{say.predictCsvHelp({ rows: maxRows })}</p>
      {problem && <Notice tone="bad">{problem}</Notice>}
      {batch && <BatchAnswers batch={batch} engines={engines} onClose={() => setBatch(null)} />}
    </div>
  );
}

function batchOf(
  columns: readonly Column[],
  header: string[],
  rows: string[][],
  nameOf: (row: number) => string,
): Batch {
  const records = rows.map((cells) =>
    Object.fromEntries(
      columns.map((column) => [column.name, cellOf(column, cells[header.indexOf(column.name)] ?? '')]),
    ),
  );
  const starts = Array.from(
    { length: Math.ceil(records.length / rowsPerRequest) },
    (_, request) => request * rowsPerRequest,
  );
  return {
    cases: records.map((_, index) => ({ name: nameOf(index + 1) })),
    requests: starts.map((start) => ({ rows: records.slice(start, start + rowsPerRequest) })),
  };
}
