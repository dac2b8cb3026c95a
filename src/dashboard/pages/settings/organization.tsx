/** The current organization: members and quota, and a form that creates another organization. */
import { useQuery } from 'urql';
import { OrganizationDocument } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { useSession } from '../../session.tsx';
import { AddMember } from '../../settings/add-member.tsx';
import { CreateOrganization } from '../../settings/create-organization.tsx';
import membersStyles from '../../settings/members.module.css';
import { Members } from '../../settings/members.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Facts } from '../../ui/content/facts.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { NotFound, QueryProblem } from '../../ui/states.tsx';

export default function Page() {
  const say = useMessages('settings');
  const format = useFormat();
  const { organization: here } = useSession();
  const variables = { id: here.id };
  const [{ data, error }, refetch] = useQuery({ query: OrganizationDocument, variables });
  const refresh = () => refetch({ requestPolicy: 'network-only' });
  if (error && !data) return <QueryProblem error={error} onRetry={refresh} />;
  if (!data) return <Loading />;
  const organization = data.node;
  if (organization?.__typename !== 'Organization') return <NotFound />;
  const { name, isPersonal, viewerRole, members, quota } = organization;
  const { maxRunningTasks, runningTasks, maxGpuSecondsPerMonth, gpuSecondsUsed } = quota;
  const used = (amount: string, limit: string | null) =>
    limit === null ? say.noLimit({ used: amount }) : say.of({ used: amount, all: limit });
  return (
    <>
      <PageHead
        title={isPersonal ? say.personalTitle : name}
        actions={<ShowAsGraphql operations={[{ document: OrganizationDocument, variables }]} />}
      >
        <p className="hint">
          {say.yourRole}: {say[`role.${viewerRole}`]}
        </p>
      </PageHead>
      <div className="stack">
        {isPersonal ? (
          <Notice>{say.personalHelp}</Notice>
        ) : (
          <Members organizationId={organization.id} viewerRole={viewerRole} members={members} />
        )}
        <div className="columns">
          {!isPersonal && (viewerRole === 'ADMIN' || viewerRole === 'OWNER') && (
            <AddMember organizationId={organization.id} viewerRole={viewerRole} />
          )}
          <Card title={say.quota}>
            <Facts
              facts={[
                [
                  say.runningTasks,
                  used(format.number(runningTasks), maxRunningTasks === null ? null : format.number(maxRunningTasks)),
                ],
                [
                  say.gpuSeconds,
                  used(
                    format.duration(gpuSecondsUsed),
                    maxGpuSecondsPerMonth === null ? null : format.duration(maxGpuSecondsPerMonth),
                  ),
                ],
              ]}
            />
            <p className={`hint ${membersStyles.below}`}>{say.quotaHelp}</p>
          </Card>
          <CreateOrganization />
        </div>
      </div>
    </>
  );
}
