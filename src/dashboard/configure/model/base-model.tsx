/** Selects the base model for fine-tuning among the image classifiers of the organization. */
import { useQuery } from 'urql';
import { ModelsDocument } from '../../api/generated.ts';
import { configure } from '../../i18n/configure/configure.ts';
import { useMessages } from '../../i18n/language.tsx';
import { useSession } from '../../session.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Select } from '../../ui/controls/select.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';

const maxModels = 100;

export function BaseModel({
  value,
  error,
  onChange,
}: {
  value: string;
  error: string | undefined;
  onChange(id: string): void;
}) {
  const say = useMessages(configure);
  const { organization } = useSession();
  const [{ data, error: failure }, refetch] = useQuery({
    query: ModelsDocument,
    variables: { organizationId: organization.id, first: maxModels },
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
      {models.length === 0 ? (
        <Notice tone="warn">{say.baseNone}</Notice>
      ) : (
        <Select
          label={say.base}
          description={say.baseHelp}
          error={error}
          value={value}
          onChange={onChange}
          choices={[
            { value: '', label: say.baseChoose },
            ...models.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
    </div>
  );
}
