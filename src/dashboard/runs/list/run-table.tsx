/** A table of runs with checkboxes to select some of them. */
import { Link } from 'wouter';
import type { TaskRowFragment } from '../../api/generated.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import type { ListState } from '../../lists/list-state.ts';
import { SortHead } from '../../lists/sort-head.tsx';
import { Tags } from '../../lists/tags.tsx';
import { useScoreText } from '../../results/score-text.ts';
import { ActionsHead, DeleteButton } from '../../trash/delete-button.tsx';
import { useChanges } from '../changes.ts';
import { isOver, RunProgress, StateBadge, useRunName } from '../labels.tsx';
import { useOutcome } from '../outcome.ts';
import { DatasetLink, ModelLink } from '../subject.tsx';
import styles from './run-table.module.css';

export const maxCompared = 6;

interface Props {
  rows: readonly TaskRowFragment[];
  state: ListState<'CREATED_AT' | 'NAME' | 'FINISHED_AT'>;
  chosen: ReadonlySet<string>;
  onChoose(id: string, isChosen: boolean): void;
  mayDelete: boolean;
}

export function RunTable({ rows, state, chosen, onChoose, mayDelete }: Props) {
  const say = useMessages('runs');
  const words = useMessages('lists');
  const format = useFormat();
  const catalogue = useCatalogue();
  const nameOf = useRunName();
  const changesOf = useChanges();
  const scoreOf = useScoreText();
  // While all runs have ended, there is no progress to show.
  const hasProgress = rows.some((row) => !isOver(row.state));
  return (
    <div className="scroll">
      <table className={styles.runTable}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{say.compare}</span>
            </th>
            <SortHead state={state} field="NAME" title={say.run} />
            <th scope="col">{say.state}</th>
            {hasProgress && <th scope="col">{say.progress}</th>}
            <th scope="col">{words.score}</th>
            <th scope="col">{words.outcome}</th>
            <th scope="col">{say.kind}</th>
            <th scope="col">{say.model}</th>
            <th scope="col">{words.changes}</th>
            <th scope="col">{say.dataset}</th>
            <th scope="col">{words.target}</th>
            <th scope="col">{words.author}</th>
            <SortHead state={state} field="CREATED_AT" title={say.created} />
            <SortHead state={state} field="FINISHED_AT" title={say.ended} />
            {mayDelete && <ActionsHead />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const name = nameOf(row);
            const isChosen = chosen.has(row.id);
            const score = scoreOf(row.outputModelVersion?.score);
            const changes = row.configuration ? changesOf(row.configuration) : [];
            return (
              <tr key={row.id}>
                <td>
                  {row.configuration && (
                    <input
                      type="checkbox"
                      aria-label={say.choose({ name })}
                      checked={isChosen}
                      disabled={!isChosen && chosen.size >= maxCompared}
                      onChange={({ target }) => onChoose(row.id, target.checked)}
                    />
                  )}
                </td>
                <td className={styles.text}>
                  <Link href={`/runs/${encodeURIComponent(row.id)}`}>{name}</Link>
                  <Tags tags={row.tags} state={state} />
                </td>
                <td>
                  <StateBadge state={row.state} />
                </td>
                {hasProgress && (
                  <td>
                    {row.progress && !isOver(row.state) ? (
                      <RunProgress label={say.progress} progress={row.progress} brief />
                    ) : null}
                  </td>
                )}
                <td>
                  {score ? (
                    <>
                      {score.value} <span className="hint">{score.name}</span>
                    </>
                  ) : (
                    '–'
                  )}
                </td>
                <td className={styles.text}>
                  <Outcome run={row} />
                </td>
                <td>{say[row.kind]}</td>
                <td className={styles.text}>
                  {row.configuration ? (
                    catalogue.titleOf(row.configuration.family)
                  ) : row.inputModelVersion ? (
                    <ModelLink run={row} />
                  ) : (
                    '–'
                  )}
                </td>
                <td className={styles.text}>
                  {changes.length > 0 ? changes.join(' · ') : <span className="hint">{words.noChanges}</span>}
                </td>
                <td>{row.datasetVersion ? <DatasetLink run={row} /> : '–'}</td>
                <td>{row.configuration?.target ?? '–'}</td>
                <td>{row.createdBy.username}</td>
                <td>
                  <Instant at={row.createdAt} />
                </td>
                <td>{row.finishedAt ? <Instant at={row.finishedAt} /> : '–'}</td>
                {mayDelete && (
                  <td>
                    {isOver(row.state) && (
                      <DeleteButton
                        itemType="TASK"
                        id={row.id}
                        name={name}
                        isInRow
                        onDeleted={() => onChoose(row.id, false)}
                      />
                    )}
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );

  function Instant({ at }: { at: string }) {
    return (
      <time dateTime={at} title={format.instant(at)}>
        {format.ago(at)}
      </time>
    );
  }
}

/** Long reasons are cut; the page of the run has all of it. */
function Outcome({ run }: { run: TaskRowFragment }) {
  const outcome = useOutcome()(run);
  return outcome ? (
    <span className={styles.outcome} title={outcome}>
      {outcome}
    </span>
  ) : (
    '–'
  );
}
