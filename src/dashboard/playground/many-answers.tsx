/** Predictions for many samples as a table, from the server, the browser, or both. */
import { ScrollRegion } from '../datasets/scroll-region.tsx';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Button, Notice, ProgressBar } from '../ui/index.tsx';
import { Difference } from './comparison.tsx';
import { largestDifference, largestOfAll } from './difference.ts';
import { EngineProgress, useLoading } from './engine-progress.tsx';
import { Failure } from './failure.tsx';
import { csvOf } from './many-csv.ts';
import { chosen, type Places } from './places.ts';
import { type Predictor, Refused } from './predictor.ts';
import type { Prediction } from './sample.ts';
import { type Many, type Run, useMany } from './use-many.ts';

export function ManyAnswers({ many, places, onClose }: { many: Many; places: Places; onClose(): void }) {
  const say = useMessages(playground);
  const { runs, again } = useMany(places, many);
  const asked = chosen(places).map((each) => ({ ...each, run: runs[each.place] }));
  const [one, other] = asked.map(({ run }) => run?.predictions ?? []);
  const isOver = asked.every(({ run }) => run && (run.failure || run.predictions.length === many.cases.length));
  return (
    <section className="many" aria-label={say.manyAnswers(many.cases.length)}>
      <div className="card-head">
        <h3>{say.manyAnswers(many.cases.length)}</h3>
        <div className="actions">
          {isOver && <Button onPress={() => save(csvOf(many, runs))}>{say.downloadAnswers}</Button>}
          <Button kind="quiet" onPress={onClose}>
            {say.closeMany}
          </Button>
        </div>
      </div>
      {asked.map(({ place, predictor, run }) => (
        <div key={place}>
          <Loading predictor={predictor} />
          <Progress name={say[place]} run={run} total={many.cases.length} />
          {run?.failure instanceof Refused && <Notice tone="bad">{run.failure.message}</Notice>}
          {run?.failure && !(run.failure instanceof Refused) && (
            <Failure place={place} failure={run.failure} again={again} />
          )}
        </div>
      ))}
      {isOver && one && other && <Difference difference={largestOfAll(one, other)} />}
      <ScrollRegion label={say.manyAnswers(many.cases.length)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{say.sample}</th>
              {asked.map(({ place }) => (
                <th key={place} scope="col">
                  {say[place]}
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
            {many.cases.map(({ name, picture }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two samples may be equal
              <tr key={index}>
                <th scope="row">
                  {picture && <img className="thumbnail" src={picture} alt="" />} {name}
                </th>
                {asked.map(({ place, run }) => (
                  <td key={place}>
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
  const say = useMessages(playground);
  const format = useFormat();
  if (!run) return null;
  const done = run.predictions.length;
  if (done < total) return <ProgressBar label={name} value={done / total} detail={`${name}: ${done} / ${total}`} />;
  return <p className="hint">{say.manyTook(name, done, format.short(run.milliseconds))}</p>;
}

function Short({ prediction }: { prediction: Prediction | undefined }) {
  const say = useMessages(playground);
  const format = useFormat();
  if (!prediction) return '…';
  const { label, value, probabilities, boxes, vector } = prediction;
  if (value !== null) return format.number(value, { maximumSignificantDigits: 6 });
  if (boxes) return say.objects(boxes.filter(({ confidence }) => confidence >= 0.5).length);
  if (vector) return format.list(vector.map((number) => format.short(number)));
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
