/** Facts about a trained model: few numbers as bars, many as a table. */
import type { ModelVersionDetailsFragment } from '../api/generated.ts';
import { useCatalogue } from '../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Card } from '../ui/content/card.tsx';
import { Bars } from './bars.tsx';
import styles from './model-facts.module.css';
import partStyles from './part.module.css';

const maxBars = 16;

export function FactsCard({ facts }: { facts: ModelVersionDetailsFragment['fittedAttributes'] }) {
  const say = useMessages('results');
  const words = useMessages('reportSamples');
  const { factOf } = useCatalogue();
  const format = useFormat();
  return (
    <Card title={say.facts}>
      <div className="columns">
        {facts
          .filter(({ values }) => values.length > 0)
          .map(({ name, values, labels }) => (
            <section key={name} className={`${partStyles.part} ${styles.fact}`}>
              <h3>{factOf(name)}</h3>
              {values.length <= maxBars ? (
                <Bars
                  bars={values.map((value, index) => ({
                    name: labels?.[index] ?? (values.length > 1 ? String(index + 1) : factOf(name)),
                    value,
                    text: format.short(value),
                  }))}
                />
              ) : (
                <div className={styles.many}>
                  <table>
                    <thead>
                      <tr>
                        <th scope="col">{labels ? words.of : say.factNumber}</th>
                        <th scope="col" className="number">
                          {say.factValue}
                        </th>
                      </tr>
                    </thead>
                    <tbody>
                      {values.map((value, index) => (
                        // biome-ignore lint/suspicious/noArrayIndexKey: a value is identified by its index
                        <tr key={index}>
                          <th scope="row">{labels?.[index] ?? index + 1}</th>
                          <td className="number">{format.short(value)}</td>
                        </tr>
                      ))}
                    </tbody>
                  </table>
                </div>
              )}
            </section>
          ))}
      </div>
    </Card>
  );
}
