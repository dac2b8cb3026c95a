/** How curves are drawn. The options apply to all charts of a page. */
import { useState } from 'react';
import { useFormat, useMessages } from '../i18n/language.tsx';
import { Switch } from '../ui/controls/switch.tsx';
import styles from './chart-controls.module.css';

export interface ChartOptions {
  x: 'step' | 'epoch';
  /** From 0 (no smoothing) to less than 1. */
  smoothing: number;
  logarithmic: boolean;
}

const maxSmoothing = 0.98;

export function useChartOptions() {
  return useState<ChartOptions>({ x: 'epoch', smoothing: 0, logarithmic: false });
}

export function ChartControls({ options, onChange }: { options: ChartOptions; onChange(options: ChartOptions): void }) {
  const say = useMessages('charts');
  const format = useFormat();
  return (
    <div className={styles.chartControls}>
      <fieldset>
        <legend>{say.xAxis}</legend>
        {(['epoch', 'step'] as const).map((x) => (
          <label key={x}>
            <input type="radio" name="x" checked={options.x === x} onChange={() => onChange({ ...options, x })} />
            {say[x]}
          </label>
        ))}
      </fieldset>
      <label className={styles.slider}>
        {say.smoothing}
        <input
          type="range"
          min="0"
          max={maxSmoothing}
          step="0.02"
          value={options.smoothing}
          onChange={({ target }) => onChange({ ...options, smoothing: target.valueAsNumber })}
        />
        <output className="number">{format.number(options.smoothing, { minimumFractionDigits: 2 })}</output>
      </label>
      <Switch
        label={say.logarithmic}
        isSelected={options.logarithmic}
        onChange={(logarithmic) => onChange({ ...options, logarithmic })}
      />
    </div>
  );
}
