/** The models of the organisation. */
import '../results.css';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { type ModelRowFragment, ModelsDocument } from '../api/generated.ts';
import { common } from '../i18n/common.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { results } from '../i18n/results.ts';
import { useModels } from '../results/use-models.ts';
import { useSession } from '../session.tsx';
import { PageHead } from '../shell/shell.tsx';
import { ShowAsGraphql } from '../shell/show-as-graphql.tsx';
import { ActionsHead, DeleteButton } from '../trash/delete-button.tsx';
import { Button, Card, Empty, Notice, TextField } from '../ui/index.tsx';
import { Loading, QueryProblem } from '../ui/states.tsx';

export default function Page() {
  const say = useMessages(results);
  const words = useMessages(common);
  const { organization, mayWrite } = useSession();
  const [, navigate] = useLocation();
  const { models, error, renew, hasMore, showMore, isLoading, moreError, variables } = useModels(organization.id);
  const [wanted, setWanted] = useState('');
  const text = wanted.trim().toLowerCase();
  const found = models?.filter(({ name, configuration }) =>
    [name, configuration?.family.title ?? ''].some((part) => part.toLowerCase().includes(text)),
  );
  return (
    <>
      <PageHead
        title={words.models}
        actions={<ShowAsGraphql operations={[{ document: ModelsDocument, variables }]} />}
      />
      {error && <QueryProblem error={error} onRetry={renew} />}
      {!models && !error && <Loading />}
      {models?.length === 0 && (
        <Empty
          title={say.noModels}
          action={
            <Button kind="primary" onPress={() => navigate('/datasets')}>
              {say.toDatasets}
            </Button>
          }
        >
          {say.noModelsHelp}
        </Empty>
      )}
      {models && models.length > 0 && found && (
        <Card>
          <TextField
            label={words.search}
            type="search"
            value={wanted}
            onChange={setWanted}
            description={hasMore ? say.searchHelp : undefined}
          />
          {found.length > 0 ? <ModelTable models={found} mayDelete={mayWrite} /> : <Notice>{say.nothingFound}</Notice>}
          {moreError && <QueryProblem error={moreError} onRetry={showMore} />}
          {hasMore && (
            <div className="more-models">
              <Button onPress={showMore} isPending={isLoading}>
                {words.more}
              </Button>
            </div>
          )}
        </Card>
      )}
    </>
  );
}

function ModelTable({ models, mayDelete }: { models: readonly ModelRowFragment[]; mayDelete: boolean }) {
  const say = useMessages(results);
  const words = useMessages(common);
  const format = useFormat();
  return (
    <div className="scroll">
      <table className="models">
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{say.family}</th>
            <th scope="col">{say.objective}</th>
            <th scope="col" className="number">
              {words.version}
            </th>
            <th scope="col" className="number">
              {words.size}
            </th>
            <th scope="col">{words.created}</th>
            {mayDelete && <ActionsHead />}
          </tr>
        </thead>
        <tbody>
          {models.map(({ id, name, configuration, latest }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/models/${encodeURIComponent(id)}`}>{name}</Link>
              </th>
              <td>{configuration?.family.title ?? say.imported}</td>
              <td>{configuration ? say[configuration.objective] : '–'}</td>
              <td className="number">{format.number(latest.version)}</td>
              <td className="number">{format.bytes(latest.bytes)}</td>
              <td>
                <time dateTime={latest.createdAt} title={format.instant(latest.createdAt)}>
                  {format.ago(latest.createdAt)}
                </time>
              </td>
              {mayDelete && (
                <td>
                  <DeleteButton what="MODEL" id={id} name={name} isInRow />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
