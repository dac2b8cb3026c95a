/** The overview of an organization without datasets. */
import { Link } from 'wouter';
import { useMessages } from '../../i18n/language.tsx';
import cardStyles from '../../ui/content/card.module.css';
import { buttonStyle } from '../../ui/controls/button.tsx';
import styles from './welcome.module.css';

export function Welcome({ mayWrite }: { mayWrite: boolean }) {
  const say = useMessages('overview');
  const steps = [
    [say.stepData, say.stepDataHelp],
    [say.stepModel, say.stepModelHelp],
    [say.stepWatch, say.stepWatchHelp],
  ] as const;
  return (
    <section>
      <p className={styles.lead}>{say.welcomeHelp}</p>
      <ol className={styles.steps}>
        {steps.map(([title, help], index) => (
          <li key={title} className={cardStyles.card}>
            <span className={styles.step} aria-hidden="true">
              {index + 1}
            </span>
            <h2>{title}</h2>
            <p>{help}</p>
          </li>
        ))}
      </ol>
      {mayWrite && (
        <div className="actions">
          <Link href="/datasets/new#samples" className={buttonStyle('primary')}>
            {say.withSample}
          </Link>
          <Link href="/datasets/new" className={buttonStyle()}>
            {say.withOwn}
          </Link>
        </div>
      )}
    </section>
  );
}
