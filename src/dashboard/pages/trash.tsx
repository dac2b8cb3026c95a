/** Deleted items that can be restored. */
import { useState } from 'react';
import { useClient, useQuery } from 'urql';
import { TrashDocument, type TrashQuery } from '../api/generated.ts';
import { common } from '../i18n/common.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { trashWords } from '../i18n/trash.ts';
import { useSession } from '../session.tsx';
import { PageHead } from '../shell/shell.tsx';
import { ShowAsGraphql } from '../shell/show-as-graphql.tsx';
import { ActionsHead } from '../trash/delete-button.tsx';
import { useTrash } from '../trash/use-trash.ts';
import { Card } from '../ui/content/card.tsx';
import { Empty } from '../ui/content/empty.tsx';
import listingStyles from '../ui/content/listing.module.css';
import { Button } from '../ui/controls/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { showToast } from '../ui/overlays/toasts.tsx';
import { QueryProblem } from '../ui/states.tsx';
import styles from './trash.module.css';

const pageSize = 50;
const dayMilliseconds = 86_400_000;

type Entry = TrashQuery['trash']['edges'][number]['node'];
type Error = ReturnType<typeof useQuery>[0]['error'];

/** Items after the first page, loaded on request. */
interface Rest {
  entries: Entry[];
  /** Null when there are no more. */
  cursor: string | null;
}

export default function Page() {
  const say = useMessages(trashWords);
  const words = useMessages(common);
  const { organization, mayWrite } = useSession();
  const client = useClient();
  const variables = { organizationId: organization.id, first: pageSize };
  const [{ data, error }, refetch] = useQuery({ query: TrashDocument, variables });
  const [rest, setRest] = useState<Rest | null>(null);
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<Error>(undefined);
  const [restored, setRestored] = useState<ReadonlySet<string>>(new Set());

  const first = data?.trash.edges.map(({ node }) => node) ?? [];
  // A restored item shifts others to the previous page, so duplicates are removed.
  const all = new Map([...first, ...(rest?.entries ?? [])].map((entry) => [entry.itemId, entry]));
  const entries = [...all.values()].filter(({ itemId }) => !restored.has(itemId));
  const pageInfo = data?.trash.pageInfo;
  const cursor = rest ? rest.cursor : pageInfo?.hasNextPage ? pageInfo.endCursor : null;

  async function showMore() {
    setLoading(true);
    const answer = await client.query(TrashDocument, { ...variables, after: cursor }).toPromise();
    setLoading(false);
    setProblem(answer.error);
    if (!answer.data) return;
    const { edges, pageInfo: next } = answer.data.trash;
    setRest({
      entries: [...(rest?.entries ?? []), ...edges.map(({ node }) => node)],
      cursor: next.hasNextPage ? next.endCursor : null,
    });
  }

  return (
    <>
      <PageHead title={say.trash} actions={<ShowAsGraphql operations={[{ document: TrashDocument, variables }]} />}>
        <p className="hint">{say.help}</p>
      </PageHead>
      {error && <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!data && !error && <Loading />}
      {data && entries.length === 0 && <Empty title={say.empty}>{say.emptyHelp}</Empty>}
      {entries.length > 0 && (
        <Card>
          <TrashTable
            entries={entries}
            mayWrite={mayWrite}
            onRestored={(id) => setRestored((before) => new Set(before).add(id))}
          />
          {problem && <QueryProblem error={problem} onRetry={() => void showMore()} />}
          {cursor && (
            <Button onPress={() => void showMore()} isPending={isLoading}>
              {words.more}
            </Button>
          )}
        </Card>
      )}
    </>
  );
}

function TrashTable({
  entries,
  mayWrite,
  onRestored,
}: {
  entries: readonly Entry[];
  mayWrite: boolean;
  onRestored(id: string): void;
}) {
  const say = useMessages(trashWords);
  const words = useMessages(common);
  const format = useFormat();
  return (
    <div className="scroll">
      <table className={`${listingStyles.listing} ${styles.trash}`}>
        <thead>
          <tr>
            <th scope="col">{words.name}</th>
            <th scope="col">{say.what}</th>
            <th scope="col" className={listingStyles.secondary}>
              {say.deletedWhen}
            </th>
            <th scope="col">{say.timeLeft}</th>
            <ActionsHead />
          </tr>
        </thead>
        <tbody>
          {entries.map(({ itemId, what, name, deletedAt, purgedAt }) => (
            <tr key={itemId}>
              <th scope="row">{name}</th>
              <td>{say[what]}</td>
              <td className={listingStyles.secondary}>
                <time dateTime={deletedAt} title={format.instant(deletedAt)}>
                  {format.ago(deletedAt)}
                </time>
              </td>
              <td>
                <time dateTime={purgedAt} title={format.instant(purgedAt)}>
                  {say.daysLeft(Math.ceil((Date.parse(purgedAt) - Date.now()) / dayMilliseconds))}
                </time>
              </td>
              <td>{mayWrite && <RestoreButton {...{ what, name, id: itemId, onRestored }} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function RestoreButton({
  onRestored,
  ...thing
}: {
  what: Entry['what'];
  id: string;
  name: string;
  onRestored(id: string): void;
}) {
  const say = useMessages(trashWords);
  const { restore } = useTrash();
  const [isPending, setPending] = useState(false);
  return (
    <Button
      aria-label={say.restoreNamed(thing.name)}
      isPending={isPending}
      onPress={async () => {
        setPending(true);
        const refused = await restore(thing);
        setPending(false);
        showToast(refused ? { text: refused.message, tone: 'bad' } : { text: say.undone(thing.name) });
        if (!refused) onRestored(thing.id);
      }}
    >
      {say.restore}
    </Button>
  );
}
