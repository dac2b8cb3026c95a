/** Predictions for the rows of a CSV file. */
import { useState } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { FileButton, Notice } from '../ui/index.tsx';
import { ManyAnswers } from './many-answers.tsx';
import type { Places } from './places.ts';
import { type Column, cellOf } from './profile.ts';
import { readSeries } from './series-text.ts';
import type { Many } from './use-many.ts';

/** Maximum number of rows. Larger files need a prediction run. */
const maxRows = 1000;
const batchRows = 250;

export function ManyRows({ columns, places }: { columns: readonly Column[]; places: Places }) {
  const say = useMessages(playground);
  const format = useFormat();
  const [many, setMany] = useState<Many | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    const { header, rows } = readSeries(await file.text());
    const missing = columns.filter(({ name }) => !header.includes(name)).map(({ name }) => name);
    setProblem(missing.length > 0 ? say.lacksColumns(format.list(missing)) : rows.length === 0 ? say.noRows : null);
    setMany(missing.length > 0 || rows.length === 0 ? null : manyOf(columns, header, rows.slice(0, maxRows), say.row));
  }

  return (
    <div className="wide">
      <FileButton accept={['.csv', '.tsv', 'text/csv']} onFiles={([first]) => void take(first?.file)}>
        {say.predictCsv}
      </FileButton>
      <p className="hint">{say.predictCsvHelp(maxRows)}</p>
      {problem && <Notice tone="bad">{problem}</Notice>}
      {many && <ManyAnswers many={many} places={places} onClose={() => setMany(null)} />}
    </div>
  );
}

function manyOf(columns: readonly Column[], header: string[], rows: string[][], nameOf: (row: number) => string): Many {
  const records = rows.map((cells) =>
    Object.fromEntries(
      columns.map((column) => [column.name, cellOf(column, cells[header.indexOf(column.name)] ?? '')]),
    ),
  );
  const starts = Array.from({ length: Math.ceil(records.length / batchRows) }, (_, part) => part * batchRows);
  return {
    cases: records.map((_, index) => ({ name: nameOf(index + 1) })),
    parts: starts.map((start) => ({ rows: records.slice(start, start + batchRows) })),
  };
}
