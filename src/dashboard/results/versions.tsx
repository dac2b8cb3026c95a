/** The versions of a model, with their metrics and files. */

import type { ModelVersionRowFragment } from '../api/generated.ts';
import { here } from '../api/here.ts';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Badge } from '../ui/content/badge.tsx';
import { Card } from '../ui/content/card.tsx';
import { useMainScores } from './report/main-score.ts';

export function VersionsCard({ versions }: { versions: readonly ModelVersionRowFragment[] }) {
  const say = useMessages('results');
  const words = useMessages('common');
  const format = useFormat();
  const scoresOf = useMainScores();
  const scored = versions.map((version) => ({
    version,
    scores: new Map(version.evaluation ? scoresOf(version.evaluation) : []),
  }));
  const names = [...new Set(scored.flatMap(({ scores }) => [...scores.keys()]))];
  return (
    <Card title={say.versions}>
      <div className="scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">{words.version}</th>
              <th scope="col">{words.created}</th>
              {names.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
              <th scope="col" className="number">
                {words.size}
              </th>
              <th scope="col">{say.download}</th>
            </tr>
          </thead>
          <tbody>
            {scored.map(({ version: { version, createdAt, sizeBytes, downloadUrl, sha256 }, scores }, index) => (
              <tr key={version}>
                <th scope="row">
                  {version} {index === 0 && <Badge tone="busy">{say.newest}</Badge>}
                </th>
                <td>
                  <time dateTime={createdAt}>{format.instant(createdAt)}</time>
                </td>
                {names.map((name) => (
                  <td key={name} className="number">
                    {scores.get(name) ?? '–'}
                  </td>
                ))}
                <td className="number">{format.bytes(sizeBytes)}</td>
                <td>
                  <a
                    href={here(downloadUrl)}
                    download
                    aria-label={say.downloadVersion({ version })}
                    title={`SHA-256 ${sha256}`}
                  >
                    {say.download}
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}
