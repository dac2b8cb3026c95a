/** The events of a run, newest first. */
import { memo } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Card } from '../ui/content/card.tsx';
import type { Moment } from './live/live-state.ts';
import { endText } from './outcome.ts';
import styles from './timeline.module.css';

export const Timeline = memo(function Timeline({ moments }: { moments: readonly Moment[] }) {
  const say = useMessages('runs');
  const words = useMessages('lists');
  const format = useFormat();
  const wordsFor = (moment: Moment): string => {
    switch (moment.__typename) {
      case 'TaskStateChanged':
        return moment.from ? say.becomes({ from: say[moment.from], to: say[moment.to] }) : say.launched;
      case 'CheckpointSaved':
        return moment.count > 1
          ? say.checkpoints({ count: moment.count, step: moment.step })
          : say.checkpoint({ step: moment.step });
      case 'TrainingEnded':
        return endText(moment, words);
      case 'EventsOmitted':
        return say.omitted({ count: moment.lastSeq - moment.firstSeq + 1 });
    }
  };
  return (
    <Card title={say.events}>
      {moments.length === 0 ? (
        <p className="hint">{say.eventsEmpty}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable region must be reachable by keyboard
        <ol className={styles.timeline} tabIndex={0} aria-label={say.events}>
          {moments.toReversed().map((moment) => (
            <li key={moment.seq}>
              <span>
                {wordsFor(moment)}
                {moment.attempt > 1 && (
                  <span className="hint"> · {say.attemptNumber({ attempt: moment.attempt })}</span>
                )}
              </span>
              {moment.__typename === 'TaskStateChanged' && moment.reason && <span>{moment.reason}</span>}
              <time className="hint" dateTime={moment.at}>
                {format.instant(moment.at)}
              </time>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
});
