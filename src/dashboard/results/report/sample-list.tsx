/** Samples of a dataset: images in a grid, rows and texts in a table. */
import type { SampleContentFragment } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { ScrollRegion } from '../../ui/content/scroll-region.tsx';
import styles from './sample-list.module.css';

export interface ListedSample {
  index: number;
  sample: SampleContentFragment;
  /** Predictions for the sample, one per column in `columns`. */
  values: readonly string[];
}

/** Length in characters from which a text gets its own block. */
const longText = 24;

interface Props {
  /** Accessible name. */
  label: string;
  /** Names of the values of each sample. */
  columns: readonly string[];
  samples: readonly ListedSample[];
  /** The column that is shown first. */
  target: string | null;
  /** A column to omit, because `values` already contain it. */
  without?: string | null;
}

export function SampleList(props: Props) {
  const reasons = new Set(
    props.samples.flatMap(({ sample }) => (sample.__typename === 'UnavailableSample' ? sample.reason : [])),
  );
  return (
    <>
      {[...reasons].map((reason) => (
        <Notice key={reason} tone="warn">
          {reason}
        </Notice>
      ))}
      {props.samples.some(({ sample }) => sample.__typename === 'DatasetImage') ? (
        <Pictures {...props} />
      ) : (
        <Rows {...props} />
      )}
    </>
  );
}

function Pictures({ label, samples, columns }: Props) {
  const say = useMessages('reportSamples');
  return (
    <ul className={styles.pictures} aria-label={label}>
      {samples.map(({ index, sample, values }) => {
        const name = (sample.__typename === 'DatasetImage' && sample.name) || say.image({ number: index + 1 });
        return (
          <li key={index}>
            <figure>
              {sample.__typename === 'DatasetImage' && <img src={sample.dataUrl} alt={name} />}
              <figcaption>
                {values.map((value, at) => (
                  <span key={columns[at]} title={columns[at]}>
                    {value}
                  </span>
                ))}
                <span className="hint" title={name}>
                  {name.slice(name.lastIndexOf('/') + 1)}
                </span>
              </figcaption>
            </figure>
          </li>
        );
      })}
    </ul>
  );
}

function Rows({ label, samples, columns, target, without = null }: Props) {
  const say = useMessages('reportSamples');
  const format = useFormat();
  const cells = samples.map(({ sample }) => cellsOf(sample));
  const names = namesOf(cells, target).filter((name) => name !== without);
  return (
    <ScrollRegion label={label}>
      <table className={styles.rows}>
        <thead>
          <tr>
            <th scope="col">{say.row}</th>
            {columns.map((column) => (
              <th key={column} scope="col" className="number">
                {column}
              </th>
            ))}
            {names.map((name) => (
              <th key={name} scope="col" className={headClass(cells, name, target)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {samples.map(({ index, values }, at) => (
            <tr key={index}>
              <th scope="row">{format.number(index + 1)}</th>
              {values.map((value, column) => (
                <td key={columns[column]} className="number">
                  {value}
                </td>
              ))}
              {names.map((name) => {
                const cell = cells[at]?.[name];
                return (
                  <td key={name} className={typeof cell === 'number' ? 'number' : undefined}>
                    <CellText cell={cell} />
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Right-aligns the headers of numeric columns, like their cells. */
function headClass(rows: readonly Record<string, unknown>[], name: string, target: string | null): string {
  const isNumber = rows.some((row) => typeof row[name] === 'number');
  return [isNumber && 'number', name === target && styles.target].filter(Boolean).join(' ');
}

function CellText({ cell }: { cell: unknown }) {
  const say = useMessages('reportSamples');
  if (cell === null || cell === undefined) return <span className="hint">{say.missing}</span>;
  const text = String(cell);
  return text.length > longText ? <div className={styles.text}>{text}</div> : text;
}

/** Returns the cells of a row by column name; an empty object for other samples. */
function cellsOf(sample: SampleContentFragment): Record<string, unknown> {
  const cells = sample.__typename === 'DatasetRow' ? sample.cells : null;
  return typeof cells === 'object' && cells !== null ? Object.fromEntries(Object.entries(cells)) : {};
}

/** Returns all columns of the rows in order, with the target first. */
function namesOf(rows: readonly Record<string, unknown>[], target: string | null): string[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return target !== null && names.includes(target) ? [target, ...names.filter((name) => name !== target)] : names;
}
