/** Counts as bars, each labeled with its number. */
import { useFormat } from '../../i18n/language.tsx';
import styles from './count-bars.module.css';

export function CountBars({ counts }: { counts: readonly { name: string; count: number }[] }) {
  const format = useFormat();
  const largest = Math.max(1, ...counts.map(({ count }) => count));
  return (
    <ul className={styles.countBars}>
      {counts.map(({ name, count }) => (
        <li key={name}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.track} aria-hidden="true">
            <span style={{ inlineSize: `${(count / largest) * 100}%` }} />
          </span>
          <span className="number">{format.number(count)}</span>
        </li>
      ))}
    </ul>
  );
}
