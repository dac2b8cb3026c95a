/** Tries a model: the form that fits its inputs, and its prediction. */

import { useMemo, useState } from 'react';
import { useClient } from 'urql';
import { here } from '../api/here.ts';
import { createBrowserPredictor } from '../engine/browser-predictor.ts';
import { useMessages } from '../i18n/language.tsx';
import partStyles from '../results/part.module.css';
import { Card } from '../ui/content/card.tsx';
import { Select } from '../ui/controls/select.tsx';
import { EngineChoice } from './engines/engine-choice.tsx';
import { type Choice, type Engines, serverOnlyReason } from './engines/engines.ts';
import { createServerPredictor } from './engines/predictor.ts';
import { GeneratePlayground } from './inputs/generate.tsx';
import { ImagePlayground } from './inputs/image.tsx';
import { ImportedPlayground } from './inputs/imported.tsx';
import { SeriesPlayground } from './inputs/series.tsx';
import { TablePlayground } from './inputs/table.tsx';
import { TextPlayground } from './inputs/text.tsx';
import type { Configuration } from './profile.ts';

export interface TriedModel {
  id: string;
  /** Null for an imported model. */
  configuration: Configuration | null;
  /** Versions, newest first. */
  versions: readonly { version: number; downloadUrl: string }[];
}

export function Playground({ model }: { model: TriedModel }) {
  const say = useMessages('playground');
  const numbers = model.versions.map(({ version }) => version);
  const [version, setVersion] = useState(numbers[0] ?? 1);
  const [choice, setChoice] = useState<Choice>('server');
  const reason = serverOnlyReason(model.configuration);
  return (
    <Card title={say.title}>
      <EngineChoice choice={reason ? 'server' : choice} onChoose={setChoice} reason={reason} />
      {numbers.length > 1 && (
        <Select
          label={say.version}
          value={String(version)}
          onChange={(value) => setVersion(Number(value))}
          choices={numbers.map((number) => ({ value: String(number), label: say.versionOf({ version: number }) }))}
        />
      )}
      <Form key={version} model={model} version={version} choice={reason ? 'server' : choice} canBrowser={!reason} />
    </Card>
  );
}

function useEngines({ id, versions }: TriedModel, version: number, choice: Choice, canBrowser: boolean): Engines {
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
  const say = useMessages('playground');
  const { id, configuration } = model;
  const engines = useEngines(model, version, choice, canBrowser);
  if (!configuration) {
    return <ImportedPlayground id={id} version={version} engines={engines} />;
  }
  const { modality, objective, family, datasetVersion } = configuration;
  const { profile } = datasetVersion;
  const prefersDrawing = profile?.__typename === 'ImageProfile' && profile.channels === 1;
  if (objective === 'GENERATION') {
    return (
      <>
        <GeneratePlayground modelId={id} version={version} ofTexts={modality === 'TEXT'} />
        {family.name === 'vae' && (
          <section className={partStyles.part}>
            <h3>{say.reconstruct}</h3>
            <p className="hint">{say.reconstructHelp}</p>
            <ImagePlayground engines={engines} prefersDrawing={prefersDrawing} takesBatch={false} />
          </section>
        )}
      </>
    );
  }
  switch (modality) {
    case 'TABULAR':
      return <TablePlayground configuration={configuration} engines={engines} />;
    case 'TEXT':
      return <TextPlayground configuration={configuration} engines={engines} />;
    case 'TIME_SERIES':
      return <SeriesPlayground configuration={configuration} engines={engines} />;
    case 'IMAGE':
      return <ImagePlayground engines={engines} prefersDrawing={prefersDrawing} />;
  }
}
