/** All runs of an organization, updated live. */
import { useState } from 'react';
import { Link, useLocation, useSearchParams } from 'wouter';
import { OrganizationEventsDocument, TasksDocument } from '../../api/generated.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { common } from '../../i18n/common.ts';
import { useMessages } from '../../i18n/language.tsx';
import { runs } from '../../i18n/runs/runs.ts';
import { states, useRunName } from '../../runs/labels.tsx';
import { RunTable } from '../../runs/list/run-table.tsx';
import { useTaskList } from '../../runs/list/use-task-list.ts';
import { LiveLight } from '../../runs/live/live-light.tsx';
import { useSession } from '../../session.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import listingStyles from '../../ui/content/listing.module.css';
import { Button, buttonStyle } from '../../ui/controls/button.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import runStateStyles from './run-state.module.css';
import styles from './runs.module.css';

export default function Page() {
  const catalogue = useCatalogue();
  const say = useMessages(runs);
  const words = useMessages(common);
  const { organization, mayWrite } = useSession();
  const [, navigate] = useLocation();
  const [parameters, setParameters] = useSearchParams();
  const state = states.find((one) => one === parameters.get('state')) ?? null;
  const [sought, setSought] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const nameOf = useRunName();
  const { rows, hasMore, error, isLoading, renew, showMore } = useTaskList(organization.id, state);

  const needle = sought.trim().toLowerCase();
  const shown = rows?.filter((row) => {
    if (state && row.state !== state) return false;
    return `${nameOf(row)} ${row.configuration ? catalogue.titleOf(row.configuration.family) : ''}`
      .toLowerCase()
      .includes(needle);
  });
  const choose = (id: string, isChosen: boolean) => {
    const next = new Set(chosen);
    if (isChosen) next.add(id);
    else next.delete(id);
    setChosen(next);
  };
  return (
    <>
      <PageHead
        title={words.runs}
        actions={
          <ShowAsGraphql
            operations={[
              {
                document: TasksDocument,
                variables: { organizationId: organization.id, states: state && [state], first: 25 },
              },
              { document: OrganizationEventsDocument, variables: { organizationId: organization.id } },
            ]}
          />
        }
      >
        <div className={runStateStyles.runState}>
          <LiveLight ended={false} behind={0} />
        </div>
      </PageHead>
      {error && <QueryProblem error={error} onRetry={() => void renew()} />}
      {rows?.length === 0 && !state ? (
        <Empty
          title={say.emptyTitle}
          action={
            <Link className={buttonStyle('primary')} href="/datasets">
              {say.toDatasets}
            </Link>
          }
        >
          {say.emptyHelp}
        </Empty>
      ) : (
        <Card>
          <div className={styles.tools}>
            <Select
              label={say.filterByState}
              choices={[
                { value: 'ALL', label: words.all },
                ...states.map((value) => ({ value: String(value), label: say[value] })),
              ]}
              value={state ?? 'ALL'}
              onChange={(value) => setParameters(value === 'ALL' ? {} : { state: value }, { replace: true })}
            />
            <TextField label={words.search} type="search" value={sought} onChange={setSought} />
            <div className="actions">
              <span className="hint" role="status">
                {chosen.size > 0 ? say.chosen(chosen.size) : say.compareHelp}
              </span>
              {chosen.size > 0 && (
                <Button kind="quiet" onPress={() => setChosen(new Set())}>
                  {say.clearChoice}
                </Button>
              )}
              <Button
                kind="primary"
                isDisabled={chosen.size < 2}
                onPress={() => navigate(`/runs/compare?ids=${[...chosen].map(encodeURIComponent).join(',')}`)}
              >
                {say.compare}
              </Button>
            </div>
          </div>
          {shown ? (
            shown.length > 0 ? (
              <RunTable rows={shown} chosen={chosen} onChoose={choose} mayDelete={mayWrite} />
            ) : (
              <p className="hint">{needle ? say.noneFound : say.noneOfState}</p>
            )
          ) : (
            !error && <Loading />
          )}
          {hasMore && (
            <div className={listingStyles.more}>
              <Button isPending={isLoading} onPress={() => void showMore()}>
                {words.more}
              </Button>
            </div>
          )}
        </Card>
      )}
    </>
  );
}
