/** The events of a run, newest first. */
import { memo } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { listWords } from '../i18n/lists.ts';
import { runs } from '../i18n/runs/runs.ts';
import { Card } from '../ui/content/card.tsx';
import type { Moment } from './live/live-state.ts';
import { endText } from './outcome.ts';
import styles from './timeline.module.css';

export const Timeline = memo(function Timeline({ moments }: { moments: readonly Moment[] }) {
  const say = useMessages(runs);
  const words = useMessages(listWords);
  const format = useFormat();
  const wordsFor = (moment: Moment): string => {
    switch (moment.__typename) {
      case 'TaskStateChanged':
        return moment.from ? say.becomes(say[moment.from], say[moment.to]) : say.launched;
      case 'CheckpointSaved':
        return moment.count > 1 ? say.checkpoints(moment.count, moment.step) : say.checkpoint(moment.step);
      case 'TrainingEnded':
        return endText(moment, words);
      case 'EventsOmitted':
        return say.omitted(moment.lastSeq - moment.firstSeq + 1);
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
                {moment.attempt > 1 && <span className="hint"> · {say.attemptNumber(moment.attempt)}</span>}
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
