/** A table of runs with checkboxes to select some of them. */
import { Link } from 'wouter';
import type { TaskRowFragment } from '../../api/generated.ts';
import { useCatalogue } from '../../i18n/catalogue/use-catalogue.ts';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { runs } from '../../i18n/runs/runs.ts';
import { ActionsHead, DeleteButton } from '../../trash/delete-button.tsx';
import { isOver, RunProgress, StateBadge, useRunName } from '../labels.tsx';
import { DatasetLink, ModelLink } from '../subject.tsx';
import styles from './run-table.module.css';

export const maxCompared = 6;

interface Props {
  rows: readonly TaskRowFragment[];
  chosen: ReadonlySet<string>;
  onChoose(id: string, isChosen: boolean): void;
  mayDelete: boolean;
}

export function RunTable({ rows, chosen, onChoose, mayDelete }: Props) {
  const say = useMessages(runs);
  const format = useFormat();
  const words = useCatalogue();
  const nameOf = useRunName();
  return (
    <div className="scroll">
      <table className={styles.runTable}>
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">{say.compare}</span>
            </th>
            <th scope="col">{say.run}</th>
            <th scope="col">{say.state}</th>
            <th scope="col">{say.progress}</th>
            <th scope="col">{say.kind}</th>
            <th scope="col">{say.model}</th>
            <th scope="col">{say.dataset}</th>
            <th scope="col">{say.created}</th>
            {mayDelete && <ActionsHead />}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const name = nameOf(row);
            const isChosen = chosen.has(row.id);
            return (
              <tr key={row.id}>
                <td>
                  {row.configuration && (
                    <input
                      type="checkbox"
                      aria-label={say.choose(name)}
                      checked={isChosen}
                      disabled={!isChosen && chosen.size >= maxCompared}
                      onChange={({ target }) => onChoose(row.id, target.checked)}
                    />
                  )}
                </td>
                <td>
                  <Link href={`/runs/${encodeURIComponent(row.id)}`}>{name}</Link>
                </td>
                <td>
                  <StateBadge state={row.state} />
                </td>
                <td>
                  {row.progress && !isOver(row.state) ? (
                    <RunProgress label={say.progress} progress={row.progress} brief />
                  ) : (
                    '–'
                  )}
                </td>
                <td>{say[row.kind]}</td>
                <td>
                  {row.configuration ? (
                    words.titleOf(row.configuration.family)
                  ) : row.usedModelVersion ? (
                    <ModelLink run={row} />
                  ) : (
                    '–'
                  )}
                </td>
                <td>{row.datasetVersion ? <DatasetLink run={row} /> : '–'}</td>
                <td>
                  <time dateTime={row.createdAt} title={format.instant(row.createdAt)}>
                    {format.ago(row.createdAt)}
                  </time>
                </td>
                {mayDelete && (
                  <td>{isOver(row.state) && <DeleteButton what="TASK" id={row.id} name={name} isInRow />}</td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
