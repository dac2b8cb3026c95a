/** The versions of a dataset: the facts of one and the list of all. */
import type { DatasetVersionDetailsFragment, DatasetVersionRowFragment } from '../api/generated.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Card } from '../ui/content/card.tsx';
import { Facts } from '../ui/content/facts.tsx';
import listingStyles from '../ui/content/listing.module.css';
import { Button } from '../ui/controls/button.tsx';
import { StateBadge } from './dataset-table.tsx';
import { useImageSize } from './profile/images-profile.tsx';

export type Version = DatasetVersionDetailsFragment;

export function VersionFacts({ version }: { version: Version }) {
  const say = useMessages('datasets');
  const contents = useMessages('profiles');
  const shared = useMessages('common');
  const format = useFormat();
  const imageSize = useImageSize();
  const { profile, sizeBytes, readyAt, sha256 } = version;
  const held =
    profile?.__typename === 'TableProfile'
      ? ([
          [contents.rows, format.number(profile.rowCount)],
          [contents.columns, format.number(profile.columnCount)],
        ] as const)
      : profile
        ? ([
            [contents.images, format.number(profile.imageCount)],
            [contents.classes, format.number(profile.classes.length)],
            ...(profile.boxCount === null ? [] : ([[contents.boxes, format.number(profile.boxCount)]] as const)),
            [contents.imageSize, imageSize(profile)],
            [contents.colors, profile.channels === 1 ? contents.gray : contents.color],
          ] as const)
        : [];
  return (
    <Card title={say.versionOf({ version: String(version.version) })} actions={<StateBadge state={version.state} />}>
      <Facts
        facts={[
          ...held,
          [say.format, version.format ? say[version.format] : '–'],
          [shared.size, sizeBytes === null ? '–' : format.bytes(sizeBytes)],
          [say.ready, readyAt ? format.instant(readyAt) : '–'],
          ...(sha256 ? ([[say.checksum, <code key="sum">{sha256.slice(0, 16)}…</code>]] as const) : []),
        ]}
      />
    </Card>
  );
}

export function VersionList({
  versions,
  shown,
  onShow,
}: {
  /** Versions, newest first. */
  versions: readonly DatasetVersionRowFragment[];
  shown: number | undefined;
  onShow(version: number): void;
}) {
  const say = useMessages('datasets');
  const shared = useMessages('common');
  const format = useFormat();
  return (
    <Card title={say.versions}>
      <div className="scroll">
        <table className={listingStyles.listing}>
          <thead>
            <tr>
              <th scope="col">{shared.version}</th>
              <th scope="col">{shared.state}</th>
              <th scope="col">{say.format}</th>
              <th scope="col" className="number">
                {shared.size}
              </th>
              <th scope="col">{shared.created}</th>
              <th scope="col">
                <span className="visually-hidden">{say.show}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map(({ version, state, format: kind, sizeBytes, createdAt }) => (
              <tr key={version}>
                <th scope="row">{version}</th>
                <td>
                  <StateBadge state={state} />
                </td>
                <td>{kind ? say[kind] : '–'}</td>
                <td className="number">{sizeBytes === null ? '–' : format.bytes(sizeBytes)}</td>
                <td>{format.instant(createdAt)}</td>
                <td>
                  {version === shown ? (
                    <span className="hint">{say.shown}</span>
                  ) : (
                    <Button
                      kind="quiet"
                      aria-label={`${say.show}: ${say.versionOf({ version: String(version) })}`}
                      onPress={() => onShow(version)}
                    >
                      {say.show}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
