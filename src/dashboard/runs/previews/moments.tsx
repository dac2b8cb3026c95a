/** A slider over the training previews of a run. */
import { useState } from 'react';
import { useFormat, useMessages } from '../../i18n/language.tsx';
import styles from './moments.module.css';

interface AnyMoment {
  epoch: number;
}

interface Choice<Moment> {
  shown: Moment | undefined;
  slider: { moments: readonly AnyMoment[]; place: number; onChange(place: number): void };
}

/** Follows the newest preview until the user selects an earlier one, and again when they return to the end. */
export function useMoment<Moment extends AnyMoment>(moments: readonly Moment[]): Choice<Moment> {
  const [chosen, choose] = useState<number | null>(null);
  const last = moments.length - 1;
  const found = chosen === null ? -1 : moments.findIndex(({ epoch }) => epoch === chosen);
  const place = found === -1 ? last : found;
  const onChange = (next: number) => choose(next >= last ? null : (moments[next]?.epoch ?? null));
  return { shown: moments[place], slider: { moments, place, onChange } };
}

export function MomentSlider({ name, moments, place, onChange }: Choice<AnyMoment>['slider'] & { name: string }) {
  const say = useMessages('visuals');
  const format = useFormat();
  const epoch = format.number(moments[place]?.epoch ?? 0);
  return (
    <label className={styles.slider}>
      <span>
        {name} <output className="number">{epoch}</output>
      </span>
      {moments.length > 1 && (
        <input
          type="range"
          min="0"
          max={moments.length - 1}
          step="1"
          value={place}
          aria-label={name}
          aria-valuetext={say.place({ name, epoch, number: place + 1, count: moments.length })}
          onChange={({ target }) => onChange(target.valueAsNumber)}
        />
      )}
    </label>
  );
}
