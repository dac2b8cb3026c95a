import { useQuery } from 'urql';
import { useLocation } from 'wouter';
import { FamilyTitlesDocument, ModelsDocument, type Objective } from '../../api/generated.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useMessages } from '../../i18n/language.tsx';
import { DatasetFilter, datasetFilter } from '../../lists/dataset-filter.tsx';
import { known, useListState } from '../../lists/list-state.ts';
import { FilterSelect, ListView } from '../../lists/list-view.tsx';
import { tagsOf } from '../../lists/tags.tsx';
import { pageSize, useList } from '../../lists/use-list.ts';
import { ModelTable } from '../../results/model-table.tsx';
import { useSession } from '../../session.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import { Button } from '../../ui/controls/button.tsx';

const fields = ['CREATED_AT', 'NAME'] as const;
const objectives: readonly Objective[] = [
  'CLASSIFICATION',
  'REGRESSION',
  'FORECASTING',
  'DETECTION',
  'CLUSTERING',
  'DIMENSIONALITY_REDUCTION',
  'GENERATION',
];

export default function Page() {
  const say = useMessages('results');
  const shared = useMessages('common');
  const words = useMessages('lists');
  const catalogue = useCatalogue();
  const { organization, mayWrite } = useSession();
  const [, navigate] = useLocation();
  const state = useListState(fields);
  const [{ data: catalog }] = useQuery({ query: FamilyTitlesDocument, requestPolicy: 'cache-first' });
  const families = catalog?.modelFamilies ?? [];
  const variables = {
    organizationId: organization.id,
    search: state.search,
    filter: {
      objectives: known(state.values('objective'), objectives),
      families: state.values('family').length > 0 ? state.values('family') : undefined,
      datasetId: state.values(datasetFilter)[0],
      tags: tagsOf(state),
    },
    orderBy: state.order,
    first: pageSize,
  };
  const list = useList(ModelsDocument, variables, ({ models }) => models);
  return (
    <>
      <PageHead
        title={shared.models}
        actions={<ShowAsGraphql operations={[{ document: ModelsDocument, variables }]} />}
      />
      <ListView
        list={list}
        state={state}
        fields={fields}
        filters={
          <>
            <FilterSelect
              state={state}
              name="family"
              label={words.family}
              choices={families.map((family) => ({ value: family.name, label: catalogue.titleOf(family) }))}
            />
            <FilterSelect
              state={state}
              name="objective"
              label={words.objective}
              choices={objectives.map((value) => ({ value, label: say[value] }))}
            />
            <DatasetFilter state={state} />
          </>
        }
        empty={
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
        }
      >
        {(rows) => <ModelTable models={rows} state={state} mayDelete={mayWrite} />}
      </ListView>
    </>
  );
}
