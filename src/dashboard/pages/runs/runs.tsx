/** All runs of an organization, updated live. */
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { OrganizationEventsDocument, type TaskKind, TasksDocument } from '../../api/generated.ts';
import { useMessages } from '../../i18n/language.tsx';
import { DatasetFilter, datasetFilter } from '../../lists/dataset-filter.tsx';
import { known, useListState } from '../../lists/list-state.ts';
import { FilterSelect, ListView } from '../../lists/list-view.tsx';
import { tagsOf } from '../../lists/tags.tsx';
import { pageSize, useList } from '../../lists/use-list.ts';
import { states } from '../../runs/labels.tsx';
import { RunTable } from '../../runs/list/run-table.tsx';
import { LiveLight } from '../../runs/live/live-light.tsx';
import { useOrganizationEvents } from '../../runs/live/use-organization-events.ts';
import { useSession } from '../../session.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import { Button, buttonStyle } from '../../ui/controls/button.tsx';
import runStateStyles from './run-state.module.css';
import styles from './runs.module.css';

const fields = ['CREATED_AT', 'NAME', 'FINISHED_AT'] as const;
const kinds: readonly TaskKind[] = ['TRAIN', 'TUNE', 'EVALUATE', 'PREDICT'];

export default function Page() {
  const say = useMessages('runs');
  const words = useMessages('lists');
  const shared = useMessages('common');
  const { organization, mayWrite } = useSession();
  const [, navigate] = useLocation();
  const state = useListState(fields);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const variables = {
    organizationId: organization.id,
    search: state.search,
    filter: {
      states: known(state.values('state'), states),
      kinds: known(state.values('kind'), kinds),
      datasetId: state.values(datasetFilter)[0],
      tags: tagsOf(state),
    },
    orderBy: state.order,
    first: pageSize,
  };
  const list = useList(TasksDocument, variables, ({ tasks }) => tasks);
  useOrganizationEvents(organization.id, list.renew);

  const choose = (id: string, isChosen: boolean) => {
    setChosen((before) => {
      const next = new Set(before);
      if (isChosen) next.add(id);
      else next.delete(id);
      return next;
    });
  };
  return (
    <>
      <PageHead
        title={shared.runs}
        actions={
          <ShowAsGraphql
            operations={[
              { document: TasksDocument, variables },
              { document: OrganizationEventsDocument, variables: { organizationId: organization.id } },
            ]}
          />
        }
      >
        <div className={runStateStyles.runState}>
          <LiveLight ended={false} behind={0} />
        </div>
      </PageHead>
      <ListView
        list={list}
        state={state}
        fields={fields}
        filters={
          <>
            <FilterSelect
              state={state}
              name="state"
              label={say.state}
              choices={states.map((value) => ({ value, label: say[value] }))}
            />
            <FilterSelect
              state={state}
              name="kind"
              label={words.type}
              choices={kinds.map((value) => ({ value, label: say[value] }))}
            />
            <DatasetFilter state={state} />
          </>
        }
        actions={
          <div className={`actions ${styles.compare}`}>
            <span className="hint" role="status">
              {chosen.size > 0 ? say.chosen({ count: chosen.size }) : say.compareHelp}
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
        }
        empty={
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
        }
      >
        {(rows) => <RunTable rows={rows} state={state} chosen={chosen} onChoose={choose} mayDelete={mayWrite} />}
      </ListView>
    </>
  );
}
