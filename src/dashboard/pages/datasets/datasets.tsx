import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { type DatasetFormat, type DatasetState, DatasetsDocument } from '../../api/generated.ts';
import { DatasetTable, isUnderWay } from '../../datasets/dataset-table.tsx';
import { useMessages } from '../../i18n/language.tsx';
import { known, useListState } from '../../lists/list-state.ts';
import { FilterSelect, ListView } from '../../lists/list-view.tsx';
import { tagsOf } from '../../lists/tags.tsx';
import { pageSize, useList } from '../../lists/use-list.ts';
import { useSession } from '../../session.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import { Button } from '../../ui/controls/button.tsx';

const pollMilliseconds = 2000;
const fields = ['CREATED_AT', 'NAME'] as const;
const states: readonly DatasetState[] = ['READY', 'INGESTING', 'UPLOADING', 'REJECTED', 'EXPIRED'];
const formats: readonly DatasetFormat[] = ['CSV', 'TSV', 'IMAGE_FOLDER', 'IDX', 'COCO', 'TEXT', 'TEXT_FOLDER'];

export default function Datasets() {
  const say = useMessages('datasets');
  const shared = useMessages('common');
  const words = useMessages('lists');
  const [, navigate] = useLocation();
  const { organization, mayWrite } = useSession();
  const state = useListState(fields);
  const variables = {
    organizationId: organization.id,
    search: state.search,
    filter: {
      states: known(state.values('state'), states),
      formats: known(state.values('format'), formats),
      tags: tagsOf(state),
    },
    orderBy: state.order,
    first: pageSize,
  };
  const list = useList(DatasetsDocument, variables, ({ datasets }) => datasets);
  const underWay = list.rows?.some(({ latestVersion }) => isUnderWay(latestVersion.state)) ?? false;
  const { renew } = list;
  useEffect(() => {
    if (!underWay) return;
    const timer = setInterval(renew, pollMilliseconds);
    return () => clearInterval(timer);
  }, [underWay, renew]);

  const button = mayWrite && (
    <Button kind="primary" onPress={() => navigate('/datasets/new')}>
      {say.newDataset}
    </Button>
  );
  const hasAny = state.isFiltered || (list.rows?.length ?? 0) > 0;
  return (
    <>
      <PageHead
        title={shared.datasets}
        actions={
          <>
            <ShowAsGraphql operations={[{ document: DatasetsDocument, variables }]} />
            {hasAny && button}
          </>
        }
      />
      <ListView
        list={list}
        state={state}
        fields={fields}
        filters={
          <>
            <FilterSelect
              state={state}
              name="state"
              label={shared.state}
              choices={states.map((value) => ({ value, label: say[value] }))}
            />
            <FilterSelect
              state={state}
              name="format"
              label={words.format}
              choices={formats.map((value) => ({ value, label: say[value] }))}
            />
          </>
        }
        empty={
          <Empty title={say.emptyTitle} action={button || say.mayNotWrite}>
            {say.emptyHelp}
          </Empty>
        }
      >
        {(rows) => <DatasetTable datasets={rows} state={state} mayDelete={mayWrite} />}
      </ListView>
    </>
  );
}
