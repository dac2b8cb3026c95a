/** Links to the dataset of a run and to the model of an evaluation or a prediction. */
import { Link } from 'wouter';
import type { TaskRowFragment } from '../api/generated.ts';
import { useMessages } from '../i18n/language.tsx';

type Worked = Pick<TaskRowFragment, 'inputModelVersion' | 'datasetVersion'>;

/** Null when there is none or it was deleted. */
export function DatasetLink({ run: { datasetVersion } }: { run: Pick<Worked, 'datasetVersion'> }) {
  const say = useMessages('runs');
  if (!datasetVersion) return null;
  const { dataset, version } = datasetVersion;
  return (
    <Link href={`/datasets/${encodeURIComponent(dataset.id)}`}>
      {say.datasetVersion({ name: dataset.name, version })}
    </Link>
  );
}

/** Null when there is none or it was deleted. */
export function ModelLink({ run: { inputModelVersion } }: { run: Pick<Worked, 'inputModelVersion'> }) {
  const say = useMessages('runs');
  if (!inputModelVersion) return null;
  const { model, version } = inputModelVersion;
  return (
    <Link href={`/models/${encodeURIComponent(model.id)}`}>{say.datasetVersion({ name: model.name, version })}</Link>
  );
}
