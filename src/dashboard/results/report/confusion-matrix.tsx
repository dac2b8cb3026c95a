/** A confusion matrix as a shaded table. */
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import cardStyles from '../../ui/content/card.module.css';
import { Switch } from '../../ui/controls/switch.tsx';
import partStyles from '../part.module.css';
import type { ReportSource } from '../source.ts';
import { type Cell, CellDialog } from './cell-samples.tsx';
import styles from './confusion-matrix.module.css';

/** Percentage of the color in the strongest cell. Text stays legible on it. */
const strongest = 45;

export function ConfusionMatrix({
  matrix,
  names,
  source,
}: {
  matrix: readonly (readonly number[])[];
  names: readonly string[];
  source: ReportSource;
}) {
  const say = useMessages('results');
  const format = useFormat();
  const words = useMessages('reportSamples');
  const [areShares, setShares] = useState(false);
  const [open, setOpen] = useState<Cell | null>(null);
  return (
    <section className={partStyles.part}>
      <div className={cardStyles.head}>
        <h3>{say.confusionMatrix}</h3>
        <Switch label={say.rowShares} isSelected={areShares} onChange={setShares} />
      </div>
      <p className="hint">
        {say.confusionHelp} {words.cellHelp}
      </p>
      <div className="scroll">
        <table className={styles.confusion}>
          <caption className="visually-hidden">{say.confusionMatrix}</caption>
          <thead>
            <tr>
              <td />
              <th scope="colgroup" colSpan={names.length}>
                {say.predictedClass}
              </th>
            </tr>
            <tr>
              <th scope="col">{say.trueClass}</th>
              {names.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: two classes may have the same name
                <th key={index} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {matrix.map((row, truth) => {
              const sum = row.reduce((total, count) => total + count, 0);
              return (
                // biome-ignore lint/suspicious/noArrayIndexKey: two classes may have the same name
                <tr key={truth}>
                  <th scope="row">{names[truth]}</th>
                  {row.map((count, predicted) => {
                    const share = sum > 0 ? count / sum : 0;
                    const cell = { actual: names[truth] ?? '', predicted: names[predicted] ?? '', count };
                    const text = areShares ? format.percent(share) : format.number(count);
                    const color = truth === predicted ? 'var(--accent)' : 'var(--bad)';
                    return (
                      <td
                        // biome-ignore lint/suspicious/noArrayIndexKey: same as the columns
                        key={predicted}
                        className={truth === predicted ? `number ${styles.right}` : 'number'}
                        style={{ background: `color-mix(in srgb, ${color} ${share * strongest}%, var(--surface))` }}
                      >
                        {count > 0 ? (
                          <button
                            type="button"
                            className={styles.cell}
                            aria-label={words.cell({ actual: cell.actual, predicted: cell.predicted, count })}
                            onClick={() => setOpen(cell)}
                          >
                            {text}
                          </button>
                        ) : (
                          text
                        )}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <CellDialog source={source} cell={open} onClose={() => setOpen(null)} />
    </section>
  );
}
