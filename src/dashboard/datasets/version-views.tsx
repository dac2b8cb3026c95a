/** The versions of a dataset: the facts of one and the list of all. */
import type { DatasetVersionDetailsFragment, DatasetVersionRowFragment } from '../api/generated.ts';
import { common } from '../i18n/common.ts';
import { datasetWords } from '../i18n/datasets.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Button, Card, Facts } from '../ui/index.tsx';
import { useImageSize } from './images-profile.tsx';
import { StateBadge } from './words.tsx';

export type Version = DatasetVersionDetailsFragment;

export function VersionFacts({ version }: { version: Version }) {
  const say = useMessages(datasetWords);
  const shared = useMessages(common);
  const format = useFormat();
  const imageSize = useImageSize();
  const { profile, bytes, readyAt, sha256 } = version;
  const held =
    profile?.__typename === 'TableProfile'
      ? ([
          [say.rows, format.number(profile.rows)],
          [say.columns, format.number(profile.columnCount)],
        ] as const)
      : profile
        ? ([
            [say.images, format.number(profile.count)],
            [say.classes, format.number(profile.classes.length)],
            ...(profile.boxes === null ? [] : ([[say.boxes, format.number(profile.boxes)]] as const)),
            [say.imageSize, imageSize(profile)],
            [say.colors, profile.channels === 1 ? say.gray : say.color],
          ] as const)
        : [];
  return (
    <Card title={say.versionOf(String(version.version))} actions={<StateBadge state={version.state} />}>
      <Facts
        facts={[
          ...held,
          [say.format, version.format ? say[version.format] : '–'],
          [shared.size, bytes === null ? '–' : format.bytes(bytes)],
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
  const say = useMessages(datasetWords);
  const shared = useMessages(common);
  const format = useFormat();
  return (
    <Card title={say.versions}>
      <div className="scroll">
        <table className="listing">
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
            {versions.map(({ version, state, format: kind, bytes, createdAt }) => (
              <tr key={version}>
                <th scope="row">{version}</th>
                <td>
                  <StateBadge state={state} />
                </td>
                <td>{kind ? say[kind] : '–'}</td>
                <td className="number">{bytes === null ? '–' : format.bytes(bytes)}</td>
                <td>{format.instant(createdAt)}</td>
                <td>
                  {version === shown ? (
                    <span className="hint">{say.shown}</span>
                  ) : (
                    <Button
                      kind="quiet"
                      aria-label={`${say.show}: ${say.versionOf(String(version))}`}
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
