/** The license of a dataset, which members who may write can change in place. */
import { type FormEvent, useState } from 'react';
import { useMutation } from 'urql';
import { type DatasetLicenseFragment, UpdateDatasetLicenseDocument } from '../../api/generated.ts';
import { type Problem, problemOf } from '../../api/problems.ts';
import { useMessages } from '../../i18n/language.tsx';
import { useProblemText } from '../../i18n/problem-text.ts';
import { failureOf } from '../../settings/failure.ts';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import styles from './license-card.module.css';

export function LicenseCard({
  dataset: { id, license },
  mayWrite,
}: {
  dataset: DatasetLicenseFragment;
  mayWrite: boolean;
}) {
  const say = useMessages('datasets');
  const [isEditing, setEditing] = useState(false);
  const edit = mayWrite && !isEditing && (
    <Button aria-label={say.editLicense} onPress={() => setEditing(true)}>
      {say.edit}
    </Button>
  );
  return (
    <Card title={say.license} actions={edit}>
      {isEditing ? (
        <LicenseForm dataset={{ id, license }} onClose={() => setEditing(false)} />
      ) : (
        <p className={license === null ? 'hint' : styles.license}>{license ?? say.noLicense}</p>
      )}
    </Card>
  );
}

function LicenseForm({ dataset, onClose }: { dataset: DatasetLicenseFragment; onClose(): void }) {
  const say = useMessages('datasets');
  const shared = useMessages('common');
  const textOf = useProblemText();
  const [text, setText] = useState(dataset.license ?? '');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [saving, updateDataset] = useMutation(UpdateDatasetLicenseDocument);

  async function submit(event: FormEvent) {
    event.preventDefault();
    const license = text.trim() || null;
    const { data, error } = await updateDataset({ input: { id: dataset.id, license } });
    const result = data?.updateDataset;
    // urql refetches the dataset, because the mutation returns it.
    if (result?.__typename === 'Dataset') return onClose();
    setProblem(result ? problemOf(result) : { __typename: 'Unreachable', message: failureOf(error, shared.offline) });
  }

  const ofLicense = problem?.field === 'input.license' ? textOf(problem) : undefined;
  return (
    <form onSubmit={submit}>
      <TextField
        label={say.license}
        description={say.licenseHelp}
        value={text}
        onChange={(next) => {
          setProblem(null);
          setText(next);
        }}
        autoFocus
        error={ofLicense}
      />
      {problem && !ofLicense && <Notice tone="bad">{textOf(problem)}</Notice>}
      <div className="actions">
        <Button kind="primary" type="submit" isPending={saving.fetching}>
          {shared.save}
        </Button>
        <Button onPress={onClose}>{shared.cancel}</Button>
      </div>
    </form>
  );
}
