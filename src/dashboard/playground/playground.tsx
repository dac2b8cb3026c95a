/** Tries a model: the form that fits its inputs, and its prediction. */
import { here } from '../api/here.ts';
import '../playground.css';
import { useMemo, useState } from 'react';
import { useClient } from 'urql';
import { createBrowserPredictor } from '../engine/browser-predictor.ts';
import { useMessages } from '../i18n/language.tsx';
import { playground } from '../i18n/playground.ts';
import { Card, Select } from '../ui/index.tsx';
import { GeneratePlayground } from './generate.tsx';
import { ImagePlayground } from './image.tsx';
import { ImportedPlayground } from './imported.tsx';
import { PlaceChoice } from './place-choice.tsx';
import { type Choice, type Places, serverOnlyReason } from './places.ts';
import { createServerPredictor } from './predictor.ts';
import type { Configuration } from './profile.ts';
import { SeriesPlayground } from './series.tsx';
import { TablePlayground } from './table.tsx';
import { TextPlayground } from './text.tsx';

export interface TriedModel {
  id: string;
  /** Null for an imported model. */
  configuration: Configuration | null;
  /** Versions, newest first. */
  versions: readonly { version: number; downloadUrl: string }[];
}

export function Playground({ model }: { model: TriedModel }) {
  const say = useMessages(playground);
  const numbers = model.versions.map(({ version }) => version);
  const [version, setVersion] = useState(numbers[0] ?? 1);
  const [choice, setChoice] = useState<Choice>('server');
  const reason = serverOnlyReason(model.configuration);
  return (
    <Card title={say.title}>
      <PlaceChoice choice={reason ? 'server' : choice} onChoose={setChoice} reason={reason} />
      {numbers.length > 1 && (
        <Select
          label={say.version}
          value={String(version)}
          onChange={(value) => setVersion(Number(value))}
          choices={numbers.map((number) => ({ value: String(number), label: say.versionOf(number) }))}
        />
      )}
      <Form key={version} model={model} version={version} choice={reason ? 'server' : choice} canBrowser={!reason} />
    </Card>
  );
}

function usePlaces({ id, versions }: TriedModel, version: number, choice: Choice, canBrowser: boolean): Places {
  const api = useClient();
  const server = useMemo(() => createServerPredictor(api, id, version), [api, id, version]);
  const url = versions.find((one) => one.version === version)?.downloadUrl;
  const browser = useMemo(() => (canBrowser && url ? createBrowserPredictor(here(url)) : null), [canBrowser, url]);
  return useMemo(() => ({ choice, server, browser }), [choice, server, browser]);
}

function Form({
  model,
  version,
  choice,
  canBrowser,
}: {
  model: TriedModel;
  version: number;
  choice: Choice;
  canBrowser: boolean;
}) {
  const say = useMessages(playground);
  const { id, configuration } = model;
  const places = usePlaces(model, version, choice, canBrowser);
  if (!configuration) {
    return <ImportedPlayground id={id} version={version} places={places} />;
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
            <h3>{say.reconstruct}</h3>
            <p className="hint">{say.reconstructHelp}</p>
            <ImagePlayground places={places} prefersDrawing={prefersDrawing} takesMany={false} />
          </section>
        )}
      </>
    );
  }
  switch (modality) {
    case 'TABULAR':
      return <TablePlayground configuration={configuration} places={places} />;
    case 'TEXT':
      return <TextPlayground configuration={configuration} places={places} />;
    case 'TIME_SERIES':
      return <SeriesPlayground configuration={configuration} places={places} />;
    case 'IMAGE':
      return <ImagePlayground places={places} prefersDrawing={prefersDrawing} />;
  }
}
