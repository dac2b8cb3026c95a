/** Values as labeled bars. Negative values extend to the left. */
export interface Bar {
  name: string;
  value: number;
  /** The formatted value. */
  text: string;
  isStrong?: boolean;
}

export function Bars({ bars, most }: { bars: readonly Bar[]; most?: number }) {
  const largest = most ?? Math.max(...bars.map(({ value }) => Math.abs(value)), Number.MIN_VALUE);
  const isSigned = bars.some(({ value }) => value < 0);
  return (
    <ul className={isSigned ? 'bars signed' : 'bars'}>
      {bars.map(({ name, value, text, isStrong }, index) => (
        // Two classes or columns may have the same name.
        // biome-ignore lint/suspicious/noArrayIndexKey: bars have no ID
        <li key={index} className={isStrong ? 'strong' : undefined}>
          <span className="bar-name" title={name}>
            {name}
          </span>
          <span className="bar-track" aria-hidden="true">
            <span
              className={value < 0 ? 'below' : undefined}
              style={{ inlineSize: `${Math.min(1, Math.abs(value) / largest) * (isSigned ? 50 : 100)}%` }}
            />
          </span>
          <span className="number">{text}</span>
        </li>
      ))}
    </ul>
  );
}
