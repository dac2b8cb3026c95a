/** The main metrics of a report, each with an explanation. */
import { useMessages } from '../../i18n/language.tsx';
import styles from './headline.module.css';

export interface Score {
  name: string;
  text: string;
  help: string;
}

export function Headline({ scores, samples }: { scores: readonly Score[]; samples: number }) {
  const say = useMessages('results');
  return (
    <div>
      <dl className={styles.headline}>
        {scores.map(({ name, text, help }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <span className={styles.score}>{text}</span>
              <span className="hint">{help}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="hint">{say.evaluatedOn({ samples })}</p>
    </div>
  );
}
