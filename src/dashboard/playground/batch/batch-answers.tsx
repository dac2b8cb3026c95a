/** Predictions for a batch of samples as a table, from the server, the browser, or both. */

import { useFormat, useMessages } from '../../i18n/language.tsx';
import cardStyles from '../../ui/content/card.module.css';
import { Notice } from '../../ui/content/notice.tsx';
import { ProgressBar } from '../../ui/content/progress-bar.tsx';
import { ScrollRegion } from '../../ui/content/scroll-region.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { largestDifference, largestOfAll } from '../answers/difference.ts';
import { Difference } from '../answers/engine-difference.tsx';
import { Failure } from '../answers/failure.tsx';
import { EngineProgress, useLoading } from '../engines/engine-progress.tsx';
import { chosen, type Engines } from '../engines/engines.ts';
import { type Predictor, Refused } from '../engines/predictor.ts';
import type { Prediction } from '../sample.ts';
import styles from './batch-answers.module.css';
import { csvOf } from './batch-csv.ts';
import { type Batch, type Run, useBatch } from './use-batch.ts';

export function BatchAnswers({ batch, engines, onClose }: { batch: Batch; engines: Engines; onClose(): void }) {
  const say = useMessages('playground');
  const { runs, again } = useBatch(engines, batch);
  const asked = chosen(engines).map((each) => ({ ...each, run: runs[each.engine] }));
  const [one, other] = asked.map(({ run }) => run?.predictions ?? []);
  const isOver = asked.every(({ run }) => run && (run.failure || run.predictions.length === batch.cases.length));
  return (
    <section className={styles.batchAnswers} aria-label={say.batchAnswers({ count: batch.cases.length })}>
      <div className={cardStyles.head}>
        <h3>{say.batchAnswers({ count: batch.cases.length })}</h3>
        <div className="actions">
          {isOver && <Button onPress={() => save(csvOf(batch, runs))}>{say.downloadAnswers}</Button>}
          <Button kind="quiet" onPress={onClose}>
            {say.closeBatch}
          </Button>
        </div>
      </div>
      {asked.map(({ engine, predictor, run }) => (
        <div key={engine}>
          <Loading predictor={predictor} />
          <Progress name={say[engine]} run={run} total={batch.cases.length} />
          {run?.failure instanceof Refused && <Notice tone="bad">{run.failure.message}</Notice>}
          {run?.failure && !(run.failure instanceof Refused) && (
            <Failure engine={engine} failure={run.failure} again={again} />
          )}
        </div>
      ))}
      {isOver && one && other && <Difference difference={largestOfAll(one, other)} />}
      <ScrollRegion label={say.batchAnswers({ count: batch.cases.length })}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.sample}</th>
              {asked.map(({ engine }) => (
                <th key={engine} scope="col">
                  {say[engine]}
                </th>
              ))}
              {asked.length === 2 && (
                <th scope="col" className="number">
                  {say.difference}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {batch.cases.map(({ name, picture }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two samples may be equal
              <tr key={index}>
                <th scope="row">
                  {picture && <img className={styles.thumbnail} src={picture} alt="" />} {name}
                </th>
                {asked.map(({ engine, run }) => (
                  <td key={engine}>
                    <Short prediction={run?.predictions[index]} />
                  </td>
                ))}
                {asked.length === 2 && (
                  <td className="number">
                    <Apart one={one?.[index]} other={other?.[index]} />
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function Loading({ predictor }: { predictor: Predictor }) {
  return <EngineProgress stage={useLoading(predictor)} />;
}

function Progress({ name, run, total }: { name: string; run: Run | undefined; total: number }) {
  const say = useMessages('playground');
  const format = useFormat();
  if (!run) return null;
  const done = run.predictions.length;
  if (done < total) return <ProgressBar label={name} value={done / total} detail={`${name}: ${done} / ${total}`} />;
  return (
    <p className="hint">{say.batchTook({ engine: name, count: done, milliseconds: format.short(run.milliseconds) })}</p>
  );
}

function Short({ prediction }: { prediction: Prediction | undefined }) {
  const say = useMessages('playground');
  const format = useFormat();
  if (!prediction) return '…';
  const { label, value, probabilities, boxes, embedding } = prediction;
  if (value !== null) return format.number(value, { maximumSignificantDigits: 6 });
  if (boxes) return say.objects({ count: boxes.filter(({ confidence }) => confidence >= 0.5).length });
  if (embedding) return format.list(embedding.map((number) => format.short(number)));
  const sure = probabilities?.find((each) => each.label === label)?.probability;
  return `${label ?? ''}${sure === undefined ? '' : ` (${format.percent(sure)})`}`;
}

function Apart({ one, other }: { one: Prediction | undefined; other: Prediction | undefined }) {
  const format = useFormat();
  const difference = one && other ? largestDifference(one, other) : null;
  return difference === null ? '' : format.short(difference);
}

function save(csv: string) {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  Object.assign(document.createElement('a'), { href: url, download: 'predictions.csv' }).click();
  URL.revokeObjectURL(url);
}
