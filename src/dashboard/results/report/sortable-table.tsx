/** A table of names and numbers that can be sorted by any column. */
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import styles from './sortable-table.module.css';

export interface Column<Row> {
  title: string;
  /** Null for no value. */
  value(row: Row): number | string | null;
}

export function SortableTable<Row>({ columns, rows }: { columns: readonly Column<Row>[]; rows: readonly Row[] }) {
  const say = useMessages('results');
  const format = useFormat();
  const [order, setOrder] = useState<{ column: number; direction: 'ascending' | 'descending' } | null>(null);
  const by = order && columns[order.column];
  const sorted = by
    ? [...rows].sort((a, b) => compare(by.value(a), by.value(b)) * (order.direction === 'ascending' ? 1 : -1))
    : rows;
  const show = (value: number | string | null) =>
    value === null ? '–' : typeof value === 'number' ? format.short(value) : value;
  return (
    <div className="scroll">
      <table>
        <thead>
          <tr>
            {columns.map(({ title }, column) => {
              const direction = order?.column === column ? order.direction : null;
              return (
                <th
                  key={title}
                  scope="col"
                  className={column === 0 ? undefined : 'number'}
                  aria-sort={direction ?? 'none'}
                >
                  <button
                    type="button"
                    className={styles.sort}
                    title={say.sortBy({ column: title })}
                    onClick={() =>
                      setOrder({ column, direction: direction === 'ascending' ? 'descending' : 'ascending' })
                    }
                  >
                    {title}{' '}
                    <span aria-hidden="true">
                      {{ ascending: '▲', descending: '▼', none: '↕' }[direction ?? 'none']}
                    </span>
                  </button>
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows hold no state, and two classes may have the same name
            <tr key={index}>
              {columns.map(({ title, value }, column) =>
                column === 0 ? (
                  <th key={title} scope="row">
                    {show(value(row))}
                  </th>
                ) : (
                  <td key={title} className="number">
                    {show(value(row))}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Missing values sort before all others. */
function compare(a: number | string | null, b: number | string | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));
}
