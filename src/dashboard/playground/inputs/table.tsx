/** A row of a table as a form. The prediction updates as the user types. */
import { useMemo, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { EngineAnswers, PlainAnswer } from '../answers/answer.tsx';
import { useAnswers } from '../answers/use-answer.ts';
import { BatchRows } from '../batch/batch-rows.tsx';
import type { Engines } from '../engines/engines.ts';
import playgroundStyles from '../playground.module.css';
import { type Column, cellOf, columnsOf, examplesOf, type TableToTry } from '../profile.ts';
import rowFieldsStyles from './row-fields.module.css';

const waitMilliseconds = 300;
const unknownChoice = 'unknown';
const path = 'input.rows.0.';

export function TablePlayground({ configuration, engines }: { configuration: TableToTry; engines: Engines }) {
  const say = useMessages('playground');
  const { inputs, target, objective } = configuration;
  const columns = useMemo(() => columnsOf(configuration, inputs ?? []), [configuration, inputs]);
  const examples = useMemo(() => examplesOf(configuration), [configuration]);
  const [next, setNext] = useState(0);
  const [texts, setTexts] = useState<Record<string, string>>(examples[0] ?? {});
  const sample = useMemo(
    () => ({
      rows: [Object.fromEntries(columns.map((column) => [column.name, cellOf(column, texts[column.name] ?? '')]))],
    }),
    [columns, texts],
  );
  const answers = useAnswers(engines, sample, waitMilliseconds);
  const { problem } = answers;
  const wrong = columns.find(({ name }) => problem?.field === path + name);
  const known =
    target && columns.every(({ name }) => texts[name] === examples[next]?.[name]) && examples[next]?.[target];

  function fill() {
    const chosen = (next + 1) % examples.length;
    setNext(chosen);
    setTexts(examples[chosen] ?? {});
  }

  return (
    <div className={playgroundStyles.columns}>
      <div>
        <div className={rowFieldsStyles.rowFields}>
          {columns.map((column) => (
            <CellField
              key={column.name}
              column={column}
              value={texts[column.name] ?? ''}
              onChange={(text) => setTexts({ ...texts, [column.name]: text })}
              error={column === wrong ? problem?.message : undefined}
            />
          ))}
        </div>
        <p className="hint">{say.emptyIsMissing}</p>
        {examples.length > 0 && <Button onPress={fill}>{say.example}</Button>}
        {target && known && <p className="hint">{say.inData({ column: target, value: known })}</p>}
      </div>
      <EngineAnswers answers={answers} problemIsShown={wrong !== undefined}>
        {({ prediction }) => (
          <PlainAnswer prediction={prediction} target={target} isCluster={objective === 'CLUSTERING'} />
        )}
      </EngineAnswers>
      <BatchRows columns={columns} engines={engines} />
    </div>
  );
}

function CellField({
  column: { name, type, distinctCount, min, max, topValues },
  value,
  onChange,
  error,
}: {
  column: Column;
  value: string;
  onChange(value: string): void;
  error: string | undefined;
}) {
  const say = useMessages('playground');
  const format = useFormat();
  const values = topValues.map((top) => top.value);
  // A select is offered only when all values of the column are known.
  if (type === 'CATEGORICAL' && distinctCount <= values.length) {
    return (
      <Select
        label={name}
        error={error}
        value={value === '' ? unknownChoice : `=${value}`}
        onChange={(choice) => onChange(choice === unknownChoice ? '' : choice.slice(1))}
        choices={[
          { value: unknownChoice, label: say.notKnown },
          ...values.map((text) => ({ value: `=${text}`, label: text })),
        ]}
      />
    );
  }
  const hint =
    type === 'NUMERIC' && min !== null && max !== null
      ? say.range({ least: format.short(min), most: format.short(max) })
      : type === 'DATE'
        ? say.dateHelp
        : values.length > 0
          ? say.valueHelp({ values: format.list(values.slice(0, 3)) })
          : undefined;
  return (
    <TextField
      label={name}
      description={hint}
      error={error}
      value={value}
      onChange={onChange}
      inputMode={type === 'NUMERIC' ? 'decimal' : 'text'}
      autoComplete="off"
    />
  );
}
