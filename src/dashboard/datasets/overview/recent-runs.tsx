import { Link } from 'wouter';
import type { TaskRowFragment, TaskState } from '../../api/generated.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { useRunName } from '../../runs/labels.tsx';
import { useOutcome } from '../../runs/outcome.ts';
import { Badge, type Tone } from '../../ui/content/badge.tsx';
import listingStyles from '../../ui/content/listing.module.css';
import { ProgressBar } from '../../ui/content/progress-bar.tsx';
import styles from './recent-runs.module.css';

const tones: Record<TaskState, Tone> = {
  QUEUED: 'neutral',
  RUNNING: 'busy',
  PAUSED: 'warn',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  CANCELLED: 'neutral',
};

export function RecentRuns({ tasks }: { tasks: readonly TaskRowFragment[] }) {
  const say = useMessages('overview');
  const shared = useMessages('common');
  const format = useFormat();
  const words = useCatalogue();
  const nameOf = useRunName();
  return (
    <div className="scroll">
      <table className={listingStyles.listing}>
        <thead>
          <tr>
            <th scope="col">{say.run}</th>
            <th scope="col" className={listingStyles.secondary}>
              {say.family}
            </th>
            <th scope="col">{shared.state}</th>
            <th scope="col">{say.progress}</th>
            <th scope="col" className={listingStyles.secondary}>
              {shared.created}
            </th>
          </tr>
        </thead>
        <tbody>
          {tasks.map((task) => (
            <tr key={task.id}>
              <th scope="row">
                <Link href={`/runs/${encodeURIComponent(task.id)}`}>{nameOf(task)}</Link>
                <span className="hint"> {say[task.kind]}</span>
              </th>
              <td className={listingStyles.secondary}>
                {task.configuration ? words.titleOf(task.configuration.family) : '–'}
              </td>
              <td>
                <Badge tone={tones[task.state]}>{say[task.state]}</Badge>
              </td>
              <td className={styles.progress}>
                <Progress task={task} />
              </td>
              <td className={listingStyles.secondary}>
                <time dateTime={task.createdAt} title={format.instant(task.createdAt)}>
                  {format.ago(task.createdAt)}
                </time>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Progress({ task }: { task: TaskRowFragment }) {
  const { state, progress, name } = task;
  const say = useMessages('overview');
  const format = useFormat();
  const outcome = useOutcome()(task);
  if (outcome) {
    return (
      <span className="hint" title={outcome}>
        {outcome}
      </span>
    );
  }
  if (!progress) return state === 'RUNNING' ? <ProgressBar label={say.progress} value={null} /> : '–';
  const { epoch, epochs, batch, batches, etaSeconds } = progress;
  const counted = say.epoch({ epoch, epochs });
  if (state !== 'RUNNING' && state !== 'PAUSED') return <span className="hint">{counted}</span>;
  return (
    <ProgressBar
      label={say.progressOf({ name: name || say[task.kind] })}
      value={Math.min(1, (epoch - 1 + batch / Math.max(1, batches)) / Math.max(1, epochs))}
      detail={state === 'RUNNING' ? say.left({ time: format.duration(etaSeconds) }) : counted}
    />
  );
}
