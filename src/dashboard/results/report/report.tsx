/** The evaluation report of a model. */

import type { ReactNode } from 'react';
import { Link } from 'wouter';
import type { ModelVersionDetailsFragment, ReportFragment } from '../../api/generated.ts';
import { here } from '../../api/here.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Facts } from '../../ui/content/facts.tsx';
import { buttonStyle } from '../../ui/controls/button.tsx';
import type { ReportSource } from '../source.ts';
import { useMainScores } from './main-score.ts';
import { sections } from './sections.tsx';

export function Report({ report, source }: { report: ReportFragment; source: ReportSource }) {
  // Each section receives only reports of the type that it is registered for.
  const Section = sections[report.__typename] as (props: { report: ReportFragment; source: ReportSource }) => ReactNode;
  return <Section report={report} source={source} />;
}

/** A summary of a model version: its number, size, main metric, and links. */
export function ModelVersionSummary({ version }: { version: ModelVersionDetailsFragment }) {
  const words = useMessages('common');
  const say = useMessages('results');
  const format = useFormat();
  const scoresOf = useMainScores();
  return (
    <div className="stack">
      <Facts
        facts={[
          [
            say.model,
            <Link key="model" href={`/models/${encodeURIComponent(version.model.id)}`}>
              {version.model.name}
            </Link>,
          ],
          [words.version, format.number(version.version)],
          [words.size, format.bytes(version.sizeBytes)],
          ...(version.evaluation ? scoresOf(version.evaluation) : []),
        ]}
      />
      <div className="actions">
        <a className={buttonStyle()} href={here(version.downloadUrl)} download>
          {say.download}
        </a>
      </div>
    </div>
  );
}
