/** Predictions for a sample, with errors, the time each took, and the difference between server and browser. */
import type { ReactNode } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Bars } from '../../results/bars.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { EngineProgress, useLoading } from '../engines/engine-progress.tsx';
import type { Prediction } from '../sample.ts';
import styles from './answer.module.css';
import { largestDifference } from './difference.ts';
import { Difference } from './engine-difference.tsx';
import { Failure } from './failure.tsx';
import type { Answer, Answers } from './use-answer.ts';

const maxProbabilities = 10;

export function EngineAnswers({
  answers: { asked },
  problemIsShown = false,
  children,
}: {
  answers: Answers;
  /** Whether the problem is already shown at its field. */
  problemIsShown?: boolean;
  children(answer: Answer): ReactNode;
}) {
  const [one, other] = asked.map(({ answering }) => answering.answer);
  return (
    <div className={styles.answers}>
      {asked.map((each) => (
        <EngineAnswer key={each.engine} {...each} isAlone={asked.length === 1} problemIsShown={problemIsShown}>
          {children}
        </EngineAnswer>
      ))}
      {one && other && one.sample === other.sample && (
        <Difference difference={largestDifference(one.prediction, other.prediction)} />
      )}
    </div>
  );
}

function EngineAnswer({
  engine,
  predictor,
  answering: { answer, isAsking, problem, failure, again },
  isAlone,
  problemIsShown,
  children,
}: Answers['asked'][number] & { isAlone: boolean; problemIsShown: boolean; children(answer: Answer): ReactNode }) {
  const say = useMessages('playground');
  const format = useFormat();
  const loading = useLoading(predictor);
  const name = isAlone ? say.answer : say.answerOf({ engine: say[engine] });
  return (
    <section
      className={isAsking ? `${styles.answer} ${styles.asking}` : styles.answer}
      aria-label={name}
      aria-busy={isAsking}
    >
      {!isAlone && <p className={styles.engine}>{say[engine]}</p>}
      <div aria-live="polite">
        {answer && children(answer)}
        {!answer && !problem && !failure && !loading && <p className="hint">{isAsking ? say.asking : say.noSample}</p>}
      </div>
      <EngineProgress stage={loading} />
      {problem && !problemIsShown && <Notice tone="bad">{problem.message || say.noAnswer}</Notice>}
      {failure && <Failure engine={engine} failure={failure} again={again} />}
      {answer && <p className="hint">{say[`${engine}Took`]({ milliseconds: format.short(answer.milliseconds) })}</p>}
    </section>
  );
}

/** A class, a cluster, a number, or a vector. */
export function PlainAnswer({
  prediction: { label, value, probabilities, embedding },
  target,
  isCluster = false,
}: {
  prediction: Prediction;
  target: string | null;
  isCluster?: boolean;
}) {
  const say = useMessages('playground');
  const format = useFormat();
  const named = (name: string) => (isCluster ? say.clusterOf({ number: name }) : name);
  const likeliest = [...(probabilities ?? [])].sort((a, b) => b.probability - a.probability).slice(0, maxProbabilities);
  return (
    <>
      {target && <p className="hint">{say.predicted({ target })}</p>}
      {label !== null && <p className={styles.verdict}>{named(label)}</p>}
      {value !== null && <p className={styles.verdict}>{format.number(value, { maximumSignificantDigits: 6 })}</p>}
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
          {likeliest.length < (probabilities?.length ?? 0) && (
            <p className="hint">{say.fewer({ count: likeliest.length })}</p>
          )}
        </>
      )}
      {embedding && (
        <>
          <h3>{say.vector}</h3>
          <Bars
            bars={embedding.map((number, index) => ({
              name: say.component({ number: index + 1 }),
              value: number,
              text: format.short(number),
            }))}
          />
        </>
      )}
    </>
  );
}
