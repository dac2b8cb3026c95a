/** The name, state, and progress of a run. */
import type { TaskRowFragment, TaskState } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Badge, type Tone } from '../ui/content/badge.tsx';
import { ProgressBar } from '../ui/content/progress-bar.tsx';

const tones: Record<TaskState, Tone> = {
  QUEUED: 'neutral',
  RUNNING: 'busy',
  PAUSED: 'warn',
  SUCCEEDED: 'good',
  FAILED: 'bad',
  CANCELLED: 'neutral',
};

export const states: readonly TaskState[] = ['QUEUED', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'FAILED', 'CANCELLED'];

export const isOver = (state: TaskState): boolean =>
  state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';

export function StateBadge({ state }: { state: TaskState }) {
  const say = useMessages('runs');
  return <Badge tone={tones[state]}>{say[state]}</Badge>;
}

/** The name of a run. Runs of earlier versions may have none, so their name is the type and the time. */
export function useRunName(): (run: Pick<TaskRowFragment, 'kind' | 'name' | 'createdAt'>) => string {
  const say = useMessages('runs');
  const format = useFormat();
  return ({ kind, name, createdAt }) => name || `${say[kind]}, ${format.instant(createdAt)}`;
}

type Progress = NonNullable<TaskRowFragment['progress']>;

/** Progress from 0 to 1. */
const shareOf = ({ epoch, epochs, batch, batches }: Progress): number =>
  epochs === 0 ? 0 : Math.min(1, (Math.max(epoch - 1, 0) + (batches > 0 ? batch / batches : 1)) / epochs);

interface ProgressProps {
  progress: Progress;
  label: string;
  /** Whether the run is running. Only then are its speed and remaining time known. */
  isRunning?: boolean;
  brief?: boolean;
}

export function RunProgress({ progress, label, isRunning = false, brief = false }: ProgressProps) {
  const say = useMessages('runs');
  const format = useFormat();
  const { epoch, epochs, batch, batches, etaSeconds, samplesPerSecond } = progress;
  const details = brief
    ? [`${epoch}/${epochs}`]
    : [
        say.epochOf({ epoch, epochs }),
        say.batchOf({ batch, batches }),
        ...(isRunning
          ? [
              say.samplesPerSecond({ rate: format.short(samplesPerSecond) }),
              say.etaIn({ duration: format.duration(etaSeconds) }),
            ]
          : []),
      ];
  return <ProgressBar label={label} value={shareOf(progress)} detail={details.join(' · ')} />;
}
