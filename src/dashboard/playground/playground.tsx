/** Puts a model to work: the form that fits what it learned from, and its answer. */
import '../playground.css';
import { useMemo, useState } from 'react';
import { useClient } from 'urql';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Card, Select } from '../ui/index.tsx';
import { GeneratePlayground } from './generate.tsx';
import { ImagePlayground } from './image.tsx';
import { ImportedPlayground } from './imported.tsx';
import { createServerPredictor } from './predictor.ts';
import type { Configuration } from './profile.ts';
import { SeriesPlayground } from './series.tsx';
import { TablePlayground } from './table.tsx';
import { TextPlayground } from './text.tsx';

export interface TriedModel {
  id: string;
  /** null: it was imported. */
  configuration: Configuration | null;
  /** Newest first. */
  versions: readonly { version: number }[];
}

export function Playground({ model }: { model: TriedModel }) {
  const say = useMessages(playground);
  const numbers = model.versions.map(({ version }) => version);
  const [version, setVersion] = useState(numbers[0] ?? 1);
  return (
    <Card title={say.title}>
      <p className="hint">{say.viaServer}</p>
      {numbers.length > 1 && (
        <Select
          label={say.version}
          value={String(version)}
          onChange={(value) => setVersion(Number(value))}
          choices={numbers.map((number) => ({ value: String(number), label: say.versionOf(number) }))}
        />
      )}
      <Form key={version} model={model} version={version} />
    </Card>
  );
}

function Form({ model: { id, configuration }, version }: { model: TriedModel; version: number }) {
  const say = useMessages(playground);
  const api = useClient();
  const predictor = useMemo(() => createServerPredictor(api, id, version), [api, id, version]);
  if (!configuration) {
    return <ImportedPlayground id={id} version={version} predictor={predictor} />;
  }
  const { modality, objective, family, datasetVersion } = configuration;
  const { profile } = datasetVersion;
  const prefersDrawing = profile?.__typename === 'ImagesProfile' && profile.channels === 1;
  if (objective === 'GENERATION') {
    return (
      <>
        <GeneratePlayground modelId={id} version={version} ofTexts={modality === 'TEXT'} />
        {family.name === 'vae' && (
          <section className="part">
            <h3>{say.giveBack}</h3>
            <p className="hint">{say.giveBackHelp}</p>
            <ImagePlayground predictor={predictor} prefersDrawing={prefersDrawing} />
          </section>
        )}
      </>
    );
  }
  switch (modality) {
    case 'TABULAR':
      return <TablePlayground configuration={configuration} predictor={predictor} />;
    case 'TEXT':
      return <TextPlayground configuration={configuration} predictor={predictor} />;
    case 'TIME_SERIES':
      return <SeriesPlayground configuration={configuration} predictor={predictor} />;
    case 'IMAGE':
      return <ImagePlayground predictor={predictor} prefersDrawing={prefersDrawing} />;
  }
}
