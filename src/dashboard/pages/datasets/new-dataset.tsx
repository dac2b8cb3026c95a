import { useState } from 'react';
import { useQuery } from 'urql';
import { useSearchParams } from 'wouter';
import { CreateDatasetDocument, DatasetStateDocument } from '../../api/generated.ts';
import { OwnData } from '../../datasets/upload/own-data.tsx';
import { SampleCards } from '../../datasets/upload/sample-cards.tsx';
import { Rejection, UploadProgress, useFailure } from '../../datasets/upload/upload-progress.tsx';
import { type Given, useUpload } from '../../datasets/upload/use-upload.ts';
import { useMessages } from '../../i18n/language.tsx';
import { useSession } from '../../session.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { Loading } from '../../ui/loading.tsx';
import { NotFound, QueryProblem } from '../../ui/states.tsx';

/** `?dataset=<id>` adds a version to that dataset. */
export default function NewDataset() {
  const [parameters] = useSearchParams();
  const id = parameters.get('dataset');
  const [{ data, error }, refetch] = useQuery({ query: DatasetStateDocument, variables: { id: id ?? '' }, pause: !id });
  if (!id) return <Form dataset={null} />;
  if (error && !data) return <QueryProblem error={error} onRetry={() => refetch({ requestPolicy: 'network-only' })} />;
  if (!data) return <Loading />;
  return data.node?.__typename === 'Dataset' ? <Form dataset={data.node} /> : <NotFound />;
}

function Form({ dataset }: { dataset: { id: string; name: string } | null }) {
  const say = useMessages('datasets');
  const { organization, mayWrite } = useSession();
  const { stage, begin, cancel } = useUpload();
  const [name, setName] = useState('');
  const failure = useFailure(stage);
  const upload = (given: Given) => {
    setName(given.name);
    begin(given);
  };
  const isUnderWay = stage.at === 'packing' || stage.at === 'sending' || stage.at === 'reading';
  const input = {
    name: dataset?.name ?? name,
    organizationId: organization.id,
    ...(dataset && { datasetId: dataset.id }),
  };
  return (
    <>
      <PageHead
        title={dataset ? say.newVersionOf({ name: dataset.name }) : say.newDataset}
        actions={
          <ShowAsGraphql
            operations={[
              { document: CreateDatasetDocument, variables: { input } },
              { document: DatasetStateDocument, variables: { id: dataset?.id ?? '' } },
            ]}
          />
        }
      />
      {!mayWrite && <Notice tone="warn">{say.mayNotWrite}</Notice>}
      {stage.at === 'rejected' && <Rejection {...stage} />}
      {failure.content && <Notice tone="bad">{failure.content}</Notice>}
      {isUnderWay && <UploadProgress name={name} stage={stage} onCancel={cancel} />}
      {mayWrite && (
        // Kept during the upload, so that the selection is still there after canceling.
        <div className="stack" hidden={isUnderWay}>
          <OwnData dataset={dataset} nameProblem={failure.name} keepsName={stage.at === 'rejected'} onUpload={upload} />
          {!dataset && <SampleCards onUpload={upload} />}
        </div>
      )}
    </>
  );
}
