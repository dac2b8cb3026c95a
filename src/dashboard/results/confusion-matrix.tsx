/** Which class was taken for which, as a shaded table: the diagonal is right. */
import { useState } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { results } from '../i18n/results.ts';
import { Switch } from '../ui/index.tsx';

/** Of the colour in the strongest cell; text stays legible on it. */
const strongest = 45;

export function ConfusionMatrix({
  matrix,
  names,
}: {
  matrix: readonly (readonly number[])[];
  names: readonly string[];
}) {
  const say = useMessages(results);
  const format = useFormat();
  const [areShares, setShares] = useState(false);
  return (
    <section className="part">
      <div className="card-head">
        <h3>{say.confusionMatrix}</h3>
        <Switch label={say.rowShares} isSelected={areShares} onChange={setShares} />
      </div>
      <p className="hint">{say.confusionHelp}</p>
      <div className="scroll">
        <table className="confusion">
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
                // biome-ignore lint/suspicious/noArrayIndexKey: two classes may be called alike
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
                // biome-ignore lint/suspicious/noArrayIndexKey: two classes may be called alike
                <tr key={truth}>
                  <th scope="row">{names[truth]}</th>
                  {row.map((count, predicted) => {
                    const share = sum > 0 ? count / sum : 0;
                    const colour = truth === predicted ? 'var(--accent)' : 'var(--bad)';
                    return (
                      <td
                        // biome-ignore lint/suspicious/noArrayIndexKey: as the columns
                        key={predicted}
                        className={truth === predicted ? 'number right' : 'number'}
                        style={{ background: `color-mix(in srgb, ${colour} ${share * strongest}%, var(--surface))` }}
                      >
                        {areShares ? format.percent(share) : format.number(count)}
                      </td>
                    );
                  })}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
