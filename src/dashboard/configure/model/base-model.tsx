/** Selects the base model for fine-tuning among the image classifiers of the organization. */
import { useState } from 'react';
import { useQuery } from 'urql';
import { FindModelsDocument } from '../../api/generated.ts';
import { useMessages } from '../../i18n/language.tsx';
import { useItemName } from '../../lists/use-item-name.ts';
import { useSession } from '../../session.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { SearchPicker } from '../../ui/controls/search-picker.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';

export function BaseModel({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange(id: string): void;
}) {
  const say = useMessages('configure');
  const words = useMessages('lists');
  const { organization } = useSession();
  const [search, setSearch] = useState('');
  const name = useItemName(value);
  const [{ data, error: failure }, refetch] = useQuery({
    query: FindModelsDocument,
    variables: { organizationId: organization.id, search },
  });
  if (failure && !data)
    return <QueryProblem error={failure} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading />;
  // The inputs of imported models are not known here. The server rejects a model that does not take images.
  const models = data.models.edges
    .map(({ node }) => node)
    .filter(({ configuration: made }) => !made || (made.modality === 'IMAGE' && made.objective === 'CLASSIFICATION'));
  return (
    <div data-field="baseModelId" tabIndex={-1}>
      {models.length === 0 && search === '' ? (
        <Notice tone="warn">{say.baseNone}</Notice>
      ) : (
        <SearchPicker
          label={say.base}
          description={say.baseHelp}
          error={error}
          value={value}
          onChange={onChange}
          valueLabel={name}
          placeholder={say.baseChoose}
          noMatches={words.noMatches}
          onSearch={setSearch}
          choices={models.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
    </div>
  );
}
