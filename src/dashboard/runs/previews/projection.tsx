/** Samples projected to two dimensions, iteration by iteration, for clustering and dimensionality reduction. */
import { memo, useMemo, useState } from 'react';
import chartStyles from '../../charts/chart.module.css';
import { colorName } from '../../charts/palette.ts';
import { boundsOf } from '../../charts/scatter.ts';
import { ScatterPlot } from '../../charts/scatter-plot.tsx';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import { Card } from '../../ui/content/card.tsx';
import type { Projection } from '../live/live-state.ts';
import { MomentSlider, useMoment } from './moments.tsx';
import styles from './projection.module.css';

const maxLegendItems = 24;

export const ProjectionCard = memo(function ProjectionCard({ projections }: { projections: readonly Projection[] }) {
  const say = useMessages('visuals');
  const { shown, slider } = useMoment(projections);
  const [only, setOnly] = useState<number | null>(null);
  const bounds = useMemo(() => boundsOf(projections), [projections]);
  if (!shown || !bounds) return null;
  const { groups, points, epoch } = shown;
  return (
    <Card title={say.projection} actions={projections.length > 1 && <MomentSlider name={say.iteration} {...slider} />}>
      <p className="hint">{groups.length > 0 ? say.groupsHelp : say.reductionHelp}</p>
      <ScatterPlot
        frame={shown}
        bounds={bounds}
        only={only}
        label={
          groups.length > 0
            ? say.projectionGroupsAlt({ points: points.length, groups: groups.length, epoch })
            : say.projectionAlt({ points: points.length, epoch })
        }
      />
      <p className={`hint ${styles.axes}`}>
        <span>→ {say.component({ number: 1 })}</span> <span>↑ {say.component({ number: 2 })}</span>
      </p>
      {groups.length > 0 && <Groups projection={shown} only={only} onOnly={setOnly} />}
    </Card>
  );
});

function Groups({
  projection: { groups, points, centers },
  only,
  onOnly,
}: {
  projection: Projection;
  only: number | null;
  onOnly(group: number | null): void;
}) {
  const say = useMessages('visuals');
  const format = useFormat();
  const counts = groups.map((_, index) => points.filter(({ group }) => group === index).length);
  const hidden = groups.length - maxLegendItems;
  return (
    <>
      <fieldset className={styles.legend}>
        <legend className="visually-hidden">{say.groups}</legend>
        {groups.slice(0, maxLegendItems).map((name, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: a group is identified by its index
            key={index}
            type="button"
            aria-pressed={only === index}
            onClick={() => onOnly(only === index ? null : index)}
          >
            <GroupMark group={index} />
            {say.group({ name })} <span className="number hint">{format.number(counts[index] ?? 0)}</span>
          </button>
        ))}
        {hidden > 0 && <span className="hint">{say.moreGroups({ count: hidden })}</span>}
      </fieldset>
      <details className={chartStyles.values}>
        <summary>{say.asTable}</summary>
        <div className="scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">{say.groupName}</th>
                <th scope="col" className="number">
                  {say.groupSamples}
                </th>
                <th scope="col">{say.groupCenter}</th>
              </tr>
            </thead>
            <tbody>
              {groups.map((name, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a group is identified by its index
                <tr key={index}>
                  <th scope="row">{name}</th>
                  <td className="number">{format.number(counts[index] ?? 0)}</td>
                  <td>
                    {centers
                      .filter(({ group }) => group === index)
                      .map(({ x, y }) => `(${format.short(x)}; ${format.short(y)})`)
                      .join(', ')}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

/** Matches the marks of charts/scatter.ts: eight colors, then the next shape. */
function GroupMark({ group }: { group: number }) {
  const shape = Math.floor(group / 8) % 4;
  return (
    <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true" style={{ fill: `var(${colorName(group)})` }}>
      {shape === 0 && <circle r="4.5" />}
      {shape === 1 && <rect x="-4.5" y="-4.5" width="9" height="9" />}
      {shape === 2 && <path d="M0 -5.5 L5.5 5.5 L-5.5 5.5 Z" />}
      {shape === 3 && <path d="M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z" />}
    </svg>
  );
}
