/** A table of models. */
import { Link } from 'wouter';
import type { ModelRowFragment } from '../api/generated.ts';
import { useCatalogue } from '../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import type { ListState } from '../lists/list-state.ts';
import { SortHead } from '../lists/sort-head.tsx';
import { Tags } from '../lists/tags.tsx';
import { useChanges } from '../runs/changes.ts';
import { ActionsHead, DeleteButton } from '../trash/delete-button.tsx';
import listingStyles from '../ui/content/listing.module.css';
import { useScoreText } from './score-text.ts';

/** With `state`, the table can be sorted and has more columns, for finding a model among many. */
export function ModelTable({
  models,
  state,
  mayDelete = false,
}: {
  models: readonly ModelRowFragment[];
  state?: ListState<'CREATED_AT' | 'NAME'>;
  mayDelete?: boolean;
}) {
  const say = useMessages('results');
  const shared = useMessages('common');
  const words = useMessages('lists');
  const catalogue = useCatalogue();
  const format = useFormat();
  const scoreOf = useScoreText();
  const changesOf = useChanges();
  const { secondary } = listingStyles;
  return (
    <div className="scroll">
      <table className={listingStyles.listing}>
        <thead>
          <tr>
            <SortHead state={state} field="NAME" title={shared.name} />
            <th scope="col">{words.score}</th>
            <th scope="col" className={secondary}>
              {say.family}
            </th>
            <th scope="col" className={secondary}>
              {words.changes}
            </th>
            {state && (
              <>
                <th scope="col" className={secondary}>
                  {words.target}
                </th>
                <th scope="col" className={secondary}>
                  {words.dataset}
                </th>
              </>
            )}
            <th scope="col" className={`number ${secondary}`}>
              {shared.version}
            </th>
            {state && (
              <th scope="col" className={secondary}>
                {words.author}
              </th>
            )}
            <SortHead state={state} field="CREATED_AT" title={shared.created} className={secondary} />
            {mayDelete && <ActionsHead />}
          </tr>
        </thead>
        <tbody>
          {models.map(({ id, name, createdAt, createdBy, tags, configuration, latestVersion }) => {
            const score = scoreOf(latestVersion.score);
            const changes = configuration ? changesOf(configuration) : [];
            const dataset = configuration?.datasetVersion.dataset;
            return (
              <tr key={id}>
                <th scope="row">
                  <Link href={`/models/${encodeURIComponent(id)}`}>{name}</Link>
                  {state && <Tags tags={tags} state={state} />}
                </th>
                <td>
                  {score ? (
                    <>
                      {score.value} <span className="hint">{score.name}</span>
                    </>
                  ) : (
                    '–'
                  )}
                </td>
                <td className={secondary}>{configuration ? catalogue.titleOf(configuration.family) : say.imported}</td>
                <td className={secondary}>
                  {changes.length > 0 ? (
                    changes.join(' · ')
                  ) : (
                    <span className="hint">{configuration ? words.noChanges : '–'}</span>
                  )}
                </td>
                {state && (
                  <>
                    <td className={secondary}>
                      {configuration?.target ?? (configuration ? say[configuration.objective] : '–')}
                    </td>
                    <td className={secondary}>
                      {dataset ? <Link href={`/datasets/${encodeURIComponent(dataset.id)}`}>{dataset.name}</Link> : '–'}
                    </td>
                  </>
                )}
                <td className={`number ${secondary}`}>{format.number(latestVersion.version)}</td>
                {state && <td className={secondary}>{createdBy?.username ?? '–'}</td>}
                <td className={secondary}>
                  <time dateTime={createdAt} title={format.instant(createdAt)}>
                    {format.ago(createdAt)}
                  </time>
                </td>
                {mayDelete && (
                  <td>
                    <DeleteButton itemType="MODEL" id={id} name={name} isInRow />
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
