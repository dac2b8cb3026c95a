/** A table of models. */
import { Link } from 'wouter';
import type { ModelRowFragment } from '../api/generated.ts';
import { useCatalogue } from '../i18n/catalogue/use-catalogue.ts';
import { common } from '../i18n/common.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { results } from '../i18n/results.ts';
import { ActionsHead, DeleteButton } from '../trash/delete-button.tsx';
import listingStyles from '../ui/content/listing.module.css';

/** Without `brief`, the table has more columns, for finding a model among many. */
export function ModelTable({
  models,
  brief = false,
  mayDelete = false,
}: {
  models: readonly ModelRowFragment[];
  brief?: boolean;
  mayDelete?: boolean;
}) {
  const say = useMessages(results);
  const shared = useMessages(common);
  const words = useCatalogue();
  const format = useFormat();
  return (
    <div className="scroll">
      <table className={listingStyles.listing}>
        <thead>
          <tr>
            <th scope="col">{shared.name}</th>
            <th scope="col" className={listingStyles.secondary}>
              {say.family}
            </th>
            {!brief && (
              <th scope="col" className={listingStyles.secondary}>
                {say.objective}
              </th>
            )}
            <th scope="col" className="number">
              {shared.version}
            </th>
            {!brief && (
              <th scope="col" className={`number ${listingStyles.secondary}`}>
                {shared.size}
              </th>
            )}
            <th scope="col">{shared.created}</th>
            {mayDelete && <ActionsHead />}
          </tr>
        </thead>
        <tbody>
          {models.map(({ id, name, configuration, latest }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/models/${encodeURIComponent(id)}`}>{name}</Link>
              </th>
              <td className={listingStyles.secondary}>
                {configuration ? words.titleOf(configuration.family) : say.imported}
              </td>
              {!brief && (
                <td className={listingStyles.secondary}>{configuration ? say[configuration.objective] : '–'}</td>
              )}
              <td className="number">{format.number(latest.version)}</td>
              {!brief && <td className={`number ${listingStyles.secondary}`}>{format.bytes(latest.bytes)}</td>}
              <td>
                <time dateTime={latest.createdAt} title={format.instant(latest.createdAt)}>
                  {format.ago(latest.createdAt)}
                </time>
              </td>
              {mayDelete && (
                <td>
                  <DeleteButton what="MODEL" id={id} name={name} isInRow />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
