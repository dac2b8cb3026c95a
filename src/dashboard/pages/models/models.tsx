/** The models of the organization. */
import { useState } from 'react';
import { useLocation } from 'wouter';
import { ModelsDocument } from '../../api/generated.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { common } from '../../i18n/common.ts';
import { useMessages } from '../../i18n/language.tsx';
import { results } from '../../i18n/results.ts';
import { ModelTable } from '../../results/model-table.tsx';
import { useModels } from '../../results/use-models.ts';
import { useSession } from '../../session.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import listingStyles from '../../ui/content/listing.module.css';
import { Notice } from '../../ui/content/notice.tsx';
import { Button } from '../../ui/controls/button.tsx';
import { TextField } from '../../ui/controls/text-field.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import styles from './models.module.css';

export default function Page() {
  const say = useMessages(results);
  const words = useMessages(common);
  const catalogue = useCatalogue();
  const { organization, mayWrite } = useSession();
  const [, navigate] = useLocation();
  const { models, error, renew, hasMore, showMore, isLoading, moreError, variables } = useModels(organization.id);
  const [wanted, setWanted] = useState('');
  const text = wanted.trim().toLowerCase();
  const found = models?.filter(({ name, configuration }) =>
    [name, configuration ? catalogue.titleOf(configuration.family) : ''].some((part) =>
      part.toLowerCase().includes(text),
    ),
  );
  return (
    <>
      <PageHead
        title={words.models}
        actions={<ShowAsGraphql operations={[{ document: ModelsDocument, variables }]} />}
      />
      {error && <QueryProblem error={error} onRetry={renew} />}
      {!models && !error && <Loading />}
      {models?.length === 0 && (
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
      )}
      {models && models.length > 0 && found && (
        <Card>
          <div className={styles.filter}>
            <TextField
              label={words.search}
              type="search"
              value={wanted}
              onChange={setWanted}
              description={hasMore ? say.searchHelp : undefined}
            />
          </div>
          {found.length > 0 ? <ModelTable models={found} mayDelete={mayWrite} /> : <Notice>{say.nothingFound}</Notice>}
          {moreError && <QueryProblem error={moreError} onRetry={showMore} />}
          {hasMore && (
            <div className={listingStyles.more}>
              <Button onPress={showMore} isPending={isLoading}>
                {words.more}
              </Button>
            </div>
          )}
        </Card>
      )}
    </>
  );
}
