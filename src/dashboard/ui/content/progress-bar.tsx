import { ProgressBar as AriaProgressBar } from 'react-aria-components';
import { useFormat } from '../../i18n/language.tsx';
import styles from './progress-bar.module.css';

/** @param value from 0 to 1; null when the progress is unknown */
export function ProgressBar({ label, value, detail }: { label: string; value: number | null; detail?: string }) {
  const format = useFormat();
  return (
    <AriaProgressBar
      aria-label={label}
      className={styles.progressBar}
      isIndeterminate={value === null}
      value={(value ?? 0) * 100}
      valueLabel={detail ?? (value === null ? '' : format.percent(value))}
    >
      {({ percentage = 0, valueText }) => (
        <>
          <span className={styles.track}>
            {value === null ? (
              <span className={styles.unknown} />
            ) : (
              <span className={styles.done} style={{ inlineSize: `${percentage}%` }} />
            )}
          </span>
          <span className="hint">{valueText}</span>
        </>
      )}
    </AriaProgressBar>
  );
}
