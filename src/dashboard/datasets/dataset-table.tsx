/** The table of datasets, and their states. */
import { Link } from 'wouter';
import type { DatasetRowFragment, DatasetState } from '../api/generated.ts';
import { common } from '../i18n/common.ts';
import { datasetWords } from '../i18n/datasets/datasets.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
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
  const say = useMessages(datasetWords);
  return <Badge tone={tones[state]}>{say[state]}</Badge>;
}

/** Whether the state is transient and changes without user action. */
export const isUnderWay = (state: DatasetState) => state === 'UPLOADING' || state === 'INGESTING';

function Holds({ profile }: { profile: DatasetRowFragment['latest']['profile'] }) {
  const say = useMessages(datasetWords);
  const { number } = useFormat();
  if (!profile) return <>–</>;
  return profile.__typename === 'TableProfile'
    ? say.rowsAndColumns(number(profile.rows), number(profile.columnCount))
    : say.imagesAndClasses(number(profile.count), number(profile.classes.length));
}

export function DatasetTable({
  datasets,
  mayDelete = false,
}: {
  datasets: readonly DatasetRowFragment[];
  mayDelete?: boolean;
}) {
  const say = useMessages(datasetWords);
  const shared = useMessages(common);
  const format = useFormat();
  return (
    <div className="scroll">
      <table className={listingStyles.listing}>
        <thead>
          <tr>
            <th scope="col">{shared.name}</th>
            <th scope="col" className={listingStyles.secondary}>
              {say.holds}
            </th>
            <th scope="col" className={listingStyles.secondary}>
              {say.format}
            </th>
            <th scope="col" className={`number ${listingStyles.secondary}`}>
              {shared.size}
            </th>
            <th scope="col">{shared.state}</th>
            <th scope="col" className={listingStyles.secondary}>
              {shared.created}
            </th>
            {mayDelete && <ActionsHead />}
          </tr>
        </thead>
        <tbody>
          {datasets.map(({ id, name, createdAt, latest }) => (
            <tr key={id}>
              <th scope="row">
                <Link href={`/datasets/${encodeURIComponent(id)}`}>{name}</Link>
              </th>
              <td className={listingStyles.secondary}>
                <Holds profile={latest.profile} />
              </td>
              <td className={listingStyles.secondary}>{latest.format ? say[latest.format] : '–'}</td>
              <td className={`number ${listingStyles.secondary}`}>
                {latest.bytes === null ? '–' : format.bytes(latest.bytes)}
              </td>
              <td>
                <StateBadge state={latest.state} />
              </td>
              <td className={listingStyles.secondary}>
                <time dateTime={createdAt} title={format.instant(createdAt)}>
                  {format.ago(createdAt)}
                </time>
              </td>
              {mayDelete && (
                <td>
                  <DeleteButton what="DATASET" id={id} name={name} isInRow />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
