/** Whether the predictions of the server and this browser agree. */
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Badge } from '../../ui/content/badge.tsx';
import { roundingDifference } from './difference.ts';
import styles from './engine-difference.module.css';

/** @param difference largest difference between two values; null when the predictions cannot be compared value by value */
export function Difference({ difference }: { difference: number | null }) {
  const say = useMessages('playground');
  const format = useFormat();
  const isSame = difference !== null && difference <= roundingDifference;
  return (
    <p className={styles.engineDifference} role="status">
      <Badge tone={isSame ? 'good' : 'warn'}>{isSame ? say.same : say.different}</Badge>
      <span>
        {difference === null ? say.incomparable : say.largestDifference({ difference: format.short(difference) })}
      </span>
      {!isSame && <span className="hint">{say.whyDifferent}</span>}
    </p>
  );
}
