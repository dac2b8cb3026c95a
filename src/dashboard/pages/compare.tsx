/** Compares two to six runs. */
import '../runs.css';
import { Link, useSearchParams } from 'wouter';
import { TaskToCompareDocument } from '../api/generated.ts';
import { Swatch } from '../charts/line-chart.tsx';
import { useMessages } from '../i18n/language.tsx';
import { runs as words } from '../i18n/runs.ts';
import { ComparedCurves, ComparedScores, ComparedSettings } from '../runs/comparison.tsx';
import { StateBadge, useRunName } from '../runs/labels.tsx';
import { maxCompared } from '../runs/run-table.tsx';
import { type ComparedRun, maxPoints, useCompared } from '../runs/use-compared.ts';
import { PageHead } from '../shell/shell.tsx';
import { ShowAsGraphql } from '../shell/show-as-graphql.tsx';
import { Card, Empty, Notice } from '../ui/index.tsx';
import { Loading, QueryProblem } from '../ui/states.tsx';

export default function Page() {
  const say = useMessages(words);
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
      {compared && compared.missing > 0 && <Notice tone="warn">{say.someMissing(compared.missing)}</Notice>}
      {compared &&
        (compared.runs.length === 0 ? (
          <Empty
            title={say.compareNothing}
            action={
              <Link className="button primary" href="/runs">
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
        <ul className="compared-runs">
          {runs.map(({ id, state }, place) => (
            <li key={id} className="compared-run">
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
