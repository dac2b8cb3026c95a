/** An imported model: its inputs, and the form for them. */
import { useMemo } from 'react';
import { useQuery } from 'urql';
import { ModelWantsDocument, type ModelWantsQuery } from '../../api/generated.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import type { Engines } from '../engines/engines.ts';
import type { TableToTry } from '../profile.ts';
import { ImagePlayground } from './image.tsx';
import { TablePlayground } from './table.tsx';

type Model = Extract<ModelWantsQuery['node'], { __typename: 'Model' }>;
type Wants = NonNullable<Model['version']>['inputSpec'];

/** Maximum number of class names shown. */
const maxClassNames = 20;

export function ImportedPlayground({ id, version, engines }: { id: string; version: number; engines: Engines }) {
  const [{ data, error }, refetch] = useQuery({ query: ModelWantsDocument, variables: { id, version } });
  if (error && !data) return <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading />;
  const wants = data.node?.__typename === 'Model' ? data.node.version?.inputSpec : null;
  return wants ? <Form wants={wants} engines={engines} /> : null;
}

function Form({ wants, engines }: { wants: Wants; engines: Engines }) {
  const say = useMessages('modelInputs');
  const table = useMemo(() => (wants.__typename === 'TabularInputSpec' ? tableOf(wants) : null), [wants]);
  return (
    <>
      <Notice>
        {say.imported} <About wants={wants} />
      </Notice>
      {table && <TablePlayground configuration={table} engines={engines} />}
      {wants.__typename === 'ImageInputSpec' && (
        <ImagePlayground engines={engines} prefersDrawing={wants.channels === 1} />
      )}
    </>
  );
}

function About({ wants }: { wants: Wants }) {
  const say = useMessages('modelInputs');
  const format = useFormat();
  if (wants.__typename !== 'TabularInputSpec' && wants.__typename !== 'ImageInputSpec') return say.byApi;
  const { classes } = wants;
  const more = classes.length > maxClassNames ? [say.andMore({ count: classes.length - maxClassNames })] : [];
  const inputs =
    wants.__typename === 'TabularInputSpec'
      ? say.takesRows({ columns: wants.columns.length })
      : say.takesImages({
          size: `${format.number(wants.height)} × ${format.number(wants.width)}`,
          color: wants.channels === 1 ? say.inGray : say.inColor,
        });
  const sentences = [inputs];
  if (classes.length > 0)
    sentences.push(say.classes({ classes: format.list([...classes.slice(0, maxClassNames), ...more]) }));
  return format.sentences(sentences);
}

/** The columns of an imported model: their names are known, and all are numeric. */
function tableOf({ columns, target, classes }: Extract<Wants, { __typename: 'TabularInputSpec' }>): TableToTry {
  const plain = { type: 'NUMERIC', distinctCount: 0, isInteger: false, min: null, max: null, topValues: [] } as const;
  return {
    inputs: columns.map(({ name }) => name),
    target,
    objective: classes.length > 0 ? 'CLASSIFICATION' : target === null ? 'DIMENSIONALITY_REDUCTION' : 'REGRESSION',
    datasetVersion: {
      profile: {
        __typename: 'TableProfile',
        preview: [],
        columns: columns.map(({ name }) => ({ name, ...plain, topValues: [] })),
      },
    },
  };
}
