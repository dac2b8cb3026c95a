/** A filter of a list by the dataset, which is searched on the server. */
import { useState } from 'react';
import { useQuery } from 'urql';
import { FindDatasetsDocument } from '../api/generated.ts';
import { useMessages } from '../i18n/language.tsx';
import { useSession } from '../session.tsx';
import { SearchPicker } from '../ui/controls/search-picker.tsx';
import type { ListState } from './list-state.ts';
import { useItemName } from './use-item-name.ts';

/** Name of the filter in the URL. */
export const datasetFilter = 'dataset';

export function DatasetFilter({ state }: { state: Pick<ListState<string>, 'values' | 'setValues'> }) {
  const say = useMessages('lists');
  const { organization } = useSession();
  const [search, setSearch] = useState('');
  const [chosen = ''] = state.values(datasetFilter);
  const [{ data }] = useQuery({
    query: FindDatasetsDocument,
    variables: { organizationId: organization.id, search },
  });
  const name = useItemName(chosen);
  return (
    <SearchPicker
      label={say.dataset}
      choices={data?.datasets.edges.map(({ node: { id, name } }) => ({ value: id, label: name })) ?? []}
      value={chosen}
      valueLabel={name}
      placeholder={say.anyDataset}
      noMatches={say.noMatches}
      onSearch={setSearch}
      onChange={(id) => state.setValues(datasetFilter, id === '' ? [] : [id])}
    />
  );
}
