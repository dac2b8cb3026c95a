import type { ReactNode } from 'react';
import styles from './empty.module.css';

/** Shown in place of an empty list: what it is for and what to do. */
export function Empty({ title, children, action }: { title: string; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <h2>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}
