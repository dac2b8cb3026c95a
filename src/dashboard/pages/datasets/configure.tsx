/** Configures a run for a dataset: objective, model family, and settings. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { useQuery } from 'urql';
import { Link, useSearchParams } from 'wouter';
import {
  type ConfigurationDetailsFragment,
  ConfigurationDocument,
  ConfigureModelDocument,
  type ConfigureModelInput,
  DatasetToLearnDocument,
  ModelFamiliesDocument,
} from '../../api/generated.ts';
import { Goal } from '../../configure/data/goal.tsx';
import { type Family, fitOf, likelyTarget, type Profile } from '../../configure/fit.ts';
import { Settings } from '../../configure/form/settings.tsx';
import { Catalogue, FamilyWords } from '../../configure/model/catalogue.tsx';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useMessages } from '../../i18n/language.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Button, buttonStyle } from '../../ui/controls/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { NotFound, QueryProblem } from '../../ui/states.tsx';
import styles from './configure.module.css';

export default function Page({ datasetId }: { datasetId: string }) {
  const say = useMessages('configure');
  const [search] = useSearchParams();
  const fromId = search.get('from');
  const [datasetQuery, again] = useQuery({ query: DatasetToLearnDocument, variables: { id: datasetId } });
  const [familiesQuery, familiesAgain] = useQuery({ query: ModelFamiliesDocument });
  const [fromQuery, fromAgain] = useQuery({
    query: ConfigurationDocument,
    variables: { id: fromId ?? '' },
    pause: fromId === null,
  });
  const failed = (
    [
      [datasetQuery, again],
      [familiesQuery, familiesAgain],
      [fromQuery, fromAgain],
    ] as const
  ).filter(([{ error, data }]) => error && !data);
  const problem = failed[0]?.[0].error;
  if (problem) {
    const retry = () => {
      for (const [, askAgain] of failed) askAgain({ requestPolicy: 'network-only' });
    };
    return <QueryProblem error={problem} onRetry={retry} />;
  }
  if (!datasetQuery.data || !familiesQuery.data || (fromId !== null && !fromQuery.data)) return <Loading />;
  const dataset = datasetQuery.data.node;
  if (dataset?.__typename !== 'Dataset') return <NotFound />;
  const profile = dataset.version?.profile;
  const from = fromQuery.data?.node;
  if (!profile) {
    return (
      <>
        <PageHead title={say.title} />
        <Empty
          title={say.notReady}
          action={
            <Link className={buttonStyle('primary')} href={`/datasets/${encodeURIComponent(datasetId)}`}>
              {say.toDataset}
            </Link>
          }
        >
          {say.notReadyHelp}
        </Empty>
      </>
    );
  }
  return (
    <Configurator
      key={fromId}
      dataset={dataset}
      profile={profile}
      families={familiesQuery.data.modelFamilies}
      from={from?.__typename === 'Configuration' ? from : null}
      isFromGone={fromId !== null && from?.__typename !== 'Configuration'}
    />
  );
}

function Configurator({
  dataset,
  profile,
  families,
  from,
  isFromGone,
}: {
  dataset: { id: string; name: string; organization: { viewerRole: string } };
  profile: Profile;
  families: readonly Family[];
  from: ConfigurationDetailsFragment | null;
  isFromGone: boolean;
}) {
  const say = useMessages('configure');
  const words = useCatalogue();
  const [search, setSearch] = useSearchParams();
  const table = profile.__typename === 'TableProfile' ? profile : null;
  const [target, setTarget] = useState(() => {
    if (!table) return null;
    const known = !from || from.target === null || table.columns.some(({ name }) => name === from.target);
    return from && known ? from.target : likelyTarget(table);
  });
  const [input, setInput] = useState<ConfigureModelInput | null>(null);

  // The family is part of the URL, so that the back button returns to the catalogue.
  const named = search.get('family') ?? from?.family.name;
  const family = families.find(({ name }) => name === named);
  const fit = useMemo(() => family && fitOf(family, profile, target), [family, profile, target]);
  const use = fit && 'use' in fit ? fit.use : null;
  const choose = (name: string) => {
    setSearch((before) => {
      const next = new URLSearchParams(before);
      next.set('family', name);
      return next;
    });
  };

  // The pressed button was removed, so the focus moves to the content that replaced it.
  const place = useRef<HTMLDivElement>(null);
  const shown = useRef(family?.name);
  useEffect(() => {
    if (shown.current === family?.name) return;
    shown.current = family?.name;
    place.current?.focus();
  }, [family?.name]);

  const operations = [
    { document: DatasetToLearnDocument, variables: { id: dataset.id } },
    { document: ModelFamiliesDocument, variables: {} },
    ...(family && use && input ? [{ document: ConfigureModelDocument, variables: { input } }] : []),
  ];
  return (
    <>
      <PageHead title={say.title} actions={<ShowAsGraphql operations={operations} />}>
        <p className="hint">
          {say.onData({
            name: dataset.name,
            link: (text) => <Link href={`/datasets/${encodeURIComponent(dataset.id)}`}>{text}</Link>,
          })}
        </p>
      </PageHead>
      <div className={`stack ${styles.configure}`}>
        {isFromGone && <Notice tone="warn">{say.fromGone}</Notice>}
        {from && <Notice>{say.fromOther({ name: from.name })}</Notice>}
        <Goal profile={profile} target={target} onChange={setTarget} />
        <div ref={place} className={`stack ${styles.model}`} tabIndex={-1}>
          {family && use ? (
            <>
              <Card title={words.titleOf(family)} actions={<Button onPress={() => choose('')}>{say.another}</Button>}>
                <FamilyWords family={family} />
              </Card>
              <Settings
                // Another target or family needs a new form.
                key={`${family.name}:${target}`}
                dataset={dataset}
                family={family}
                use={use}
                target={target}
                table={table}
                from={from?.family.name === family.name && from.target === target ? from : null}
                mayWrite={dataset.organization.viewerRole !== 'VIEWER'}
                onInput={setInput}
              />
            </>
          ) : (
            <Catalogue families={families} profile={profile} target={target} onChoose={({ name }) => choose(name)} />
          )}
        </div>
      </div>
    </>
  );
}
