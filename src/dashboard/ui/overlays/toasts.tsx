import {
  Text,
  UNSTABLE_Toast,
  UNSTABLE_ToastContent,
  UNSTABLE_ToastQueue,
  UNSTABLE_ToastRegion,
} from 'react-aria-components';
import { useMessages } from '../../i18n/language.tsx';
import { Button } from '../controls/button.tsx';
import styles from './toasts.module.css';

export interface ToastContent {
  text: string;
  tone?: 'neutral' | 'bad';
  onUndo?(): void;
  /** Moves the focus to the undo button, because the element that had it was removed. */
  takesFocus?: boolean;
}

const toastMilliseconds = 12_000;
const toasts = new UNSTABLE_ToastQueue<ToastContent>({ maxVisibleToasts: 3 });

/** Shows a toast for 12 s, or longer while it has the focus or the pointer. F6 moves the focus to it. */
export function showToast(content: ToastContent): void {
  toasts.add(content, { timeout: toastMilliseconds });
}

export function Toasts() {
  const say = useMessages('common');
  const words = useMessages('trash');
  return (
    <UNSTABLE_ToastRegion queue={toasts} className={styles.toasts} aria-label={words.notifications}>
      {({ toast }) => {
        const { text, tone = 'neutral', onUndo, takesFocus = false } = toast.content;
        return (
          <UNSTABLE_Toast toast={toast} className={tone === 'bad' ? `${styles.toast} ${styles.bad}` : styles.toast}>
            <UNSTABLE_ToastContent className={styles.text}>
              <Text slot="title">{text}</Text>
            </UNSTABLE_ToastContent>
            {onUndo && (
              <Button
                autoFocus={takesFocus}
                onPress={() => {
                  toasts.close(toast.key);
                  onUndo();
                }}
              >
                {say.undo}
              </Button>
            )}
            <Button kind="quiet" slot="close" aria-label={say.close}>
              ✕
            </Button>
          </UNSTABLE_Toast>
        );
      }}
    </UNSTABLE_ToastRegion>
  );
}
