/** The log of a run. It scrolls with new lines while the user is at the end. */
import { memo, useLayoutEffect, useRef, useState } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Card } from '../ui/content/card.tsx';
import { Button } from '../ui/controls/button.tsx';
import type { LogLine } from './live/live-state.ts';
import styles from './log.module.css';

const nearEnd = 24;

export const Log = memo(function Log({ lines }: { lines: readonly LogLine[] }) {
  const say = useMessages('runs');
  const { copied } = useMessages('common');
  const box = useRef<HTMLOListElement>(null);
  const atEnd = useRef(true);
  const [isCopied, setCopied] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs for each new line
  useLayoutEffect(() => {
    const { current } = box;
    if (current && atEnd.current) current.scrollTop = current.scrollHeight;
  }, [lines]);
  const copy = async () => {
    await navigator.clipboard.writeText(lines.map(({ at, level, message }) => `${at} ${level} ${message}`).join('\n'));
    setCopied(true);
  };
  return (
    <Card
      title={say.log}
      actions={
        <Button kind="quiet" isDisabled={lines.length === 0} onPress={() => void copy()}>
          {isCopied ? copied : say.copyLog}
        </Button>
      }
    >
      {lines.length === 0 ? (
        <p className="hint">{say.logEmpty}</p>
      ) : (
        <ol
          ref={box}
          className={styles.log}
          aria-label={say.log}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
          tabIndex={0}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            atEnd.current = scrollTop + clientHeight > scrollHeight - nearEnd;
          }}
        >
          {lines.map((line) => (
            <Line key={line.seq} line={line} />
          ))}
        </ol>
      )}
      {lines.length >= 2000 && <p className="hint">{say.logCapped({ count: lines.length })}</p>}
    </Card>
  );
});

const Line = memo(function Line({ line: { at, level, message } }: { line: LogLine }) {
  const say = useMessages('runs');
  const format = useFormat();
  return (
    <li className={styles[level.toLowerCase()]}>
      <time dateTime={at} title={format.instant(at)}>
        {at.slice(11, 19)}
      </time>{' '}
      {level !== 'INFO' && <strong>{say[`level.${level}`]}</strong>} {message}
    </li>
  );
});
