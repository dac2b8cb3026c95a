/** The place beside a sample where the answer is shown, with what went wrong and how long it took. */
import type { ReactNode } from 'react';
import { common } from '../i18n/common.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Bars } from '../results/bars.tsx';
import { Button, Notice } from '../ui/index.tsx';
import type { Prediction } from './predictor.ts';
import type { Answer, Answering } from './use-answer.ts';

const mostProbabilities = 10;

export function AnswerPlace({
  answering,
  problemIsShown = false,
  children,
}: {
  answering: Answering;
  /** The problem stands at its field already. */
  problemIsShown?: boolean;
  children(answer: Answer): ReactNode;
}) {
  const say = useMessages(playground);
  const words = useMessages(common);
  const format = useFormat();
  const { answer, isAsking, problem, hasFailed, again } = answering;
  return (
    <section className={isAsking ? 'answer asking' : 'answer'} aria-label={say.answer} aria-busy={isAsking}>
      <div aria-live="polite">
        {answer && children(answer)}
        {!answer && !problem && !hasFailed && <p className="hint">{isAsking ? `${say.asking} …` : say.noSample}</p>}
      </div>
      {problem && !problemIsShown && <Notice tone="bad">{problem.message || say.noAnswer}</Notice>}
      {hasFailed && (
        <Notice tone="bad">
          {say.unreachable}
          <Button onPress={again}>{words.retry}</Button>
        </Notice>
      )}
      {answer && (
        <p className="hint">{say.tookMilliseconds(format.number(answer.milliseconds, { maximumFractionDigits: 0 }))}</p>
      )}
    </section>
  );
}

/** A class, a cluster, a number or a vector. */
export function PlainAnswer({
  prediction: { label, value, probabilities, vector },
  target,
  isCluster = false,
}: {
  prediction: Prediction;
  target: string | null;
  isCluster?: boolean;
}) {
  const say = useMessages(playground);
  const format = useFormat();
  const named = (name: string) => (isCluster ? say.clusterOf(name) : name);
  const likeliest = [...(probabilities ?? [])]
    .sort((a, b) => b.probability - a.probability)
    .slice(0, mostProbabilities);
  return (
    <>
      {target && <p className="hint">{say.predicted(target)}</p>}
      {label !== null && <p className="verdict">{named(label)}</p>}
      {value !== null && <p className="verdict">{format.number(value, { maximumSignificantDigits: 6 })}</p>}
      {likeliest.length > 0 && (
        <>
          <h3>{say.probabilities}</h3>
          <Bars
            most={1}
            bars={likeliest.map(({ label: name, probability }) => ({
              name: named(name),
              value: probability,
              text: format.percent(probability),
              isStrong: name === label,
            }))}
          />
          {likeliest.length < (probabilities?.length ?? 0) && <p className="hint">{say.fewer(likeliest.length)}</p>}
        </>
      )}
      {vector && (
        <>
          <h3>{say.vector}</h3>
          <Bars
            bars={vector.map((number, index) => ({
              name: say.component(index + 1),
              value: number,
              text: format.short(number),
            }))}
          />
        </>
      )}
    </>
  );
}
