/** Compares two to six runs. */
import { Link, useSearchParams } from 'wouter';
import { TaskToCompareDocument } from '../../api/generated.ts';
import { Swatch } from '../../charts/line-chart.tsx';
import { useMessages } from '../../i18n/language.tsx';
import { ComparedCurves, ComparedScores, ComparedSettings } from '../../runs/compare/comparison.tsx';
import { type ComparedRun, maxPoints, useCompared } from '../../runs/compare/use-compared.ts';
import { StateBadge, useRunName } from '../../runs/labels.tsx';
import { maxCompared } from '../../runs/list/run-table.tsx';
import { PageHead } from '../../shell/shell.tsx';
import { ShowAsGraphql } from '../../shell/show-as-graphql.tsx';
import { Card } from '../../ui/content/card.tsx';
import { Empty } from '../../ui/content/empty.tsx';
import { Notice } from '../../ui/content/notice.tsx';
import { buttonStyle } from '../../ui/controls/button.tsx';
import { Loading } from '../../ui/loading.tsx';
import { QueryProblem } from '../../ui/states.tsx';
import styles from './compare.module.css';

export default function Page() {
  const say = useMessages('comparison');
  const [parameters] = useSearchParams();
  const given = parameters.get('ids')?.split(',').filter(Boolean) ?? [];
  const ids = [...new Set(given)].slice(0, maxCompared);
  const { compared, error, ask } = useCompared(ids);
  return (
    <>
      <PageHead
        title={say.compareTitle}
        actions={
          ids.length > 0 && (
            <ShowAsGraphql
              operations={ids.map((id) => ({ document: TaskToCompareDocument, variables: { id, maxPoints } }))}
            />
          )
        }
      />
      {error && <QueryProblem error={error} onRetry={() => void ask()} />}
      {!compared && !error && <Loading />}
      {compared && compared.missing > 0 && <Notice tone="warn">{say.someMissing({ count: compared.missing })}</Notice>}
      {compared &&
        (compared.runs.length === 0 ? (
          <Empty
            title={say.compareNothing}
            action={
              <Link className={buttonStyle('primary')} href="/runs">
                {say.toRuns}
              </Link>
            }
          >
            {say.compareNothingHelp}
          </Empty>
        ) : (
          <Comparison runs={compared.runs} />
        ))}
    </>
  );
}

function Comparison({ runs }: { runs: readonly ComparedRun[] }) {
  const nameOf = useRunName();
  // Runs of the same configuration share its name, so a number is added.
  const names = distinct(runs.map(nameOf));
  return (
    <div className="stack">
      <Card>
        <ul className={styles.runs}>
          {runs.map(({ id, state }, place) => (
            <li key={id} className={styles.run}>
              <Swatch place={place} />
              <Link href={`/runs/${encodeURIComponent(id)}`}>{names[place]}</Link>
              <StateBadge state={state} />
            </li>
          ))}
        </ul>
      </Card>
      <ComparedScores runs={runs} names={names} />
      <ComparedCurves runs={runs} names={names} />
      <ComparedSettings runs={runs} names={names} />
    </div>
  );
}

function distinct(names: readonly string[]): string[] {
  return names.map((name, place) => {
    const alike = names.filter((other) => other === name).length;
    return alike > 1 ? `${name} (${names.slice(0, place + 1).filter((other) => other === name).length})` : name;
  });
}
