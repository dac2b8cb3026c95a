/** Values as labeled bars. Negative values extend to the left. */
import styles from './bars.module.css';

export interface Bar {
  name: string;
  value: number;
  /** The formatted value. */
  text: string;
  isStrong?: boolean;
}

export function Bars({ bars, most }: { bars: readonly Bar[]; most?: number }) {
  const largest = most ?? Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const isSigned = bars.some(({ value }) => value < 0);
  return (
    <ul className={isSigned ? `${styles.bars} ${styles.signed}` : styles.bars}>
      {bars.map(({ name, value, text, isStrong }, index) => (
        // Two classes or columns may have the same name.
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no ID
        <li key={index} className={isStrong ? styles.strong : undefined}>
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.track} aria-hidden="true">
            <span
              className={value < 0 ? styles.below : undefined}
              style={{ inlineSize: `${Math.min(1, Math.abs(value) / largest) * (isSigned ? 50 : 100)}%` }}
            />
          </span>
          <span className="number">{text}</span>
        </li>
      ))}
    </ul>
  );
}
