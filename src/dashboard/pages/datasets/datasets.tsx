import { useEffect, useState } from 'react';
import { useClient, useQuery } from 'urql';
import { useLocation } from 'wouter';
import { type DatasetRowFragment, DatasetsDocument } from '../../api/generated.ts';
import { DatasetTable, isUnderWay } from '../../datasets/dataset-table.tsx';
import { common } from '../../i18n/common.ts';
import { datasetWords } from '../../i18n/datasets/datasets.ts';
import { useMessages } from '../../i18n/language.tsx';
import { useSession } from '../../session.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { useHidden } from '../../trash/hidden.ts';
import { Card } from '../../ui/content/card.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import listingStyles from '../../ui/content/listing.module.css';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';

const pageSize = 25;
const pollMilliseconds = 2000;

/** Datasets after the first page, loaded on request. */
interface Rest {
  datasets: DatasetRowFragment[];
  /** Null when there are no more. */
  cursor: string | null;
}

export default function Datasets() {
  const say = useMessages(datasetWords);
  const shared = useMessages(common);
  const [, navigate] = useLocation();
  const { organization, mayWrite } = useSession();
  const client = useClient();
  const variables = { organizationId: organization.id, first: pageSize };
  const [{ data, error }, refetch] = useQuery({ query: DatasetsDocument, variables });
  const [rest, setRest] = useState<Rest | null>(null);
  const [isLoading, setLoading] = useState(false);
  const [problem, setProblem] = useState<typeof error>(undefined);
  const [wanted, setWanted] = useState('');

  const hidden = useHidden();
  const first = data?.datasets.edges.map(({ node }) => node) ?? [];
  // A new dataset shifts others to the next page, so duplicates are removed.
  const older = rest?.datasets.filter(({ id }) => !hidden.has(id)) ?? [];
  const listed = [...new Map([...older, ...first].map((row) => [row.id, row])).values()].sort((a, b) =>
    b.createdAt.localeCompare(a.createdAt),
  );
  const pageInfo = data?.datasets.pageInfo;
  const cursor = rest ? rest.cursor : pageInfo?.hasNextPage ? pageInfo.endCursor : null;
  const underWay = first.some(({ latest }) => isUnderWay(latest.state));
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(() => refetch({ requestPolicy: 'network-only' }), pollMilliseconds);
    return () => clearInterval(timer);
  }, [underWay, refetch]);

  async function showMore() {
    setLoading(true);
    const answer = await client.query(DatasetsDocument, { ...variables, after: cursor }).toPromise();
    setLoading(false);
    setProblem(answer.error);
    if (!answer.data) return;
    const { edges, pageInfo: next } = answer.data.datasets;
    setRest({
      datasets: [...(rest?.datasets ?? []), ...edges.map(({ node }) => node)],
      cursor: next.hasNextPage ? (next.endCursor ?? null) : null,
    });
  }

  const button = mayWrite && (
    <Button kind="primary" onPress={() => navigate('/datasets/new')}>
      {say.newDataset}
    </Button>
  );
  const found = listed.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <>
      <PageHead
        title={shared.datasets}
        actions={
          <>
            <ShowAsGraphql operations={[{ document: DatasetsDocument, variables }]} />
            {listed.length > 0 && button}
          </>
        }
      />
      {error && <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />}
      {!data && !error && <Loading />}
      {data && listed.length === 0 && (
        <Empty title={say.emptyTitle} action={button || say.mayNotWrite}>
          {say.emptyHelp}
        </Empty>
      )}
      {listed.length > 0 && (
        <Card>
          <TextField
            label={shared.search}
            type="search"
            value={wanted}
            onChange={setWanted}
            description={cursor ? say.searchHelp : undefined}
          />
          {found.length > 0 ? (
            <DatasetTable datasets={found} mayDelete={mayWrite} />
          ) : (
            <Notice>{say.nothingFound}</Notice>
          )}
          {problem && <QueryProblem error={problem} onRetry={() => void showMore()} />}
          {cursor && (
            <div className={listingStyles.more}>
              <Button onPress={() => void showMore()} isPending={isLoading}>
                {shared.more}
              </Button>
            </div>
          )}
        </Card>
      )}
    </>
  );
}
