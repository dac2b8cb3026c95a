/** Uploads the user's own file or folder under a name. */
import { type FormEvent, useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { DropArea } from '../../ui/controls/drop-area.tsx';
import { FileButton } from '../../ui/controls/file-button.tsx';
import type { FileWithPath } from '../../ui/controls/file-with-path.ts';
import { TextField } from '../../ui/controls/text-field.tsx';
import { acceptedTypes, type ChoiceProblem, type Chosen, chosenOf } from './chosen.ts';
import type { Given } from './use-upload.ts';
import { zipOf } from './zip.ts';

export function OwnData({
  dataset,
  nameProblem,
  keepsName,
  onUpload,
}: {
  /** The dataset that gets a new version; null for a new dataset. */
  dataset: { id: string; name: string } | null;
  nameProblem: string | undefined;
  /** Keeps the name when the user chooses another file. */
  keepsName: boolean;
  onUpload(given: Given): void;
}) {
  const say = useMessages('uploads');
  const shared = useMessages('common');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<ChoiceProblem | null>(null);
  const [name, setName] = useState('');

  function choose(files: FileWithPath[]) {
    const next = chosenOf(files);
    setProblem(typeof next === 'string' ? next : null);
    setChosen(typeof next === 'string' ? null : next);
    if (typeof next !== 'string' && !(keepsName && name)) setName(next.name);
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    if (!chosen) return;
    const { bytes } = chosen;
    const given = { name: dataset?.name ?? name, datasetId: dataset?.id, bytes };
    if (chosen.kind === 'folder') return onUpload({ ...given, content: (watch) => zipOf(chosen.entries, watch) });
    onUpload({ ...given, isText: chosen.isText, content: async () => chosen.file });
  }

  return (
    <Card title={say.ownData}>
      <p className="hint">{say.ownDataHelp}</p>
      <form onSubmit={submit}>
        <DropArea label={say.dropTitle} onFiles={choose}>
          {chosen ? <WhatWasChosen chosen={chosen} /> : <strong>{say.dropTitle}</strong>}
          <p className="hint">{say.dropHelp}</p>
          <div className="actions">
            <FileButton accept={acceptedTypes} onFiles={choose} {...(!chosen && { kind: 'primary' as const })}>
              {chosen ? say.chooseAnother : say.chooseFile}
            </FileButton>
            <FileButton folder onFiles={choose}>
              {say.chooseFolder}
            </FileButton>
          </div>
        </DropArea>
        {problem && <Notice tone="bad">{say[problem]}</Notice>}
        {chosen && !dataset && (
          <TextField
            label={shared.name}
            value={name}
            onChange={setName}
            description={say.nameHelp}
            error={nameProblem}
            isRequired
          />
        )}
        {chosen && (
          <Button kind="primary" type="submit">
            {say.upload}
          </Button>
        )}
      </form>
    </Card>
  );
}

function WhatWasChosen({ chosen }: { chosen: Chosen }) {
  const say = useMessages('uploads');
  const format = useFormat();
  const size = format.bytes(chosen.bytes);
  return (
    <strong role="status">
      {chosen.kind === 'file'
        ? say.chosenFile({ name: chosen.file.name, size })
        : say.chosenFolder({ name: chosen.name, files: chosen.entries.length, size })}
    </strong>
  );
}
