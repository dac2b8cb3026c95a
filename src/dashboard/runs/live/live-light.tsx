/** Shows whether the data on the page is live. */
import { useConnection } from '../../api/connection.ts';
import { useMessages } from '../../i18n/language.tsx';
import type { Followed } from './live.ts';
import styles from './live-light.module.css';

export function LiveLight({ ended, behind }: Pick<Followed, 'ended' | 'behind'>) {
  const say = useMessages('common');
  const connection = useConnection();
  const { ended: complete } = useMessages('runs');
  const [light, words] = ended
    ? (['ended', complete] as const)
    : connection === 'live'
      ? behind > 0
        ? (['catching-up', say.behind({ count: behind })] as const)
        : (['live', say.live] as const)
      : ([connection, connection === 'offline' ? say.connectionLost : say.connecting] as const);
  return (
    <span className={styles.liveLight} data-state={light} role="status">
      {words}
    </span>
  );
}
