/** Statistics and the distribution of each column of a table. */

import { formatDate } from '../../../shared/dates.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { ScrollRegion } from '../../ui/content/scroll-region.tsx';
import styles from './column-table.module.css';
import { CountBars } from './count-bars.tsx';
import type { Column } from './findings.ts';

const shownValues = 5;

export function ColumnTable({ columns }: { columns: readonly Column[] }) {
  const say = useMessages('profiles');
  const shared = useMessages('common');
  const format = useFormat();
  const show = useShow();
  return (
    <ScrollRegion label={say.columns}>
      <table className={styles.columnTable}>
        <thead>
          <tr>
            <th scope="col">{shared.name}</th>
            <th scope="col">{say.type}</th>
            {[say.distinct, say.missing, say.minimum, say.mean, say.maximum].map((title) => (
              <th scope="col" className="number" key={title}>
                {title}
              </th>
            ))}
            <th scope="col">{say.distribution}</th>
          </tr>
        </thead>
        <tbody>
          {columns.map((column) => (
            <tr key={column.name}>
              <th scope="row">{column.name}</th>
              <td>{column.type === 'TEXT' ? say.TEXT_COLUMN : say[column.type]}</td>
              <td className="number">{format.number(column.distinctCount)}</td>
              <td className={column.missingCount > 0 ? `number ${styles.lacking}` : 'number'}>
                {format.number(column.missingCount)}
              </td>
              <td className="number">{show(column, column.min)}</td>
              <td className="number">{show(column, column.mean)}</td>
              <td className="number">{show(column, column.max)}</td>
              <td>
                <Distribution column={column} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

/** Formats a value of a column: dates are shown as dates. */
function useShow() {
  const format = useFormat();
  return ({ type, isInteger }: Column, value: number | null): string => {
    if (value === null) return '–';
    if (type === 'DATE') return formatDate(value).slice(0, 10);
    return isInteger && Number.isSafeInteger(value) ? format.number(value) : format.short(value);
  };
}

function Distribution({ column }: { column: Column }) {
  const say = useMessages('profiles');
  const { topValues, histogram, type, distinctCount } = column;
  if (histogram && distinctCount > 1) return <Histogram column={column} bins={histogram} />;
  if (distinctCount > 1 && topValues[0]?.count === 1) return <span className="hint">{say.allDifferent}</span>;
  if (topValues.length > 0) {
    return <CountBars counts={topValues.slice(0, shownValues).map(({ value, count }) => ({ name: value, count }))} />;
  }
  if (distinctCount === 0) return '–';
  return <span className="hint">{type === 'TEXT' || type === 'CATEGORICAL' ? say.noDistribution : say.noBins}</span>;
}

const [width, height] = [180, 44];

function Histogram({ column, bins }: { column: Column; bins: NonNullable<Column['histogram']> }) {
  const say = useMessages('profiles');
  const show = useShow();
  const largest = Math.max(1, ...bins.map(({ count }) => count));
  const step = width / bins.length;
  const texts = bins.map(({ from, to, count }) =>
    // Bins of whole numbers end before the next number. The label shows the last number in the bin.
    say.binAlt({ from: show(column, from), to: show(column, column.isInteger ? to - 1 : to), count }),
  );
  return (
    <svg
      className={styles.histogram}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
      role="img"
      aria-label={say.histogramAlt({ bins: texts.join('; ') })}
    >
      {bins.map(({ count }, index) => {
        // A bin that is not empty is always visible.
        const tall = count === 0 ? 0 : Math.max(1.5, (count / largest) * (height - 2));
        const x = index * step + 0.5;
        return (
          <rect key={x} x={x} y={height - tall} width={step - 1} height={tall}>
            <title>{texts[index]}</title>
          </rect>
        );
      })}
    </svg>
  );
}
