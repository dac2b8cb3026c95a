/** The known values of a time series and its forecast, as a line chart and as a table. */
import { useFormat, useMessages } from '../../i18n/language.tsx';
import styles from './forecast.module.css';

export interface Point {
  timestamp: string;
  value: number;
}

const width = 480;
const height = 160;
const margin = 8;
/** Maximum number of known values shown. */
const maxPast = 60;

export function Forecast({
  target,
  past,
  forecast,
}: {
  target: string;
  past: readonly Point[];
  forecast: readonly Point[];
}) {
  const say = useMessages('playground');
  const format = useFormat();
  const known = past.slice(-maxPast);
  const values = [...known, ...forecast].map(({ value }) => value);
  const least = Math.min(...values);
  const span = Math.max(...values) - least || 1;
  const x = (index: number) => margin + (index / Math.max(1, values.length - 1)) * (width - 2 * margin);
  const y = (value: number) => height - margin - ((value - least) / span) * (height - 2 * margin);
  const line = (from: number, to: number) =>
    values
      .slice(from, to)
      .map((value, index) => `${x(from + index)},${y(value)}`)
      .join(' ');
  return (
    <>
      <h3>{say.forecast}</h3>
      <svg
        className={styles.forecast}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={say.forecastOf({ target, steps: forecast.length })}
      >
        <polyline className={styles.past} points={line(0, known.length)} />
        <polyline className={styles.next} points={line(Math.max(0, known.length - 1), values.length)} />
        {forecast.map(({ timestamp, value }, index) => (
          <circle key={timestamp} className={styles.step} cx={x(known.length + index)} cy={y(value)} r={3.5} />
        ))}
      </svg>
      <table>
        <thead>
          <tr>
            <th scope="col">{say.date}</th>
            <th scope="col" className="number">
              {target}
            </th>
          </tr>
        </thead>
        <tbody>
          {forecast.map(({ timestamp, value }) => (
            <tr key={timestamp}>
              <th scope="row">{timestamp}</th>
              <td className="number">{format.number(value, { maximumSignificantDigits: 6 })}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
