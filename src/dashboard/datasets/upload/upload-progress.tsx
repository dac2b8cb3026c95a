/** The progress and the outcome of an upload. */

import { useFormat, useMessages } from '../../i18n/language.tsx';
import cardStyles from '../../ui/content/card.module.css';
import { Notice } from '../../ui/content/notice.tsx';
import { ProgressBar } from '../../ui/content/progress-bar.tsx';
import { Button } from '../../ui/controls/button.tsx';
import styles from './upload-progress.module.css';
import type { Stage } from './use-upload.ts';

export function UploadProgress({ name, stage, onCancel }: { name: string; stage: Stage; onCancel(): void }) {
  const say = useMessages('uploads');
  const shared = useMessages('common');
  const format = useFormat();
  if (stage.at !== 'packing' && stage.at !== 'sending' && stage.at !== 'reading') return null;
  const label = say[stage.at];
  return (
    <section className={`${cardStyles.card} ${styles.upload}`}>
      <h2>{name}</h2>
      <p role="status">{label}…</p>
      {stage.at === 'reading' ? (
        <ProgressBar label={label} value={null} />
      ) : (
        <ProgressBar
          label={label}
          value={stage.total > 0 ? stage.done / stage.total : null}
          detail={
            stage.secondsLeft === null
              ? say.done({ done: format.bytes(stage.done), total: format.bytes(stage.total) })
              : say.doneWithTime({
                  done: format.bytes(stage.done),
                  total: format.bytes(stage.total),
                  left: format.duration(stage.secondsLeft),
                })
          }
        />
      )}
      {stage.at !== 'reading' && <Button onPress={onCancel}>{shared.cancel}</Button>}
    </section>
  );
}

/** What is wrong with the data, where, and what to do. */
export function Rejection({ reason, location }: { reason: string; location: string | null }) {
  const say = useMessages('uploads');
  return (
    <Notice tone="bad">
      <strong>{say.rejected}</strong>
      <p>{reason}</p>
      {location && <p>{say.where({ location })}</p>}
      <p>{say.rejectedHelp}</p>
    </Notice>
  );
}

/** Why the upload failed; null if it did not fail or the message is shown at a field. */
export function useFailure(stage: Stage): { name?: string; content?: string } {
  const say = useMessages('uploads');
  if (stage.at !== 'failed') return {};
  if (stage.field === 'input.name') return { name: stage.message };
  if (stage.field === 'maxBytes') return { content: say.tooLarge };
  if (stage.field === 'content') return { content: say.unreadable };
  return { content: stage.message || say.unreachable };
}
