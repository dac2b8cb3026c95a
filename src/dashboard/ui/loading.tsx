import { useEffect, useState } from 'react';
import { useMessages } from '../i18n/language.tsx';
import styles from './loading.module.css';

/** Appears after a short delay, so that fast responses do not flash a loading text. */
export function Loading() {
  const say = useMessages('common');
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div className={styles.loading} role="status">
      {late && <span>{say.loading}</span>}
    </div>
  );
}
