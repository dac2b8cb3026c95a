/** Priority, worker pool, and worker labels of a run. They are collapsed, because most runs need none of them. */
import { useState } from 'react';
import { useQuery } from 'urql';
import { WorkerPoolsDocument } from '../../api/generated.ts';
import type { Problem } from '../../api/problems.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { isPriority, type Placing } from './placing.ts';
import styles from './placing-fields.module.css';

/** Launch fields that this component shows. */
export const placingFields = ['priority', 'pool', 'requiredLabels'];

export function PlacingFields({
  placing,
  problem,
  onChange,
}: {
  placing: Placing;
  problem: Problem | null;
  onChange(placing: Placing): void;
}) {
  const say = useMessages('launch');
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const [{ data }] = useQuery({ query: WorkerPoolsDocument, pause: !open });
  const workers = data?.workers.filter(({ state }) => state !== 'LOST') ?? [];
  const pools = [...new Set([...workers.map(({ pool }) => pool), placing.pool])].filter(Boolean).sort();
  const labels = [...new Set(workers.flatMap((worker) => worker.labels))].sort();
  const wrong = (field: string) => (problem?.field?.split('.')[2] === field ? problem.message : undefined);
  // Stays open while one of its fields prevents the launch.
  const isWrong = !isPriority(placing.priority) || placingFields.some(wrong);
  return (
    <details
      className={styles.placing}
      open={open || isWrong}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{say.advanced}</summary>
      <TextField
        label={say.priority}
        description={say.priorityHelp}
        inputMode="text"
        value={placing.priority}
        onChange={(priority) => onChange({ ...placing, priority })}
        error={isPriority(placing.priority) ? wrong('priority') : say.priorityWrong}
      />
      <Select
        label={say.pool}
        description={say.poolHelp}
        choices={[{ value: '', label: say.anyPool }, ...pools.map((pool) => ({ value: pool, label: pool }))]}
        value={placing.pool}
        onChange={(pool) => onChange({ ...placing, pool })}
        error={wrong('pool')}
      />
      <TextField
        label={say.labels}
        description={
          labels.length > 0
            ? format.sentences([say.labelsHelp, say.labelsNow({ labels: format.list(labels) })])
            : say.labelsHelp
        }
        value={placing.labels}
        onChange={(next) => onChange({ ...placing, labels: next })}
        error={wrong('requiredLabels')}
      />
    </details>
  );
}
