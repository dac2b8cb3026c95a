import { type ReactNode, useCallback, useEffect } from 'react';
import { useQuery } from 'urql';
import { Link } from 'wouter';
import { OrganizationEventsDocument, OverviewDocument } from '../api/generated.ts';
import { DatasetTable, isUnderWay } from '../datasets/dataset-table.tsx';
import { RecentRuns } from '../datasets/overview/recent-runs.tsx';
import { Welcome } from '../datasets/overview/welcome.tsx';
import { useMessages } from '../i18n/language.tsx';
import { ModelTable } from '../results/model-table.tsx';
import { useOrganizationEvents } from '../runs/live/use-organization-events.ts';
import { useSession } from '../session.tsx';
import { PageHead } from '../shell/shell.tsx';
import { ShowAsGraphql } from '../shell/show-as-graphql.tsx';
import { Card } from '../ui/content/card.tsx';
import { Notice } from '../ui/content/notice.tsx';
import { buttonStyle } from '../ui/controls/button.tsx';
import { Loading } from '../ui/loading.tsx';
import { QueryProblem } from '../ui/states.tsx';

const pollMilliseconds = 2000;

export default function Overview() {
  const say = useMessages('overview');
  const words = useMessages('datasets');
  const shared = useMessages('common');
  const { organization, mayWrite } = useSession();
  const variables = { organizationId: organization.id };
  const [{ data, error }, execute] = useQuery({ query: OverviewDocument, variables });
  const refetch = useCallback(() => execute({ requestPolicy: 'network-only' }), [execute]);
  const isRefused = useOrganizationEvents(organization.id, refetch);
  const datasets = data?.datasets.edges.map(({ node }) => node) ?? [];
  const underWay = datasets.some(({ latestVersion }) => isUnderWay(latestVersion.state));
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(refetch, pollMilliseconds);
    return () => clearInterval(timer);
  }, [underWay, refetch]);

  const problem = error && <QueryProblem error={error} onRetry={refetch} />;
  if (!data) return problem ?? <Loading />;
  const tasks = data.tasks.edges.map(({ node }) => node);
  const models = data.models.edges.map(({ node }) => node);
  const isEmpty = datasets.length === 0 && tasks.length === 0 && models.length === 0;
  const operations = [
    { document: OverviewDocument, variables },
    { document: OrganizationEventsDocument, variables },
  ];
  return (
    <>
      <PageHead
        title={isEmpty ? say.welcome : shared.overview}
        actions={
          <>
            <ShowAsGraphql operations={operations} />
            {!isEmpty && mayWrite && (
              <Link href="/datasets/new" className={buttonStyle('primary')}>
                {words.newDataset}
              </Link>
            )}
          </>
        }
      />
      {problem}
      {isRefused && <Notice tone="warn">{say.notLive}</Notice>}
      {isEmpty ? (
        <Welcome mayWrite={mayWrite} />
      ) : (
        <div className="stack">
          <Recent title={say.recentRuns} href="/runs" empty={tasks.length === 0 && say.noRuns}>
            <RecentRuns tasks={tasks} />
          </Recent>
          <Recent title={shared.datasets} href="/datasets" empty={datasets.length === 0 && say.noDatasets}>
            <DatasetTable datasets={datasets} />
          </Recent>
          <Recent title={shared.models} href="/models" empty={models.length === 0 && say.noModels}>
            <ModelTable models={models} />
          </Recent>
        </div>
      )}
    </>
  );
}

function Recent({
  title,
  href,
  empty,
  children,
}: {
  title: string;
  href: string;
  /** Shown when the list is empty. */
  empty: string | false;
  children: ReactNode;
}) {
  const say = useMessages('overview');
  return (
    <Card
      title={title}
      actions={
        <Link href={href} aria-label={say.seeAllOf({ what: title })}>
          {say.seeAll}
        </Link>
      }
    >
      {empty ? <p className="hint">{empty}</p> : children}
    </Card>
  );
}
