import type { ReactNode } from 'react';
import type { Tone } from './badge.tsx';
import styles from './notice.module.css';

export function Notice({ tone = 'neutral', children }: { tone?: Exclude<Tone, 'busy'>; children: ReactNode }) {
  return (
    <div
      className={tone === 'neutral' ? styles.notice : `${styles.notice} ${styles[tone]}`}
      role={tone === 'bad' ? 'alert' : 'status'}
    >
      {children}
    </div>
  );
}
