/** The table of datasets, and their states. */
import { Link } from 'wouter';
import type { DatasetRowFragment, DatasetState } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import type { ListState } from '../lists/list-state.ts';
import { SortHead } from '../lists/sort-head.tsx';
import { Tags } from '../lists/tags.tsx';
import { ActionsHead, DeleteButton } from '../trash/delete-button.tsx';
import { Badge, type Tone } from '../ui/content/badge.tsx';
import listingStyles from '../ui/content/listing.module.css';

const tones: Record<DatasetState, Tone> = {
  UPLOADING: 'warn',
  INGESTING: 'busy',
  READY: 'good',
  REJECTED: 'bad',
  EXPIRED: 'bad',
};

export function StateBadge({ state }: { state: DatasetState }) {
  const say = useMessages('datasets');
  return <Badge tone={tones[state]}>{say[state]}</Badge>;
}

/** Whether the state is transient and changes without user action. */
export const isUnderWay = (state: DatasetState) => state === 'UPLOADING' || state === 'INGESTING';

function Holds({ profile }: { profile: DatasetRowFragment['latestVersion']['profile'] }) {
  const say = useMessages('datasets');
  if (!profile) return <>–</>;
  return profile.__typename === 'TableProfile'
    ? say.rowsAndColumns({ rows: profile.rowCount, columns: profile.columnCount })
    : say.imagesAndClasses({ images: profile.imageCount, classes: profile.classes.length });
}

/** Without `state`, the table is brief and cannot be sorted. */
export function DatasetTable({
  datasets,
  state,
  mayDelete = false,
}: {
  datasets: readonly DatasetRowFragment[];
  state?: ListState<'CREATED_AT' | 'NAME'>;
  mayDelete?: boolean;
}) {
  const say = useMessages('datasets');
  const shared = useMessages('common');
  const words = useMessages('lists');
  const format = useFormat();
  return (
    <div className="scroll">
      <table className={listingStyles.listing}>
        <thead>
          <tr>
            <SortHead state={state} field="NAME" title={shared.name} />
            <th scope="col" className={listingStyles.secondary}>
              {say.holds}
            </th>
            <th scope="col" className={listingStyles.secondary}>
              {say.format}
            </th>
            <th scope="col" className={`number ${listingStyles.secondary}`}>
              {shared.size}
            </th>
            {state && (
              <th scope="col" className={`number ${listingStyles.secondary}`}>
                {words.versions}
              </th>
            )}
            <th scope="col">{shared.state}</th>
            {state && (
              <th scope="col" className={listingStyles.secondary}>
                {words.author}
              </th>
            )}
            <SortHead state={state} field="CREATED_AT" title={shared.created} className={listingStyles.secondary} />
            {mayDelete && <ActionsHead />}
          </tr>
        </thead>
        <tbody>
          {datasets.map(({ id, name, createdAt, createdBy, tags, latestVersion }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/datasets/${encodeURIComponent(id)}`}>{name}</Link>
                {state && <Tags tags={tags} state={state} />}
              </th>
              <td className={listingStyles.secondary}>
                <Holds profile={latestVersion.profile} />
              </td>
              <td className={listingStyles.secondary}>{latestVersion.format ? say[latestVersion.format] : '–'}</td>
              <td className={`number ${listingStyles.secondary}`}>
                {latestVersion.sizeBytes === null ? '–' : format.bytes(latestVersion.sizeBytes)}
              </td>
              {state && <td className={`number ${listingStyles.secondary}`}>{format.number(latestVersion.version)}</td>}
              <td>
                <StateBadge state={latestVersion.state} />
              </td>
              {state && <td className={listingStyles.secondary}>{createdBy.username}</td>}
              <td className={listingStyles.secondary}>
                <time dateTime={createdAt} title={format.instant(createdAt)}>
                  {format.ago(createdAt)}
                </time>
              </td>
              {mayDelete && (
                <td>
                  <DeleteButton itemType="DATASET" id={id} name={name} isInRow />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
